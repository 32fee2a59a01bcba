"""What is made of pictures for showing them: beside the evidence, never in it, and made again when it is lost.

    derived/sha256/<2>/<62>/<name>-<recipe>      named after the original's digest, so every snapshot shares it

Nothing here is listed in a manifest, and no original is ever replaced by it. Another version of a decoder may give
other bytes of the same picture: what was stored first stays. A new recipe has a new number.
"""

from service.errors import Conflict, NotFound
from service.store.port import ObjectStore

RECIPE = 1
"""Of how pictures are made; see `capture.images`."""


def derived_key(original: str, name: str) -> str:
    """Give the place of something made of the original with this SHA-256.

    >>> derived_key("ab" * 32, "thumbnail")[-14:]
    'ab/thumbnail-1'
    """
    return f"derived/sha256/{original[:2]}/{original[2:]}/{name}-{RECIPE}"


async def read_derived(store: ObjectStore, original: str, name: str) -> bytes | None:
    """Give what was made, None when it was not yet. Raises StoreFailed."""
    try:
        return await store.read(derived_key(original, name))
    except NotFound:
        return None


async def put_derived(store: ObjectStore, original: str, name: str, body: bytes, media_type: str) -> bytes:
    """Keep what was made, and give what is kept now: of several makers the first. Raises StoreFailed."""
    try:
        await store.create(derived_key(original, name), body, media_type)
    except Conflict:
        return await store.read(derived_key(original, name))
    return body
