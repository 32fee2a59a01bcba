"""Our frozen values as plain JSON data, and back without loss.

    value                 JSON
    dataclass             object, one member per field
    enum                  its word
    datetime, date        "2026-01-02T03:04:05.678Z" (microseconds when there are any), "2026-01-02"
    bytes                 Base64, RFC 4648
    tuple                 array
    Mapping               object
    None                  null

What is written is decided by the value, what is read by the type: `from_json(Post, as_json(post)) == post`.
"""

import binascii
import types
import typing
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, NewType, Union, cast, get_args, get_origin, get_type_hints

from service.errors import IntegrityFailed
from service.model.reference import Reference

_ALWAYS = frozenset({
    "kind", "how", "platform", "post_id", "embed_id", "url", "start", "end", "pointer", "text", "author", "date",
    "links", "confidence",
})  # fmt: skip
"""What every reference says outside, known or not (the shape of `find`); the rest only when there is something."""


def as_json(value: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
    """Give the JSON data of a value: dicts, lists, str, int, float, bool, None. Datetimes must be aware.

    >>> as_json({"at": datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC), "n": (1, None)})
    {'at': '2026-01-02T03:04:05.678Z', 'n': [1, None]}
    """
    match value:
        case Enum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case datetime():
            return instant(value, "milliseconds" if value.microsecond % 1000 == 0 else "microseconds")
        case date():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode("ascii")
        case Mapping():
            return {str(key): as_json(item) for key, item in value.items()}
        case tuple() | list():
            return [as_json(item) for item in value]
    assert is_dataclass(value), f"{type(value).__name__} is none of our values"
    return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}


def instant(at: datetime, precision: str = "milliseconds") -> str:
    """Write an aware time in UTC with a Z.

    >>> instant(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000Z'
    """
    assert at.tzinfo is not None, "times are aware"
    return at.astimezone(UTC).isoformat(timespec=precision).removesuffix("+00:00") + "Z"


def from_json(expected: Any, data: Any, where: str = "") -> Any:
    """Read a value of the expected type (`Post`, `SnapshotId | None`, `tuple[str, ...]`).

    `where` names the place in the sentence; else it is the type. A member that a dataclass does not know is refused. Raises IntegrityFailed
    with one sentence when the data does not fit.
    """
    return _read(expected, data, where or str(getattr(expected, "__name__", expected)))


def reference_as_json(reference: Reference) -> dict[str, Any]:
    """Write a reference as `find` prints it: `day` is called `date`; what goes beyond stands there when known."""
    whole = as_json(reference)
    whole["date"] = whole.pop("day")
    return {name: value for name, value in whole.items() if name in _ALWAYS or value not in (None, [])}


def reference_from_json(data: Any, where: str = "reference") -> Reference:
    """Read what `reference_as_json` wrote. Raises IntegrityFailed when the data does not fit."""
    if not isinstance(data, dict):
        raise _misfit(where, "an object")
    renamed = {("day" if name == "date" else name): item for name, item in data.items()}
    return cast("Reference", _read(Reference, renamed, where))


def _read(expected: Any, data: Any, where: str) -> Any:  # noqa: PLR0911 - one return per kind of type
    if expected is Any:
        return data
    if isinstance(expected, NewType):
        return _read(expected.__supertype__, data, where)
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, types.UnionType):
        return _read_optional(arguments, data, where)
    if origin is tuple:
        return _read_tuple(arguments, data, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(data, dict):
            raise _misfit(where, "an object")
        return {key: _read(arguments[1], item, f"{where}.{key}") for key, item in data.items()}
    if is_dataclass(expected):
        return _read_dataclass(expected, data, where)
    return _read_scalar(expected, data, where)


def _read_optional(arguments: tuple[Any, ...], data: Any, where: str) -> Any:
    """Our unions are all `X | None`."""
    if data is None and type(None) in arguments:
        return None
    (inner,) = (argument for argument in arguments if argument is not type(None))
    return _read(inner, data, where)


def _read_tuple(arguments: tuple[Any, ...], data: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _misfit(where, "an array")
    kinds = [arguments[0]] * len(data) if arguments[-1] is Ellipsis else list(arguments)
    if len(kinds) != len(data):
        raise _misfit(where, f"an array of {len(kinds)}")
    return tuple(_read(kind, item, f"{where}[{i}]") for i, (kind, item) in enumerate(zip(kinds, data, strict=True)))


@cache
def _shape(kind: Any) -> tuple[dict[str, Any], dict[str, "Field[Any]"]]:
    """Give type hints and fields of a dataclass: resolving them takes 100 times as long as reading a value."""
    return get_type_hints(kind), {field.name: field for field in fields(kind)}


def _read_dataclass(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise _misfit(where, "an object")
    hints, known = _shape(kind)
    for name in data:
        if name not in known:
            raise IntegrityFailed(f"{where} has a member {name!r} that is not known.")
    for name, field in known.items():
        if name not in data and field.default is MISSING and field.default_factory is MISSING:
            raise IntegrityFailed(f"{where} lacks its {name}.")
    return kind(**{name: _read(hints[name], item, f"{where}.{name}") for name, item in data.items()})


def _read_scalar(expected: Any, data: Any, where: str) -> Any:
    try:
        if issubclass(expected, Enum):
            return expected(data)
        if expected is datetime and isinstance(data, str) and data.endswith("Z"):
            return datetime.fromisoformat(data)
        if expected is date and isinstance(data, str):
            return date.fromisoformat(data)
        if expected is bytes and isinstance(data, str):
            return b64decode(data, validate=True)
    except (ValueError, binascii.Error) as error:
        raise _misfit(where, _words(expected)) from error
    if expected is float and type(data) is int:
        return float(data)
    if type(data) is not expected:
        raise _misfit(where, _words(expected))
    return data


def _words(expected: Any) -> str:
    if issubclass(expected, Enum):
        return "one of " + ", ".join(str(member.value) for member in expected)
    return {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}.get(
        expected, f"a {typing.cast('type[Any]', expected).__name__}"
    )


def _misfit(where: str, wanted: str) -> IntegrityFailed:
    return IntegrityFailed(f"{where} is not {wanted}.")
