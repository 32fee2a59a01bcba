"""JSON in exactly one spelling: RFC 8785, so that a digest of it means something."""

import json
from typing import Any

import rfc8785

from service.errors import IntegrityFailed

_EXACT = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3; RFC 7493, 2.2)."""

_EXPONENT = 1e21
"""From here on a number is spelled with an exponent (ECMA-262, Number::toString), and so is read as none that counts."""


def canonical(data: Any) -> bytes:
    r"""Write JSON data in its RFC 8785 spelling.

    Text from hostile pages is data and always fits: a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD; a
    whole number that JSON readers would round becomes a text of its digits; a number that is none (NaN, infinity)
    becomes null.

    >>> canonical({"b": 2**60, "a": "x\ud800"})
    b'{"a":"x\xef\xbf\xbd","b":"1152921504606846976"}'
    """
    return rfc8785.dumps(_fitting(data))


def parse(body: bytes) -> Any:
    """Read JSON strictly: UTF-8, no member twice, no NaN. Raises IntegrityFailed with one sentence."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise IntegrityFailed(f"It is not JSON: {_first_line(error)}.") from error


def is_canonical(body: bytes, data: Any) -> bool:
    """Say whether the bytes are the one spelling of the data that was parsed from them."""
    try:
        return rfc8785.dumps(data) == body
    except (rfc8785.CanonicalizationError, RecursionError):
        return False


def _fitting(data: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
    match data:
        case dict():
            return {encodable(name): _fitting(item) for name, item in data.items()}
        case list() | tuple():
            return [_fitting(item) for item in data]
        case str():
            return encodable(data)
        case int() if abs(data) > _EXACT:
            return str(data)
        case float() if data != data or data in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN differs from itself
            return None
        case float() if data.is_integer() and _EXACT < abs(data) < _EXPONENT:
            return str(int(data))
    return data


def encodable(text: str) -> str:
    """Give the text as UTF-8 can hold it: surrogate pairs joined, lone ones replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice in one object")
    return members


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _first_line(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0]
