import pytest

from service import settings
from service.errors import BadSettings
from service.settings import Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    import os

    for name in os.environ:
        if name.startswith("HOLDFAST_"):
            monkeypatch.delenv(name)


def test_nothing_needs_to_be_set():
    read = settings.read()
    assert (read.listen_host, read.listen_port) == ("127.0.0.1", 8080)
    assert (str(read.data), read.database_url, read.store, read.upstream) == ("var", None, None, None)


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("HOLDFAST_STORE", "")
    monkeypatch.setenv("HOLDFAST_SLOTS", "")
    assert settings.read() == Settings()


def test_the_address_of_the_viewer_is_read_in_both_families(monkeypatch):
    for given, expected in (("127.0.0.1:0", ("127.0.0.1", 0)), ("[::1]:8081", ("::1", 8081))):
        monkeypatch.setenv("HOLDFAST_LISTEN", given)
        read = settings.read()
        assert (read.listen_host, read.listen_port) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLOTS", "0"),
        ("SLOTS", "many"),
        ("STORE", "file:///tmp"),
        ("STORE", "s3://"),
        ("UPSTREAM", "127.0.0.1:443"),
        ("FETCH_TIMEOUT", "0"),
        ("BODY_BYTES", "-1"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name, value, monkeypatch):
    monkeypatch.setenv(f"HOLDFAST_{name}", value)
    with pytest.raises(BadSettings, match=rf"^HOLDFAST_{name} cannot be used: .*\.$") as refusal:
        settings.read()
    assert refusal.value.exit_code == 2


def test_a_secret_is_never_printed(monkeypatch):
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", "postgresql://holdfast:swordfish@db/holdfast")
    read = settings.read()
    assert "swordfish" not in repr(read) + str(read) + read.model_dump_json()
    assert read.database_url.get_secret_value().endswith("@db/holdfast")


def test_settings_do_not_change_while_they_are_used():
    with pytest.raises(ValueError, match="frozen"):
        settings.read().slots = 1


def test_every_setting_says_what_it_is_for():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
