"""An HTML document as a tree by the rules of browsers (WHATWG); the only file that names the parser, which is young.

Pure and bounded by what it is given: nothing is fetched and no script runs. What strangers wrote never makes it raise,
but for an encoding that nobody knows (LookupError).
"""

from collections.abc import Iterable

import turbohtml

Comment = turbohtml.Comment
"""A comment: `data`."""
Document = turbohtml.Document
"""A whole page: `select`, `xpath`, `json_ld`, `meta_refresh`, `text`."""
Element = turbohtml.Element
"""An element: `tag`, `attr(name)`, `text`, `parent`, `children`, `select`."""
Node = turbohtml.Node
"""An element, a text or a comment."""
Text = turbohtml.Text
"""A run of characters: `data`."""
Token = turbohtml.Token
"""A piece of the source: `type`, `tag`, `data`, and `source` as it was written."""
TokenType = turbohtml.TokenType


def parse(markup: str | bytes, *, encoding: str | None = None, places: bool = False) -> Document:
    """Read a page; bytes in the encoding named, else in the one they tell of themselves.

    `places`: each element knows where its tags stand, in code points of a source whose line ends are single line feeds;
    templates stay templates, also those that a browser makes the shadow of an element.
    Raises LookupError for an encoding that has no such name.
    """
    return turbohtml.parse(
        markup, encoding=encoding, source_locations=places, allow_declarative_shadow_roots=not places
    )


def tokens(markup: str) -> Iterable[Token]:
    """Read a page as a row of tokens, each with its source; character references stay as they are written."""
    return turbohtml.tokenize(markup, resolve_references=False, capture_source=True, capture_attributes=False)
