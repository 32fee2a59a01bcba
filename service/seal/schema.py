"""The form of a manifest: `manifest.schema.json`, JSON Schema 2020-12, one file per version."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match


@cache
def _validator() -> Draft202012Validator:
    text = files("service.seal").joinpath("manifest.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def fault(data: Any) -> str | None:
    """Say in a few words where the data departs from version 1, or None when it does not.

    >>> fault({"schema": "snapshot-manifest/9"})[:5]
    'whole'
    """
    error = best_match(_validator().iter_errors(data))
    if error is None:
        return None
    place = ".".join(str(part) for part in error.absolute_path) or "whole"
    return f"{place}: {error.message[:200]}"
