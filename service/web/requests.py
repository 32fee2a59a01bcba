"""What callers send: strict models, nothing extra, every limit said once."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.model.availability import State

Word = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
"""A short text. NUL has no place in any text and the database cannot hold it."""
Address = Annotated[str, Field(min_length=1, max_length=8192, pattern=r"^[^\x00]*$")]
Formats = Literal["auto", "text", "html", "json"]


class _Sent(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Asked(BaseModel):
    """Places made of strings: numbers and days are read from their spelling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FindBody(_Sent):
    """One article to look through."""

    body: str | dict[str, Any] | list[Any] = Field(
        description="Text, HTML or JSON as a string; a JSON body may also stand here as it is."
    )
    format: Formats = Field("auto", description="How to read the body.")
    url: Address | None = Field(None, description="Where the article stands; its own address is no reference.")


class ArticleBody(_Sent):
    """An article to keep: its body, or only the address where it stands."""

    body: str | dict[str, Any] | list[Any] | None = Field(
        None, description="Text, HTML or JSON as a string; a JSON body may also stand here as it is."
    )
    format: Formats = Field("auto", description="How to read the body.")
    url: Address | None = Field(None, description="Where the article stands. Without a body it is fetched from there.")
    title: Word | None = None
    external_id: Word | None = Field(None, description="The article's id in the system that sends it.")


class EmbedBody(_Sent):
    """One post or page to keep."""

    url: Address


class EmbedPath(_Asked):
    """Which embed."""

    embed_id: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:%@~+=-]{0,299}$", description="Embed id; an alias leads on."
    )


class ArticlePath(_Asked):
    """Which article."""

    article_id: str = Field(pattern=r"^article-[a-z2-7]{26}$")


class ReferencePath(ArticlePath):
    """Which reference of which article."""

    number: int = Field(ge=0, le=100_000, description="Position in the article's `references`, from 0.")


class ChoiceBody(_Sent):
    """Which post a flattened quote is, said by a person: its id or its address, one of the two."""

    post_id: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$")] | None = (
        None
    )
    url: Address | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.post_id is None) == (self.url is None):
            raise ValueError("give post_id or url, one of the two")
        return self


class SourcePath(_Asked):
    """Which article of which CMS."""

    system: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", description="Name of the CMS.")
    external_id: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}$", description="The article's id in that CMS."
    )


class SnapshotPath(_Asked):
    """Which snapshot."""

    snapshot_id: str = Field(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$")


class FilePath(SnapshotPath):
    """Which file of which snapshot."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$", description="Path as the manifest lists it.")


class DerivedPath(SnapshotPath):
    """Which picture made of a snapshot's picture."""

    kind: Literal["thumbnail", "lossless", "card"]


class MediumPath(SnapshotPath):
    """Which medium of which snapshot."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Digest, as the manifest's `media` names it.")


class OperationPath(_Asked):
    """Which operation."""

    operation_id: str = Field(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$")


class EmbedsQuery(_Asked):
    """What to look for; every condition narrows."""

    q: Word | None = Field(None, description="Words of the post, its author or its address.")
    platform: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")] | None = None
    availability: State | None = Field(None, description="What is known of the original.")
    author: Word | None = Field(None, description="Part of the author's name or handle.")
    since: date | None = Field(None, description="Last visited on this day (UTC) or later.")
    until: date | None = Field(None, description="Last visited on this day (UTC) or earlier.")
    cursor: Annotated[str, Field(max_length=500, pattern=r"^[A-Za-z0-9_=-]+$")] | None = Field(
        None, description="Opaque; taken from `next`."
    )
    limit: int = Field(24, ge=1, le=100)


class PreferHeaders(_Asked):
    """How long the caller would wait."""

    prefer: Annotated[str, Field(max_length=200)] | None = Field(
        None, alias="Prefer", description="`wait=N`: answer 200 when all is done within N seconds (60 at most)."
    )


class ArticleHeaders(PreferHeaders):
    """How long the caller would wait, and the key that makes a repeated request harmless."""

    idempotency_key: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,200}$")] | None = Field(
        None,
        alias="Idempotency-Key",
        description="The same key with the same request gives the first answer again for 24 hours.",
    )
