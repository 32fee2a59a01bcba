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
BEFORE = "before.png"
"""The screen as it was met, before anything was done to the page."""
THUMBNAIL = (400, 1600)
"""Pixels of a small picture at most."""
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
    """Give the picture of a snapshot, if it has one; the small one is made of it at the first look."""
    entry = original_of(files)
    if entry is None:
        return None
    if small:
        width, height = entry.width or 1200, entry.height or 1200
        small_width = min(width, THUMBNAIL[0])
        return Picture(
            address=f"/v1/snapshots/{snapshot_id}/derived/thumbnail",
            width=small_width,
            height=max(1, min(round(height * small_width / width), THUMBNAIL[1])),
        )
    return _shown(entry, snapshot_id)


def original_of(files: Iterable[FileEntry]) -> FileEntry | None:
    """Give the file that shows what was seen, best first."""
    shown = [entry for entry in files if entry.role in ROLES and entry.media_type in SHOWN]
    return min(shown, key=lambda each: ROLES.index(each.role), default=None)


def slides_of(files: Iterable[FileEntry], snapshot_id: SnapshotId) -> tuple[Picture, ...]:
    """Give the further pictures of a post that shows one at a time, in their order."""
    return tuple(
        _shown(entry, snapshot_id)
        for entry in sorted(files, key=lambda each: each.path)
        if entry.role == "post-slide" and entry.media_type in SHOWN
    )


def pages_of(files: Iterable[FileEntry]) -> tuple[str, ...]:
    """Name the files that show the whole page, from the top down; a tall page has several."""
    whole = (entry.path for entry in files if entry.role == "page-image" and "/" not in entry.path)
    return tuple(sorted(path for path in whole if path != BEFORE))


def _shown(entry: FileEntry, snapshot_id: SnapshotId) -> Picture:
    width, height = entry.width or 1200, entry.height or 1200
    return Picture(
        address=f"/v1/snapshots/{snapshot_id}/files/{entry.path}", width=width // SCALE, height=height // SCALE
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
