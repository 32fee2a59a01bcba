"""What the replica's internet holds: frozen records; the world replaces them when somebody acts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What became of a post."""

    LIVE = "live"
    DELETED = "deleted"
    ACCOUNT_GONE = "account_gone"
    SUSPENDED = "suspended"
    PROTECTED = "protected"
    AGE_GATED = "age_gated"
    WITHHELD = "withheld"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is drawn when asked for; the same key always gives the same bytes."""

    key: str
    caption: str = ""
    alt: str = ""
    scene: str = "train"
    width: int = 1200
    height: int = 675


@dataclass(frozen=True, slots=True, kw_only=True)
class XPost:
    """A post on X. `text` is the words without the link of its own pictures."""

    id: str
    handle: str
    name: str
    text: str
    created: datetime
    lang: str = "en"
    pictures: tuple[Picture, ...] = ()
    media_code: str | None = None
    """Code of the t.co link to its pictures (or, for a post without pictures, of a quoted post)."""
    quoted: str | None = None
    reply_to: str | None = None
    likes: int = 128
    replies: int = 9
    verified: bool = False
    revisions: tuple[str, ...] = ()
    """Ids of all its edits, oldest first, its own included; empty while never edited."""
    retweet_of: str | None = None
    """Only in the archive: the id of the post that this one repeats."""
    fate: Fate = Fate.LIVE
    archived: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://x.com/{self.handle}/status/{self.id}"

    @property
    def full_text(self) -> str:
        """The words with the link of its pictures behind them, as the interfaces give it."""
        return f"{self.text} https://t.co/{self.media_code}" if self.media_code else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyPost:
    """A post on Bluesky."""

    id: str
    """The record key."""
    did: str
    handle: str
    name: str
    text: str
    created: datetime
    cid: str
    lang: str = "en"
    pictures: tuple[Picture, ...] = ()
    likes: int = 64
    reposts: int = 11
    replies: int = 5
    labels: tuple[str, ...] = ()
    """Labels the author put on the account, such as `!no-unauthenticated`."""
    fate: Fate = Fate.LIVE

    @property
    def uri(self) -> str:
        """Its AT address."""
        return f"at://{self.did}/app.bsky.feed.post/{self.id}"

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://bsky.app/profile/{self.handle}/post/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MastodonPost:
    """A status on the replica's own Mastodon server."""

    id: str
    handle: str
    name: str
    text: str
    created: datetime
    lang: str = "en"
    pictures: tuple[Picture, ...] = ()
    edited: datetime | None = None
    warning: str = ""
    likes: int = 21
    boosts: int = 8
    replies: int = 2
    fate: Fate = Fate.LIVE

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://social.example/@{self.handle}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video on YouTube."""

    id: str
    title: str
    channel: str
    handle: str
    published: datetime
    seconds: int = 187
    fate: Fate = Fate.LIVE
    embeddable: bool = True

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://www.youtube.com/watch?v={self.id}"

    @property
    def picture(self) -> Picture:
        """Its poster."""
        return Picture(key=f"yt-{self.id}", alt=self.title, width=1280, height=720)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a news site."""

    id: str
    """Host and path, such as `news.example/2024/05/bridge`."""
    title: str
    byline: str
    paragraphs: tuple[str, ...]
    published: datetime
    lang: str = "en"
    direction: str = "ltr"
    pictures: tuple[Picture, ...] = ()
    modified: datetime | None = None
    fate: Fate = Fate.LIVE

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://{self.id}"


Record = XPost | BlueskyPost | MastodonPost | Video | Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One row of the archive's index with the bytes it would play back."""

    original: str
    timestamp: str
    """Fourteen digits, UTC."""
    body: bytes
    media_type: str = "application/json"
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that came in, as the log keeps it."""

    method: str
    url: str
    host: str
    path: str
    headers: dict[str, str] = field(repr=False)
    status: int | None
    """None when the connection was closed without an answer."""
