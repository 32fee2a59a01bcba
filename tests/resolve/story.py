"""What the stories of resolving share: an article's quote, and an internet that knows one author."""

from datetime import date
from typing import Any

from service.model.ids import page_embed_id, post_embed_id, quote_embed_id
from service.model.reference import Byline, Kind, Reference
from service.net.recorded import RecordedInternet
from service.platforms.addresses import embed_of, identify

DAY = date(2024, 5, 4)
POST = "1786707664602060423"
"""Made on 4 May 2024 at 10:41 UTC."""
SAME_DAY = ("1786600000000000001", "1786650000000000002", "1786800000000000003")
DAY_BEFORE = "1786400000000000004"
WORDS = "First freight train on the Vellmark line in eleven years. Nobody on the platform was told why."
OTHER_WORDS = "Good morning from the kitchen table. Coffee first, news later, weather never."

SYNDICATION = "https://cdn.syndication.twimg.com/tweet-result"
OEMBED = "https://publish.twitter.com/oembed"
INDEX = "https://web.archive.org/cdx/search/cdx"
APPVIEW = "https://public.api.bsky.app/xrpc/"


def quote(text: str = WORDS, *, handle: str | None = "mira_lenz", day: date | None = DAY, **more: Any) -> Reference:
    """A flattened post as the finder reports it."""
    platform = more.pop("platform", "x")
    return Reference(
        kind=Kind.QUOTE,
        how="attribution",
        platform=platform,
        post_id=None,
        embed_id=quote_embed_id(platform, handle, day, text),
        url=None,
        start=0,
        end=len(text),
        text=text,
        author=Byline(name="Mira Lenz", handle=handle) if handle else None,
        day=day,
        **more,
    )


def link(url: str, **more: Any) -> Reference:
    """A link as the finder reports it."""
    address = identify(url)
    assert address is not None
    embed = embed_of(address)
    return Reference(
        kind=Kind.LINK,
        how="url",
        platform=embed.platform,
        post_id=embed.post_id,
        embed_id=embed.id,
        url=embed.url,
        start=0,
        end=len(url),
        **more,
    )


def x_name(post_id: str) -> str:
    return post_embed_id("x", post_id)


def page_name(url: str) -> str:
    return page_embed_id(url)


class Internet(RecordedInternet):
    """A recorded internet with the verbs of these stories."""

    def has_x_post(self, post_id: str, text: str, *, handle: str = "mira_lenz", name: str = "Mira Lenz", **more: Any):
        user = {"id_str": "41", "name": name, "screen_name": handle}
        post = {"__typename": "Tweet", "id_str": post_id, "text": text, "user": user, **more}
        self.says(SYNDICATION, post, query={"id": post_id})
        self.says(OEMBED, {"html": "<blockquote><p>…</p></blockquote>"}, query={"url": x_oembed(post_id)})

    def lost_x_post(self, post_id: str) -> None:
        tombstone = {"text": {"text": "This Post was deleted by the Post author. Learn more"}}
        self.says(SYNDICATION, {"__typename": "TweetTombstone", "tombstone": tombstone}, query={"id": post_id})
        self.says(OEMBED, {"error": "no"}, status=404, query={"url": x_oembed(post_id)})

    def gates_x_post(self, post_id: str) -> None:
        self.says(SYNDICATION, {"__typename": "TweetTombstone", "tombstone": {}}, query={"id": post_id})
        error = {"error": "Sorry, you are not authorized to see this status."}
        self.says(OEMBED, error, status=403, query={"url": x_oembed(post_id)})

    def limits_x(self) -> None:
        self.refuses(SYNDICATION, 429)
        self.refuses(OEMBED, 429)

    def archive_lists(self, *rows: tuple[str, str], host: str = "twitter.com", media_type: str = "text/html") -> None:
        """The index of one host lists these (handle, post id) pairs; the other hosts have nothing."""
        header = ["timestamp", "original", "mimetype", "statuscode", "digest"]
        told = [
            ["20240507120000", f"https://{host}/{handle}/status/{post_id}", media_type, "200", "A" * 32]
            for handle, post_id in rows
        ]
        self.says(INDEX, [])
        for asked in {f"{host}/{handle}/status/1786" for handle, _ in rows}:
            self.says(INDEX, [header, *told], query={"url": asked})

    def archive_keeps(self, post_id: str, value: Any, *, handle: str = "mira_lenz") -> None:
        self.says(f"https://web.archive.org/web/20240507120000id_/https://twitter.com/{handle}/status/{post_id}", value)


def x_oembed(post_id: str) -> str:
    return f"https://twitter.com/i/status/{post_id}"


def told(resolution: Any) -> str:
    """All attempts as one text."""
    return "\n".join(attempt.outcome for attempt in resolution.attempts)
