"""Which file of a snapshot is its picture, and what it says to those who cannot see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.model.ids import SnapshotId
from service.model.manifest import FileEntry
from service.model.post import Post
from service.web.inert import SHOWN
from service.web.pages.words import platform_word

ROLES = ("post-image", "page-image")
"""Roles of the manifest that show what was seen, best first."""
SCALE = 2
"""Device pixels to a CSS pixel in our pictures."""
LONGEST = 180
"""Characters of a post that stand in an alternative text: the whole text stands beside the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as a page needs it."""

    address: str
    width: int
    """CSS pixels."""
    height: int


def picture_of(files: Iterable[FileEntry], snapshot_id: SnapshotId, *, small: bool = False) -> Picture | None:
    """Give the picture of a snapshot, if it has one; the small one, where one was made and is asked for."""
    wanted = ("thumbnail", *ROLES) if small else ROLES
    shown = [entry for entry in files if entry.role in wanted and entry.media_type in SHOWN]
    if not shown:
        return None
    entry = min(shown, key=lambda each: wanted.index(each.role))
    return Picture(
        address=f"/v1/snapshots/{snapshot_id}/files/{entry.path}",
        width=(entry.width or 1200) // SCALE,
        height=(entry.height or 1200) // SCALE,
    )


def is_visible(media_type: str | None) -> bool:
    """Say whether a medium is a picture that a page may show.

    >>> is_visible("image/webp"), is_visible("image/svg+xml"), is_visible(None)
    (True, False, False)
    """
    return media_type in SHOWN and (media_type or "").startswith("image/")


def alternative(post: Post | None, platform: str) -> str:
    """Say in words what a picture shows.

    >>> alternative(None, "x")
    'Screenshot of an X post.'
    """
    name = platform_word(platform)
    what = "a web page" if platform == "page" else f"{'an' if name[0] in 'AEIOUX' else 'a'} {name} post"
    if post is None:
        return f"Screenshot of {what}."
    who = f" by {post.author.name or post.author.handle}" if post.author.name or post.author.handle else ""
    when = f", {post.published.day} {post.published:%B %Y}" if post.published else ""
    said = post.text or post.title or ""
    short = said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"
    return f"Screenshot of {what}{who}{when}: {short}"
