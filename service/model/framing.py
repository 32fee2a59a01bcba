"""How a post is to be photographed: what to open, what must be visible, what to cut out."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """By what means the picture was made; words of the manifest."""

    LIVE_EMBED = "live-embed"
    """The platform's official embed page, opened as a page of its own."""
    LIVE_PAGE = "live-page"
    """The permalink."""
    OEMBED = "oembed"
    RECONSTRUCTED = "reconstructed-from-metadata"
    """A card we drew from a platform's own document; visibly labelled, never mistaken for a capture."""
    QUOTED = "reconstructed-from-text"
    """A card we drew from the article's text alone; visibly labelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """One strategy. A platform gives several, best first; the next is tried when one yields no picture of the post."""

    method: Method
    url: str | None = None
    """What to open. None: `html` is shown instead, without a network."""
    html: str | None = None
    """A document of ours: without scripts for the reconstructed card; with `url` it is served there (oEmbed)."""
    referrer: str | None = None
    """Some embed pages refuse to play without one."""
    ready: tuple[str, ...] = ("body",)
    """CSS selectors; one of them must be there and visible."""
    clip: tuple[str, ...] = ()
    """CSS selectors of the element to photograph, first match wins; none: the viewport's top."""
    expect: str = ""
    """Text that must be visible in the clip, compared without spaces, case and punctuation; empty: no check."""
    hide: tuple[str, ...] = ()
    """CSS selectors of overlays we hide; said in the manifest."""
    expand: tuple[str, ...] = ()
    """CSS selectors of what is pressed inside of the clip before the picture, once each: a content warning, "show more"
    in any language. ` >>> ` leads into a shadow. Buttons of the clip that say so in a known language are pressed
    without. Said in the manifest."""
    onward: tuple[str, ...] = ()
    """CSS selectors, inside of the clip, of what leads to a post's next picture where the page shows one at a time: a
    button, or what is scrolled sideways. Each picture is photographed. ` >>> ` as in `expand`."""
    pictures: int = 0
    """How many pictures and videos the platform says the post has; 0: not known. Of one, nothing leads onward."""
    gone: tuple[str, ...] = ()
    """CSS selectors of the platform's own "no such post" container."""
    wall: tuple[str, ...] = ()
    """CSS selectors of login, consent or challenge walls."""
    width: int = 600
    """CSS pixels of the viewport."""
    height: int = 900
    full_page: bool = False
    """Also photograph the whole page, in bounded height (pages, not posts)."""
    fragment: str = ""
    """What stood behind # in the address: the part of a page that is meant. Found, it is the clip."""
