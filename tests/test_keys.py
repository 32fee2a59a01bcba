"""Keys as an operator makes, lists and ends them beside a running service; and what is logged of all that is secret."""

from datetime import UTC, datetime

import pytest

from tests.replica import replica
from tests.service import data_directory, environment, holdfast, serving

HUSH = "whistleblower"
LENT = "s3cret-of-the-operator"
COOKIES = "".join(f".{host}\tTRUE\t/\tTRUE\t0\tauth_token\t{LENT}\n" for host in ("x.com", "twitter.com"))


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.servers
async def test_keys_are_made_used_listed_and_ended_and_no_secret_is_logged_of_a_whole_run():
    async with replica() as world:
        post = world.add_x_post(handle="voice", text="The voice saw it.", created=datetime(2025, 3, 1, 6, tzinfo=UTC))
        with data_directory() as data:
            cookies, log = data.with_suffix(".cookies"), data / "service.log"
            cookies.touch(mode=0o600)
            cookies.write_text(COOKIES)
            settings = environment(data, world, HOLDFAST_LOG_LEVEL="DEBUG", HOLDFAST_COOKIES=str(cookies))
            async with serving(settings, log) as service:
                assert (await service.call("GET", "/v1/embeds"))[0] == 200

                made = await holdfast(
                    "keys", "create", "the desk", "--scope", "write", "--scope", "read", settings=settings
                )
                token = made.out.strip()
                limits = ("--max-body", "5000", "--visits-a-day", "7")
                reader = await holdfast("keys", "create", "r", "--scope", "read", *limits, "--json", settings=settings)
                reader = reader.json()
                assert (reader["body_bytes"], reader["visits_a_day"]) == (5000, 7)
                assert made.sentence.startswith("This is the only time")
                assert (made.code, reader["scopes"], reader["revoked"]) == (0, ["read"], None)
                assert (await service.call("GET", "/v1/embeds"))[0] == 401
                assert (await service.call("GET", "/v1/embeds", **bearer(reader["key"])))[0] == 200
                assert (await service.call("POST", "/v1/embeds", {"url": post.url}, **bearer(reader["key"])))[0] == 403

                body = {"body": f"Look: {post.url}?token={HUSH} !"}
                status, article = await service.call("POST", f"/v1/articles?{HUSH}", body, **bearer(token))
                assert status in (202, 422), article
                status, article = await service.call("POST", "/v1/articles", body, **bearer(token))
                assert status == 202
                service.session.headers.update(bearer(token))
                done = await service.done(f"/v1/articles/{article['id']}", 150)
                made_of = await service.get(f"/v1/snapshots/{done['references'][0]['snapshot_id']}")
                assert "auth_token" in repr(made_of["capture"]["cookies"])
                shown = {asked.host for asked in world.requests if LENT in repr(asked.headers)}
                assert shown
                assert shown <= {"platform.twitter.com", "x.com", "publish.twitter.com"}
                await service.call("GET", f"/v1/embeds?q={HUSH}")

                listed = (await holdfast("keys", "list", "--json", settings=settings)).json()["keys"]
                assert [(each["name"], each["revoked"]) for each in listed] == [("the desk", None), ("r", None)]
                said = [await holdfast("keys", "revoke", listed[0]["id"], settings=settings)]
                assert said[-1].out.strip().endswith("(the desk) opens nothing any more.")
                assert (await service.call("GET", "/v1/embeds"))[0] == 401
                said.append(await holdfast("keys", "list", settings=settings))
                assert "revoked 20" in said[-1].out
                assert "no limits of its own\tthe desk" in said[-1].out
                assert "5,000 bytes, 7 visits a day\tr" in said[-1].out
                assert await service.stop() == 0
            for secret in (LENT, token, token.rpartition("_")[2], reader["key"], HUSH):
                assert secret not in log.read_text(), secret
                assert not [each for each in said if secret in each.out + each.err], secret
            kept = [path for path in data.rglob("*") if path.is_file()]
            assert len(kept) > 100
            assert not [path for path in kept if LENT.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["create", "desk"], 2),
        (["create", "desk", "--scope", "everything"], 2),
        (["revoke"], 2),
    ],
)
async def test_wrong_use_is_said_in_a_sentence_and_makes_no_key(arguments, code):
    with data_directory() as data:
        told = await holdfast("keys", *arguments, settings=environment(data))
        assert (told.code, told.out) == (code, "")
        assert "Traceback" not in told.err
        assert not list(data.iterdir())
