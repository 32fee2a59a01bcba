"""All references of one JSON body."""

import json
from dataclasses import replace

from service.model.article import Format
from service.model.reference import Reference
from service.references.bodies import walker
from service.references.html import finder as html_finder
from service.references.intake import detect
from service.references.text import finder as text_finder


def find(body: str, base: str | None = None, own: frozenset[str] = frozenset()) -> list[Reference]:
    """Find embeds, links and flattened posts in the order in which the strings stand."""
    found: list[Reference] = []
    for pointer, value in walker.strings(json.loads(body.lstrip("\ufeff"))):
        if not value.strip():
            continue
        inside = html_finder.find(value, base, own) if detect(value) is Format.HTML else text_finder.find(value, own)
        found.extend(replace(one, pointer=pointer) for one in inside)
    return found
