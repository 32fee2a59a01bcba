"""A whole archive behind the web's face: the real database, a store in memory, nobody outside."""

import asyncio
import dataclasses
import io
from datetime import UTC, datetime, timedelta

from PIL import Image, ImageDraw

from service.errors import CaptureFailed
from service.model.availability import Availability, Signal, State
from service.model.capture import Artefact, Capture, Grade, Outcome
from service.model.circumstances import Circumstances, Producer
from service.model.document import Document
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import SnapshotId
from service.model.post import Author, Post
from service.model.resolution import Resolution
from service.model.work import Reason
from service.seal import read, seal
from service.store.snapshots import put

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Outside:
    """Answers what a test has put at an address, and nothing else."""

    def __init__(self):
        self.pages = {}

    async def fetch(self, request, *, redirects=8):  # noqa: ARG002
        known = self.pages.get(request.url)
        if known is None:
            return Document(
                request=request, fetched=NOON, final_url=request.url, status=None,
                failure="fetch-failed", reason="It did not answer.",
            )  # fmt: skip
        media_type, body = known
        return Document(
            request=request, fetched=NOON, final_url=request.url, status=200,
            headers={"content-type": media_type}, body=body,
        )  # fmt: skip

    async def ping(self):
        pass


class Browser:
    """A browser that is there, or is not."""

    def __init__(self):
        self.away = False

    async def ping(self):
        if self.away:
            raise CaptureFailed("There is no browser.")


class Tickets:
    """Keeps the tickets; a test calls the worker by `Newsroom.work`."""

    def __init__(self):
        self.issued = []

    async def issue(self, _connection, visit_id, *, reason):  # noqa: ARG002
        self.issued.append(visit_id)


class Newsroom:
    """An archive with hands: keeps posts without a browser, and does the work that was accepted."""

    def __init__(self, archive, address):
        self.archive = archive
        self.address = address
        self.posts = {}

    async def keep(self, embed, post, *, state=State.LIVE, hours=0, suspected=False, aliases=(), picture=True, **more):
        """Seal, store and catalogue one visit."""
        created = NOON + timedelta(hours=hours)
        signal = Signal(state=state, endpoint="tweet-result", status=200, marker="post", digest="0" * 64, at=created)
        availability = Availability(
            state=state, signals=(signal,), suspected=suspected, reason=more.pop("reason", "The platform shows it.")
        )
        resolution = Resolution(
            reference=None, embed=embed, post=post, availability=availability, aliases=tuple(aliases)
        )
        artefacts = [
            Artefact(name="post.txt", role="text", media_type="text/plain", body=(post.text if post else "").encode())
        ]
        artefacts += more.pop("artefacts", ())
        if picture:
            body, width, height = draw(post, embed.platform)
            artefacts.append(
                Artefact(
                    name="post.png", role="post-image", media_type="image/png", body=body, width=width, height=height
                )
            )
        capture = Capture(
            embed_id=embed.id, started=created, finished=created, elapsed_ms=1200.0,
            method=more.pop("method", Method.LIVE_EMBED), outcome=more.pop("outcome", Outcome.RENDERED),
            grade=more.pop("grade", Grade.COMPLETE), artefacts=tuple(artefacts), **more,
        )  # fmt: skip
        circumstances = Circumstances(
            snapshot_id=SnapshotId(self.archive.new_id()), visit_id=None, created=created,
            producer=Producer(software="holdfast", version="0.1.0", commit="unknown"),
            reason=Reason.ARTICLE, requested_by="local",
        )  # fmt: skip
        snapshot = await asyncio.to_thread(seal, capture, resolution, circumstances)
        await put(self.archive.store, snapshot)
        await self.archive.catalogue.add(read(snapshot.manifest))
        return snapshot

    async def work(self, *, fail=(), until=0):
        """Do what was accepted, in order, and what comes in until so many visits are done; those in `fail` fail."""
        done = 0
        while self.archive.tickets.issued or done < until:
            issued = self.archive.tickets.issued
            visit = await self.archive.ledger.claim(issued[0]) if issued else None
            if visit is None:  # no ticket yet, or its transaction is not committed
                await asyncio.sleep(0.01)
                continue
            issued.pop(0)
            done += 1
            if visit.embed_id in fail:
                await self.archive.ledger.fail(visit, CaptureFailed("The browser went away."))
                continue
            reference = visit.reference
            embed = Embed(id=visit.embed_id, platform=reference.platform, post_id=reference.post_id, url=reference.url)
            who = reference.author
            post = Post(
                url=reference.url or "",
                author=Author(name=who.name, handle=who.handle) if who else Author(),
                text=reference.text or "What the post says",
                title="A page" if reference.platform == "page" else None,
            )
            snapshot = await self.keep(embed, post)
            await self.archive.ledger.finish(visit, snapshot.id)


def draw(post, platform):
    """Paint a card of a post, as a picture of known size."""
    words = (post.text or post.title or "") if post else ""
    lines = [words[at : at + 46] for at in range(0, min(len(words), 460), 46)]
    height = 320 + 52 * len(lines)
    image = Image.new("RGB", (1100, height), "#ffffff")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 20, 1080, height - 20), 28, outline="#cfd9de", width=3)
    pen.ellipse((60, 60, 150, 150), fill="#0f4c5c")
    pen.text(
        (180, 70),
        (post.author.name or platform).encode("ascii", "replace").decode() if post else platform,
        fill="#0f1419",
        font_size=38,
    )
    for number, line in enumerate(lines):
        pen.text((60, 190 + 52 * number), line.encode("ascii", "replace").decode(), fill="#0f1419", font_size=38)
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue(), image.width, image.height


def an_embed(post_id="20", platform="x", **changes):
    url = f"https://x.com/i/status/{post_id}"
    return dataclasses.replace(
        Embed(id=f"{platform}-{post_id}", platform=platform, post_id=post_id, url=url), **changes
    )


def a_post(text="Трамвай № 5 is back on the bridge", **changes):
    return dataclasses.replace(
        Post(
            url="https://x.com/ana_example/status/20",
            author=Author(name="Ana Ó Briain", handle="ana_example"),
            text=text,
            published=datetime(2026, 2, 27, 9, 30, tzinfo=UTC),
        ),
        **changes,
    )
