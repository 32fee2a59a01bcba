"""What callers get: shapes drawn from our values by attribute, so that a value says its own JSON.

Every field is always there; what is not known is null.
"""

import datetime as dt
from datetime import datetime

from pydantic import AliasPath, BaseModel, ConfigDict, Field

from service.model.availability import Health, Stage, State
from service.model.capture import Grade, Outcome
from service.model.framing import Method
from service.model.reference import Kind
from service.model.work import Reason, Status


class Answer(BaseModel):
    """A shape that reads values by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class BylineAnswer(Answer):
    """Who the article says wrote the post."""

    name: str | None
    handle: str | None


class ReferenceAnswer(Answer):
    """One place in the article that points at a post or a page.

    What goes beyond these fields (`core`, `wider`, `notes`, `stored`) stands there only when it is known.
    """

    model_config = ConfigDict(extra="allow", from_attributes=True, frozen=True)

    kind: Kind
    how: str = Field(description="Stable slug of the rule that found it.")
    platform: str
    post_id: str | None
    embed_id: str
    url: str | None
    start: int = Field(description="First code point of what a CMS would replace.")
    end: int = Field(description="One past the last code point.")
    pointer: str = Field(description="RFC 6901, the string or object of a JSON body; empty otherwise.")
    text: str
    author: BylineAnswer | None
    date: dt.date | None = Field(description="The printed day.")
    links: tuple[str, ...]
    confidence: float = Field(description="0 to 1.")


class FoundAnswer(Answer):
    """The references of an article, in reading order."""

    references: tuple[ReferenceAnswer, ...]


class SuggestionAnswer(Answer):
    """A post that may be the original; a person chooses with `PATCH /v1/articles/{id}/references/{n}`."""

    post_id: str
    url: str
    day: dt.date | None = Field(description="UTC day of the post, where it is known.")
    score: float = Field(description="How much of the words agree, in per cent.")
    why: str = Field(description="What speaks for it and why it was not chosen.")


class StandingAnswer(ReferenceAnswer):
    """A reference and how it stands."""

    found_as: str = Field(description="The name under which the article refers to it; `embed_id` is where that leads.")
    snapshot_id: str | None = Field(description="The snapshot to show.")
    availability: State | None = Field(description="What is known of the original; its evidence is on the embed.")
    suspected: bool = Field(description="True: one signal says so; a second one is waited for.")
    status: Status
    reason: str | None = Field(description="Why it failed, in one sentence.")
    candidates: tuple[SuggestionAnswer, ...] = Field(description="What a person may choose the original from.")


class ArticleBriefAnswer(Answer):
    """An article in a list."""

    id: str
    received: datetime
    title: str | None
    url: str | None = Field(validation_alias="source_url")
    system: str | None
    external_id: str | None
    format: str


class ArticlesAnswer(Answer):
    """One page of articles, newest first."""

    articles: tuple[ArticleBriefAnswer, ...]
    next: str | None = Field(description="Cursor of the next page.")


class ArticleAnswer(ArticleBriefAnswer):
    """An article, its status and its references."""

    status: Status
    operation_id: str | None = Field(description="The work that this request accepted; null on plain reading.")
    references: tuple[StandingAnswer, ...]


class SignalAnswer(Answer):
    """One thing one document said."""

    state: State
    endpoint: str
    status: int | None
    marker: str
    digest: str | None = Field(description="SHA-256 of the document, hex.")
    at: datetime


class AvailabilityAnswer(Answer):
    """The verdict on the original, with its evidence."""

    state: State
    suspected: bool
    canaries: Health = Field(description="What posts of known fate said of the platform at that time.")
    reason: str
    signals: tuple[SignalAnswer, ...]


class AuthorAnswer(Answer):
    """Who wrote it, by the platform's word."""

    name: str | None
    handle: str | None
    id: str | None
    url: str | None
    avatar_url: str | None
    verified: bool | None


class MediaAnswer(Answer):
    """A picture, video or sound of the post."""

    kind: str
    url: str
    alt: str | None
    width: int | None
    height: int | None
    poster_url: str | None


class LinkAnswer(Answer):
    """A link as written and where it leads."""

    url: str
    expanded: str


class ChoiceAnswer(Answer):
    """One answer of a poll."""

    text: str
    votes: int | None
    percent: int | None


class PollAnswer(Answer):
    """A question to the readers, as it stood when we looked."""

    choices: tuple[ChoiceAnswer, ...]
    question: str | None
    votes: int | None
    closes: datetime | None


class CardAnswer(Answer):
    """The preview of a page that the post links to."""

    url: str
    title: str | None
    description: str | None
    image_url: str | None
    site: str | None


class RevisionAnswer(Answer):
    """One version of an edited post."""

    at: datetime | None
    text: str


class PostAnswer(Answer):
    """What the platform says of the post."""

    url: str
    author: AuthorAnswer
    published: datetime | None
    edited: datetime | None
    text: str
    title: str | None
    language: str | None
    media: tuple[MediaAnswer, ...]
    links: tuple[LinkAnswer, ...]
    quoted: "PostAnswer | None"
    reply_to: str | None
    answered: "PostAnswer | None"
    poll: PollAnswer | None
    card: CardAnswer | None
    counts: dict[str, int]
    labels: tuple[str, ...]
    edits: tuple[str, ...]
    revisions: tuple[RevisionAnswer, ...]
    sources: dict[str, str] = Field(description="Field → name of the document that said it.")


class FileAnswer(Answer):
    """One file of a snapshot; served at `/v1/snapshots/{id}/files/{path}`."""

    path: str
    role: str
    media_type: str
    bytes: int
    sha256: str
    original: bool
    width: int | None
    height: int | None


class MediumAnswer(Answer):
    """One medium of the post; one that was kept is served at `/v1/snapshots/{id}/media/{sha256}`."""

    url: str
    kind: str
    alt: str | None
    width: int | None
    height: int | None
    media_type: str | None
    bytes: int
    sha256: str | None = Field(description="Null: it was not kept, and `reason` says why.")
    reason: str | None


class SnapshotAnswer(Answer):
    """A snapshot in a list; its manifest is at `/v1/snapshots/{id}`."""

    id: str
    embed_id: str
    created: datetime
    grade: Grade
    outcome: Outcome
    method: Method
    reason: Reason
    rehearsal: bool = Field(description="True: made against a test rig, never evidence.")
    warnings: tuple[str, ...]
    manifest_sha256: str
    files: tuple[FileAnswer, ...]
    media: tuple[MediumAnswer, ...]


class EmbedBriefAnswer(Answer):
    """An embed in a list."""

    id: str = Field(validation_alias=AliasPath("embed", "id"))
    platform: str = Field(validation_alias=AliasPath("embed", "platform"))
    post_id: str | None = Field(validation_alias=AliasPath("embed", "post_id"))
    url: str | None = Field(validation_alias=AliasPath("embed", "url"))
    availability: AvailabilityAnswer
    post: PostAnswer | None
    first_seen: datetime
    last_visited: datetime
    snapshot_id: str = Field(validation_alias="shown_snapshot", description="The snapshot to show: the best we hold.")


class EmbedAnswer(EmbedBriefAnswer):
    """An embed with all that is known of it."""

    aliases: tuple[str, ...]
    snapshots: tuple[SnapshotAnswer, ...] = Field(description="Newest first.")
    articles: tuple[ArticleBriefAnswer, ...] = Field(description="The articles that refer to it.")
    candidates: tuple[SuggestionAnswer, ...] = Field(description="What a person may choose the original from.")


class EmbedsAnswer(Answer):
    """One page of embeds, newest visit first."""

    embeds: tuple[EmbedBriefAnswer, ...]
    next: str | None = Field(description="Cursor of the next page.")


class ObservationAnswer(Answer):
    """One check of the original."""

    at: datetime
    availability: AvailabilityAnswer
    changed: bool = Field(description="True: the state is another one than at the check before.")
    stage: Stage | None = Field(description="Where the verdict stood after it; null for a check that kept a snapshot.")
    snapshot_id: str | None = Field(description="The snapshot that this check kept, if any.")


class ObservationsAnswer(Answer):
    """The history of checks, newest first."""

    embed_id: str
    observations: tuple[ObservationAnswer, ...]


class AttemptAnswer(Answer):
    """One thing that was tried, in a sentence."""

    step: str = Field(description="Stable slug.")
    outcome: str
    url: str | None


class AnsweredAnswer(Answer):
    """One document that was asked for."""

    name: str
    url: str
    status: int | None
    reason: str | None = Field(description="Why there is no answer.")
    sha256: str | None


class ExplanationAnswer(Answer):
    """Which rule found a reference, and what led from it to where it stands; from the sealed manifest."""

    found_as: str = Field(description="The name under which the article refers to it.")
    embed_id: str
    snapshot_id: str | None
    kind: Kind | None
    rule: str | None = Field(description="Slug of the rule that found it.")
    span: tuple[int, int] | None
    text: str
    attempts: tuple[AttemptAnswer, ...]
    answers: tuple[AnsweredAnswer, ...]
    availability: AvailabilityAnswer | None
    candidates: tuple[SuggestionAnswer, ...]


class ExplanationsAnswer(Answer):
    """One explanation a reference."""

    explanations: tuple[ExplanationAnswer, ...]
