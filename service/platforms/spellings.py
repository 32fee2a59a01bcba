"""Ids that are written in two ways: one spelling for each, so that one post has one id."""

from itertools import pairwise

_BASE58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_SHORT_UUID = 22
"""Letters of PeerTube's short ids."""
_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def one_spelling(platform: str, post_id: str) -> str:
    """Undo the second spelling that some ids have.

    >>> one_spelling("weibo", "N4xlMvjhI")
    '4910815147462302'
    """
    if platform == "reddit":
        return post_id.lower()
    if platform == "fediverse" and len(post_id) == _SHORT_UUID:
        return _uuid(post_id)
    if platform == "weibo" and not post_id.isdigit():
        groups = [post_id[max(0, end - 4) : end] for end in range(len(post_id), 0, -4)]
        numbers = []
        for group in groups:
            value = 0
            for letter in group:
                value = value * 62 + _BASE62.index(letter)
            numbers.append(f"{value:07}")
        return "".join(reversed(numbers)).lstrip("0")
    return post_id


def _uuid(short: str) -> str:
    """Write a short UUID of PeerTube out: it is the number in base 58.

    >>> _uuid("kkGMgK9ZtnKfYAgnEtQxbv")
    '9c9de5e8-0a1e-484a-b099-e80766180a6d'
    """
    number = 0
    for letter in short:
        if letter not in _BASE58:
            return short
        number = number * 58 + _BASE58.index(letter)
    digits = f"{number:032x}"
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(digits[start:end] for start, end in pairwise(cuts)) if len(digits) == cuts[-1] else short
