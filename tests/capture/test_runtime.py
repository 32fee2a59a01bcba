import os
import tempfile

import pytest

from service.capture import binary, sandbox
from service.capture.runtime import runtime
from service.capture.trackers import is_tracker
from service.errors import SetupFailed
from service.settings import Settings


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def program(path, text="\x7fELF"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_directory_is_there_while_it_is_used_and_gone_afterwards(temporary):
    with runtime(program(temporary / "chrome"), Settings()) as place:
        assert place.path.stat().st_mode & 0o777 == 0o711
        assert place.launcher.stat().st_mode & 0o111
        assert place.uid != 0
        assert set(place.environment) == {"HOME", "TMPDIR"}
        for private in place.environment.values():
            found = os.stat(private)  # noqa: PTH116
            assert (found.st_uid, found.st_mode & 0o777) == (place.uid, 0o700)
    assert not place.path.exists()


def test_what_the_dead_left_is_swept_and_what_lives_is_not(temporary):
    dead = temporary / "holdfast-browser-dead"
    dead.mkdir()
    (dead / "lock").touch()
    chrome = program(temporary / "chrome")
    os.utime(dead, (1, 1))
    with runtime(chrome, Settings()) as living:
        os.utime(living.path, (1, 1))
        with runtime(chrome, Settings()):
            assert living.path.exists()
            assert not dead.exists()


def test_a_rig_whose_ca_is_none_is_said_and_leaves_nothing(temporary):
    broken = temporary / "ca.pem"
    broken.write_text("no certificate")
    settings = Settings(upstream_ca=broken)
    with pytest.raises(SetupFailed, match=r"ca\.pem"), runtime(program(temporary / "chrome"), settings):
        pass
    assert not list(temporary.glob("holdfast-browser-*"))


def test_a_rig_without_certutil_says_what_to_install(temporary, monkeypatch):
    monkeypatch.setenv("PATH", str(temporary))
    settings = Settings(upstream_ca=temporary / "ca.pem")
    with pytest.raises(SetupFailed) as told, runtime(program(temporary / "chrome"), settings):
        pass
    assert "libnss3-tools" in told.value.hint


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without any browser."""
    monkeypatch.setattr(binary, "_LIBRARY", tmp_path / "none")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_the_browser_that_was_named_is_taken(tmp_path):
    chrome = program(tmp_path / "my browser")
    assert binary.find(Settings(browser=str(chrome))) == chrome


def test_the_distribution_s_shell_wrappers_are_passed_over(bare):
    program(bare / "bin" / "chromium-headless-shell", "#!/bin/sh\n")
    cached = bare / ".cache/ms-playwright/chromium_headless_shell-1255/chrome-headless-shell-linux64"
    chrome = program(cached / "chrome-headless-shell")
    assert binary.find(Settings()) == chrome
    assert binary.is_shell(chrome)


def test_no_browser_at_all_says_what_to_install(bare):
    with pytest.raises(SetupFailed) as told:
        binary.find(Settings())
    assert "chromium-headless-shell" in told.value.hint


def test_a_sandbox_is_not_believed_without_the_kernel_s_word():
    ours = {"type": "renderer", "id": os.getpid()}
    assert sandbox.measure([], 1000) == ((), False)
    assert not sandbox.measure([{"type": "browser", "id": os.getpid()}, ours], os.geteuid())[1]
    assert not sandbox.measure([{"type": "browser", "id": 2**22 + 1}, ours], 1000)[1]


@pytest.mark.parametrize(
    ("url", "tracker"),
    [
        ("https://www.google-analytics.com/collect", True),
        ("https://doubleclick.net/", True),
        ("https://doubleclick.net.example.org/", False),
        ("https://syndication.twitter.com/", False),
        ("data:text/plain,x", False),
    ],
)
def test_trackers_are_known_by_their_whole_name(url, tracker):
    assert is_tracker(url) is tracker
