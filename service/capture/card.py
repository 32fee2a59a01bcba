"""The reconstructed card: what is known of a post, drawn by us, and saying so on its face.

The card is a static document: no script, no network (its own policy forbids both, and the visit is offline), fonts of
the machine. It is put up on an empty page by the same engine that photographs everything else, so that its letters
come out of the same fonts. It is the last resort, never a capture of the original, and never graded complete.
"""

from datetime import datetime
from importlib import resources

from jinja2 import BaseLoader, Environment, StrictUndefined

from service.model.framing import Framing, Method
from service.model.post import Author, Post
from service.model.reference import Kind, Reference
from service.model.resolution import Resolution

_KINDS = {"image": "Picture", "video": "Video", "audio": "Sound", "animation": "Animation"}
_CLIP = (".card",)
_WIDTH = 560
_HEIGHT = 400

_TEMPLATE = Environment(
    loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).from_string(resources.files("service.capture").joinpath("card.html").read_text("utf-8"))


def has_words(resolution: Resolution) -> bool:
    """Say whether there is anything of the post to draw: its own words or pictures, or the article's quote of it."""
    post, reference = resolution.post, resolution.reference
    if post is not None and (post.text or post.title or post.media):
        return True
    return reference is not None and reference.kind is not Kind.LINK and bool(reference.text)


def framing(resolution: Resolution) -> Framing:
    """Draw the card of a post: from the platform's own documents, else from what the article says."""
    post, reference = resolution.post, resolution.reference
    if post is not None:
        banner = f"Reconstructed by Holdfast from {_source(resolution)} — not a screenshot of the original."
        return _framed(Method.RECONSTRUCTED, post, banner, _moment(post.published), post.url)
    banner = "Reconstructed by Holdfast from the text of an article — not a screenshot of the original."
    if reference is None:
        banner = "Drawn by Holdfast: nothing of the original could be had — not a screenshot of the original."
    day = reference.day.isoformat() + ", as printed in the article" if reference and reference.day else ""
    return _framed(Method.QUOTED, _quoted(reference, resolution), banner, day, resolution.embed.url)


def _framed(method: Method, post: Post, banner: str, day: str, address: str | None) -> Framing:
    html = _TEMPLATE.render(
        post=post, banner=banner, day=day, address=address, kinds=_KINDS, when=lambda quoted: _moment(quoted.published)
    )
    return Framing(method=method, html=html, ready=_CLIP, clip=_CLIP, expect=post.text, width=_WIDTH, height=_HEIGHT)


def _quoted(reference: Reference | None, resolution: Resolution) -> Post:
    if reference is None:
        return Post(url=resolution.embed.url or "")
    byline = reference.author
    author = Author(name=byline.name, handle=byline.handle) if byline else Author()
    return Post(url=reference.url or "", author=author, text=reference.text)


def _source(resolution: Resolution) -> str:
    names = sorted({document.request.name for document in resolution.documents if document.body})
    days = sorted(document.fetched for document in resolution.documents if document.body)
    said = f"what {resolution.embed.platform} says of the post" if resolution.embed.post_id else "what the page says"
    if names:
        said += f" ({', '.join(names)}"
        said += f", {days[-1]:%Y-%m-%d})" if days else ")"
    return said


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else ""
