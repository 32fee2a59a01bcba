"""Every string of a JSON body under its pointer (RFC 6901), with the block it stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

OTHERS = frozenset(
    [
        "author",
        "authors",
        "author_url",
        "avatar",
        "byline",
        "canonical_url",
        "credits",
        "icon",
        "image",
        "images",
        "logo",
        "owner",
        "photos",
        "profile_image_url",
        "provider_url",
        "publisher",
        "related_content",
        "source_url",
        "tags",
        "taxonomy",
        "thumbnail",
        "thumbnail_url",
        "thumbnails",
        "user",
        "users",
        "website_url",
        "_links",
    ]
)
"""Keys under which the body speaks of somebody else: people, pictures, other articles."""
EVIDENCE = frozenset(["metadata", "tweet_data", "tweetData"])
"""Keys under which a CMS keeps what it knew of a post when it was embedded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One string at its place."""

    pointer: str
    value: str
    key: str
    """The name it stands under; of an item of a list, the list's name."""
    holder: Mapping[str, Any]
    """The object around it."""
    block: str
    """Pointer of the smallest item of a list around it: what an editor calls a block."""
    block_value: Any
    evidence: bool
    """True: it stands in what the CMS kept besides the embed itself."""


@dataclass(frozen=True, slots=True)
class _Spot:
    pointer: str
    value: Any
    key: str
    holder: Mapping[str, Any]
    block: str
    block_value: Any
    evidence: bool


def leaves(body: Any, start: str = "") -> Iterator[Leaf]:
    """Give each string in reading order, but none that speaks of somebody else.

    >>> [(one.pointer, one.block) for one in leaves({"a": ["x", {"b/c": "y"}], "author": {"name": "z"}})]
    [('/a/0', '/a/0'), ('/a/1/b~1c', '/a/1')]
    """
    waiting = [_Spot(start, body, "", {}, start, body, False)]
    while waiting:
        spot = waiting.pop()
        value = spot.value
        if isinstance(value, str):
            yield Leaf(
                pointer=spot.pointer,
                value=value,
                key=spot.key,
                holder=spot.holder,
                block=spot.block,
                block_value=spot.block_value,
                evidence=spot.evidence,
            )
        elif isinstance(value, dict):
            waiting.extend(_members(spot, value))
        elif isinstance(value, list):
            for index in range(len(value) - 1, -1, -1):
                pointer = f"{spot.pointer}/{index}"
                block, item = (spot.block, spot.block_value) if spot.evidence else (pointer, value[index])
                waiting.append(_Spot(pointer, value[index], spot.key, spot.holder, block, item, spot.evidence))


def _members(spot: _Spot, value: dict[str, Any]) -> Iterator[_Spot]:
    names = [name for name in value if name.lower() not in OTHERS]
    for name in reversed(names):
        pointer = f"{spot.pointer}/{escape(name)}"
        own_block = spot.key == "entityMap" and isinstance(value[name], dict)
        block, item = (pointer, value[name]) if own_block else (spot.block, spot.block_value)
        yield _Spot(pointer, value[name], name, value, block, item, spot.evidence or name in EVIDENCE)


def escape(key: str) -> str:
    """Write a key as a step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def at(body: Any, pointer: str) -> Any:
    """Give what a pointer names; None when it names nothing."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(body, list) and name.isascii() and name.isdigit() and int(name) < len(body):
            body = body[int(name)]
        elif isinstance(body, dict) and name in body:
            body = body[name]
        else:
            return None
    return body
