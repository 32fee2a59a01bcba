"""What a reference points at: a post or a page."""

from dataclasses import dataclass

from service.model.ids import EmbedId


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A post or a page under its one name."""

    id: EmbedId
    platform: str
    post_id: str | None
    """None for a page and for a quote whose original is not known."""
    url: str | None
    """Canonical address; None for a quote whose original is not known."""
