"""A browser for tests of other rooms: tells stories instead of opening pages, and paints small real pictures.

    browser = FakeBrowser()
    browser.is_gone("https://platform.twitter.com/embed/Tweet.html?id=1")
    browser.walls("https://x.com/i/status/1")
    …
    assert browser.visited == [...]

An address nobody told a story about shows what was expected there, complete.
"""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PIL import Image

from service.capture.picture import SCALE
from service.capture.port import Health
from service.capture.steps import Steps, log_file
from service.errors import CaptureFailed
from service.model.capture import Artefact, BrowserFacts, Capture, Grade, Isolation, Outcome
from service.model.framing import Framing
from service.model.ids import EmbedId

FACTS = BrowserFacts(product="Fake/1", revision="@0", user_agent="Fake/1", flags=(), sandboxed=True, headless="fake")
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_SIDE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    outcome: Outcome = Outcome.RENDERED
    grade: Grade = Grade.COMPLETE
    text: str | None = None
    status: int | None = 200
    reasons: tuple[str, ...] = ()


@dataclass(kw_only=True)
class FakeBrowser:
    """Implements `Browser`. Same story, same bytes: visits of the same address give the same picture."""

    moment: datetime = MOMENT
    """The time of every visit."""
    rehearsal: bool = False
    visited: list[str | None] = field(default_factory=list)
    """What was opened, in order; None for a card."""
    _stories: dict[str, _Story] = field(default_factory=dict)
    _dead: bool = False

    def shows(self, url: str, text: str) -> None:
        """Let an address show a post."""
        self._stories[url] = _Story(text=text)

    def shows_part(self, url: str, text: str, reason: str = "1 of 2 images had not loaded.") -> None:
        """Let an address show a part of a post."""
        self._stories[url] = _Story(text=text, grade=Grade.PARTIAL, reasons=(reason,))

    def is_gone(self, url: str) -> None:
        """Let an address say that there is no such post."""
        self._stories[url] = _Story(
            outcome=Outcome.NOT_FOUND, grade=Grade.BLANK, status=404, text="", reasons=("The page answered 404.",)
        )

    def walls(self, url: str) -> None:
        """Let an address ask for a login."""
        self._stories[url] = _Story(
            outcome=Outcome.LOGIN_WALL, grade=Grade.WALL, text="Log in", reasons=("A wall stands before the post.",)
        )

    def stays_blank(self, url: str) -> None:
        """Let an address show a skeleton for ever."""
        self._stories[url] = _Story(
            outcome=Outcome.ERROR, grade=Grade.BLANK, text="", reasons=("The post did not appear in time.",)
        )

    def fails_to_open(self, url: str) -> None:
        """Let an address not answer."""
        self._stories[url] = _Story(
            outcome=Outcome.ERROR, grade=Grade.NONE, status=None, reasons=("The page did not answer.",)
        )

    def dies(self) -> None:
        """Let every visit fail from now on."""
        self._dead = True

    def recovers(self) -> None:
        """Let visits succeed again."""
        self._dead = False

    async def visit(self, embed_id: EmbedId, framing: Framing, *, isolation: Isolation = Isolation.CONTEXT) -> Capture:
        """Tell the story of one visit. Raises CaptureFailed after `dies`."""
        if self._dead:
            raise CaptureFailed("The fake browser was told to die.")
        self.visited.append(framing.url)
        story = self._stories.get(framing.url or "", _Story())
        text = framing.expect if story.text is None else story.text
        steps = Steps()
        steps.note("fake", framing.url or "a card")
        files = () if story.grade is Grade.NONE else self._files(framing, text)
        return Capture(
            embed_id=embed_id,
            isolation=isolation,
            started=self.moment,
            finished=self.moment,
            elapsed_ms=1.0,
            method=framing.method,
            outcome=story.outcome,
            grade=story.grade,
            reasons=story.reasons,
            url_requested=framing.url,
            url_final=framing.url,
            http_status=story.status if framing.url else None,
            viewport=(framing.width, framing.height, SCALE),
            artefacts=(*files, log_file(steps.taken())),
            steps=steps.taken(),
            browser=FACTS,
            rehearsal=self.rehearsal,
        )

    async def ping(self) -> Health:
        """Be well. Raises CaptureFailed after `dies`."""
        if self._dead:
            raise CaptureFailed("The fake browser was told to die.")
        return Health(product=FACTS.product, sandboxed=True, tofu=())

    def _files(self, framing: Framing, text: str) -> tuple[Artefact, ...]:
        html = framing.html or f"<!doctype html><title>fake</title><p>{text}</p>"
        return (
            self._picture("post.png", "post-image", f"{framing.url}\n{text}"),
            self._picture("page.png", "page-image", f"{framing.url}\n{text}\nwhole"),
            self._document("post.txt", "text", "text/plain; charset=utf-8", text),
            self._document("page.html", "dom", "text/html; charset=utf-8", html),
        )

    def _picture(self, name: str, role: str, seed: str) -> Artefact:
        return Artefact(
            name=name,
            role=role,
            media_type="image/png",
            body=paint(seed),
            captured=self.moment,
            width=_SIDE,
            height=_SIDE,
        )

    def _document(self, name: str, role: str, media_type: str, text: str) -> Artefact:
        return Artefact(name=name, role=role, media_type=media_type, body=text.encode(), captured=self.moment)


def paint(seed: str) -> bytes:
    """Paint a small PNG, the same for the same words."""
    colours = hashlib.sha256(seed.encode()).digest() * (_SIDE * _SIDE * 3 // 32)
    out = io.BytesIO()
    Image.frombytes("RGB", (_SIDE, _SIDE), colours).save(out, "PNG")
    return out.getvalue()
