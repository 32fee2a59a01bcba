"""The replica's world: what is posted, what became of it, and the verbs with which a test tells its story."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from tests.replica import ids
from tests.replica.records import (
    Asked,
    BlueskyPost,
    Capture,
    Fate,
    MastodonPost,
    Page,
    Picture,
    Record,
    Video,
    XPost,
)

Kept = TypeVar("Kept", XPost, BlueskyPost, MastodonPost, Video, Page)


@dataclass(slots=True)
class World:
    """Everything the replica answers from. Nothing is fetched, nothing outlives the process."""

    upstream: str = ""
    """`127.0.0.1:TLS,PLAIN`, the value of HOLDFAST_UPSTREAM; set when the replica listens."""
    ca_file: Path = Path()
    """The value of HOLDFAST_UPSTREAM_CA."""
    records: dict[str, Record] = field(default_factory=dict)
    """All posts, videos and pages by id (a page's id is its host and path)."""
    links: dict[str, str] = field(default_factory=dict)
    """Short links: `t.co/abc` → where it leads."""
    index: list[Capture] = field(default_factory=list)
    """What the web archive holds."""
    index_rows: int = 150_000
    """Most rows of one answer of its index; the rest comes by the key."""
    requests: list[Asked] = field(default_factory=list)
    """Every request so far, in the order of the answers."""
    delays: dict[str, float] = field(default_factory=dict)
    failures: dict[str, int | None] = field(default_factory=dict)
    card_delay: float = 0.5
    """Seconds the scripts of embed pages wait for their post, so that a skeleton is seen first."""
    _sequence: int = 0

    def add(self, record: Kept) -> Kept:
        """Put a ready record into the world."""
        self.records[record.id] = record
        return record

    def add_x_post(
        self,
        *,
        handle: str,
        text: str,
        created: datetime,
        name: str | None = None,
        pictures: Iterable[str | Picture] = (),
        media_code: str | None = None,
        archived: bool = False,
        **more: Any,
    ) -> XPost:
        """Post on X. Pictures may be captions; with pictures there is a t.co link, its code made up unless given."""
        post_id = more.pop("id", None) or ids.snowflake(created, self._next())
        drawn = tuple(
            Picture(key=ids.media_key(int(post_id) - (number + 1) * (9000 << 22)), caption=item, alt=item)
            if isinstance(item, str)
            else item
            for number, item in enumerate(pictures)
        )
        code = media_code or (ids.short_code("x", post_id) if drawn else None)
        post = XPost(
            id=post_id,
            handle=handle,
            name=name or handle,
            text=text,
            created=created,
            pictures=drawn,
            media_code=code,
            archived=archived,
            **more,
        )
        if code:
            quoted = self.records.get(post.quoted or "")
            target = (
                quoted.url if isinstance(quoted, XPost) else f"https://twitter.com/{handle}/status/{post.id}/photo/1"
            )
            self.links[f"t.co/{code}"] = target
        return self.add(post)

    def add_bluesky_post(
        self,
        *,
        handle: str,
        text: str,
        created: datetime,
        name: str | None = None,
        pictures: Iterable[str | Picture] = (),
        **more: Any,
    ) -> BlueskyPost:
        """Post on Bluesky."""
        key = more.pop("id", None) or ids.tid(created, self._next() % 1024)
        return self.add(
            BlueskyPost(
                id=key,
                did=ids.did(handle),
                handle=handle,
                name=name or handle,
                text=text,
                created=created,
                cid=ids.cid(key, text),
                pictures=_drawn("bsky-" + key, pictures),
                **more,
            )
        )

    def add_mastodon_post(
        self,
        *,
        handle: str,
        text: str,
        created: datetime,
        name: str | None = None,
        pictures: Iterable[str | Picture] = (),
        **more: Any,
    ) -> MastodonPost:
        """Post on the Mastodon server social.example."""
        key = more.pop("id", None) or str(int(ids.mastodon_id(created)) + self._next())
        drawn = _drawn("masto-" + key, pictures)
        return self.add(
            MastodonPost(id=key, handle=handle, name=name or handle, text=text, created=created, pictures=drawn, **more)
        )

    def add_video(self, *, title: str, channel: str, handle: str, published: datetime, **more: Any) -> Video:
        """Upload to YouTube; `id` (eleven characters) is made from the title unless given."""
        key = more.pop("id", None) or ids.short_code("youtube", title) + "A"
        return self.add(Video(id=key, title=title, channel=channel, handle=handle, published=published, **more))

    def add_page(
        self, address: str, *, title: str, paragraphs: Iterable[str], published: datetime, **more: Any
    ) -> Page:
        """Publish a page of a news site; `address` is host and path, the host one of the replica's news sites."""
        pictures = _drawn("page-" + ids.short_code(address), more.pop("pictures", ()))
        byline = more.pop("byline", "The desk")
        return self.add(
            Page(
                id=address,
                title=title,
                byline=byline,
                paragraphs=tuple(paragraphs),
                published=published,
                pictures=pictures,
                **more,
            )
        )

    def archive(self, original: str, timestamp: str, body: bytes, media_type: str = "application/json") -> Capture:
        """Put one capture into the web archive."""
        self.index.append(Capture(original=original, timestamp=timestamp, body=body, media_type=media_type))
        return self.index[-1]

    def shorten(self, link: str, target: str) -> str:
        """Make `host/code` lead to `target`; the host is one of the replica's shorteners."""
        self.links[link] = target
        return f"https://{link}"

    def find(self, what: Record | str) -> Record:
        """The record as it is now. Raises KeyError when there is none of that id."""
        return self.records[what if isinstance(what, str) else what.id]

    def delete(self, what: Record | str) -> Record:
        """The author deletes the post, or the site the page."""
        return self._fated(what, Fate.DELETED)

    def protect(self, what: Record | str) -> Record:
        """The author lets only followers see it."""
        return self._fated(what, Fate.PROTECTED)

    def suspend(self, what: Record | str) -> Record:
        """The platform suspends the author's account."""
        return self._fated(what, Fate.SUSPENDED)

    def leave(self, what: Record | str) -> Record:
        """The author's account goes away."""
        return self._fated(what, Fate.ACCOUNT_GONE)

    def gate(self, what: Record | str) -> Record:
        """Only adults may see it: alive, but not for the anonymous."""
        return self._fated(what, Fate.AGE_GATED)

    def withhold(self, what: Record | str) -> Record:
        """It is withheld in some countries."""
        return self._fated(what, Fate.WITHHELD)

    def remove(self, what: Record | str) -> Record:
        """The platform removes it for breaking its rules."""
        return self._fated(what, Fate.REMOVED)

    def restore(self, what: Record | str) -> Record:
        """It is back as it was; a name of a host or path stops failing and being slow."""
        if isinstance(what, str) and what not in self.records:
            self.recover(what)
            return next(iter(self.records.values()))
        return self._fated(what, Fate.LIVE)

    def edit(self, what: Record | str, text: str) -> Record:
        """The author changes the words; gives back the record that now holds them.

        On X an edit is a new post with an id of its own: the old one stays as it was and says that it is stale.
        On Bluesky the cid changes, on Mastodon `edited_at` is set, a page says when it was modified.
        """
        now = datetime.now(UTC)
        match self.find(what):
            case XPost() as old:
                made = old.created + timedelta(minutes=7)
                new_id = ids.snowflake(made, self._next())
                chain = (old.revisions or (old.id,)) + (new_id,)
                for earlier in chain[:-1]:
                    record = self.records[earlier]
                    assert isinstance(record, XPost)
                    self.records[earlier] = replace(record, revisions=chain)
                return self.add(replace(old, id=new_id, text=text, created=made, revisions=chain))
            case BlueskyPost() as post:
                return self.add(replace(post, text=text, cid=ids.cid(post.id, text)))
            case MastodonPost() as post:
                return self.add(replace(post, text=text, edited=now))
            case Video() as video:
                return self.add(replace(video, title=text))
            case Page() as page:
                return self.add(replace(page, paragraphs=tuple(text.split("\n\n")), modified=now))

    def slow_down(self, where: str, seconds: float) -> None:
        """Every answer of that host (or host and path prefix) takes that much longer."""
        self.delays[where] = seconds

    def fail(self, where: str, status: int | None = 503) -> None:
        """That host (or host and path prefix) answers with this status; None: the connection breaks off."""
        self.failures[where] = status

    def recover(self, where: str | None = None) -> None:
        """That place, or every place, answers in time and in form again."""
        for trouble in (self.delays, self.failures):
            if where is None:
                trouble.clear()
            else:
                trouble.pop(where, None)

    def asked(self, host: str) -> list[Asked]:
        """What was asked of one host."""
        return [asked for asked in self.requests if asked.host == host]

    def x_posts(self) -> list[XPost]:
        """All posts on X, newest first."""
        return sorted(
            (record for record in list(self.records.values()) if isinstance(record, XPost)),
            key=lambda post: -int(post.id),
        )

    def _fated(self, what: Record | str, fate: Fate) -> Record:
        return self.add(replace(self.find(what), fate=fate))

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence


def _drawn(key: str, pictures: Iterable[str | Picture]) -> tuple[Picture, ...]:
    return tuple(
        Picture(key=f"{key}-{number}", caption=item, alt=item) if isinstance(item, str) else item
        for number, item in enumerate(pictures)
    )
