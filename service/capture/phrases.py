"""Words that walls, failures and "show more" buttons are written in, in many languages: phrases.json.

The table is `{kind: {language: [phrase, …]}}`, in lower case with straight quotes; languages stand there for the
reader, all are looked for at once.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import resources

from service.model.framing import Framing

_TABLE: Mapping[str, Mapping[str, list[str]]] = json.loads(
    resources.files("service.capture").joinpath("phrases.json").read_text("utf-8")
)
PHRASES: Mapping[str, tuple[str, ...]] = {
    kind: tuple(sorted({phrase for phrases in languages.values() for phrase in phrases}))
    for kind, languages in _TABLE.items()
}
"""Kind → phrases: `login`, `captcha`, `rate limit`, `country`, `age` and `consent` of walls, `script`, `failure` and
`loading` of pages that failed, `cookies` of anything that asks for consent, `more` and `reveal` of buttons."""
MORE = (*PHRASES["more"], *(f"…{each}" for each in PHRASES["more after dots"]))
"""What is written on a button behind which there is more of a post, as seen.js reduces it."""


def openers(framing: Framing) -> Mapping[str, Sequence[str]]:
    """Say by what is known what opens a post: the platform's marks, and words where the post is known by its element."""
    words = (*MORE, *PHRASES["reveal"]) if framing.clip else ()
    return {"clip": framing.clip, "selectors": framing.expand, "phrases": words}


def folded(text: str) -> str:
    """Give text as phrases are written: case folded, straight quotes, single spaces.

    >>> folded("You’re  doing THAT too much")
    "you're doing that too much"
    """
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())


_FOLDED = {kind: tuple(map(folded, phrases)) for kind, phrases in PHRASES.items()}


def says(kind: str, text: str) -> str | None:
    """Give the first phrase of a kind that the text holds; `text` is folded."""
    return next((phrase for phrase in _FOLDED[kind] if phrase in text), None)
