"""The SQL of the catalogue, read once from `queries.sql`."""

import re
from functools import cache
from importlib import resources
from typing import LiteralString, cast


@cache
def statements() -> dict[str, LiteralString]:
    """Give every named statement. The file is ours, so its text is as safe as code."""
    text = (resources.files("service.catalogue") / "queries.sql").read_text("utf-8")
    parts = re.split(r"^-- ([a-z_]+)\n", text, flags=re.MULTILINE)[1:]
    return {name: cast("LiteralString", body.strip()) for name, body in zip(parts[::2], parts[1::2], strict=True)}
