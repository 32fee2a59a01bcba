"""What hangs under a post of X: the preview of a linked page, or a poll; X keeps both as a "card"."""

import re
from typing import Any

from service.model.post import Card, Choice, Poll
from service.platforms.reading import address, inside, moment, words

MOST_CHOICES = 4


def card(value: Any) -> Card | None:
    """Read the preview; polls and the platform's own cards are none."""
    url = address(_text(value, "card_url")) or address(value, "card", "url")
    title = _text(value, "title")
    if url is None or not title or _name(value).startswith("poll"):
        return None
    pictures = ("summary_photo_image_original", "photo_image_full_size_original", "thumbnail_image_original")
    bound = inside(value, "card", "binding_values")
    image = next((found for name in pictures if (found := address(bound, name, "image_value", "url"))), None)
    return Card(
        url=_expanded(value, url),
        title=title,
        description=_text(value, "description") or None,
        image_url=image,
        site=_text(value, "vanity_url") or _text(value, "domain") or None,
    )


def poll(value: Any) -> Poll | None:
    """Read a poll with the votes so far."""
    if not _name(value).startswith("poll"):
        return None
    choices = tuple(
        Choice(text=label, votes=_count(_text(value, f"choice{place}_count")))
        for place in range(1, MOST_CHOICES + 1)
        if (label := _text(value, f"choice{place}_label"))
    )
    votes = [each.votes for each in choices if each.votes is not None]
    closes = moment(_text(value, "end_datetime_utc"))
    return Poll(choices=choices, votes=sum(votes) if votes else None, closes=closes) if choices else None


def _name(value: Any) -> str:
    return words(value, "card", "name").rpartition(":")[2]


def _text(value: Any, name: str) -> str:
    return words(value, "card", "binding_values", name, "string_value")


def _count(digits: str) -> int | None:
    return int(digits) if re.fullmatch(r"\d{1,12}", digits, re.ASCII) else None


def _expanded(value: Any, url: str) -> str:
    """Give the address behind the short link of the card, when the text names it too."""
    links = inside(value, "entities", "urls")
    known = {words(each, "url"): address(each, "expanded_url") for each in links} if isinstance(links, list) else {}
    return known.get(url) or url
