"""One visit with everything in it: invented people, invented words, real shapes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from service.model.availability import Availability, Signal, State
from service.model.capture import Artefact, BrowserFacts, Capture, Connection, Grade, Outcome, Step
from service.model.circumstances import Circumstances, Producer
from service.model.document import Document, Redirect, Request
from service.model.embed import Embed
from service.model.framing import Method
from service.model.ids import ArticleId, EmbedId, SnapshotId, VisitId
from service.model.post import Author, Card, Choice, Link, Media, Poll, Post, Revision
from service.model.reference import Byline, Kind, Reference
from service.model.resolution import Attempt, Resolution
from service.model.work import Reason
from service.seal.fixity import sha256

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
EMBED = EmbedId("x-1579478434783137792")
QUOTE = EmbedId("quote-abcdefghijklmnopqrstuvwxyz")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
ANSWER = b'{"text":"The river is high. \xe2\x80\x94 see the gauge","likes":12}'


def post() -> Post:
    """A post that quotes another one, with a picture, a link and a count no JSON number holds."""
    return Post(
        url="https://x.com/river_watch/status/1579478434783137792",
        author=Author(name="River Watch 🌊", handle="river_watch", id="77", verified=False),
        published=datetime(2022, 10, 10, 14, 15, 16, tzinfo=UTC),
        text="Річка піднялася. The river is high — see https://gauge.example/7",
        language="uk",
        media=(Media(kind="image", url="https://media.example/1.jpg", alt="A flooded road", width=1200, height=800),),
        links=(Link(url="https://t.co/abc", expanded="https://gauge.example/7"),),
        quoted=Post(url="https://x.com/gauge/status/20", text="7.1 m", counts={"likes": 3}),
        reply_to="https://x.com/gauge/status/21",
        answered=Post(url="https://x.com/gauge/status/21", labels=("unavailable: deleted",)),
        revisions=(Revision(at=None, text="The river rises"), Revision(at=AT, text="The river is high")),
        poll=Poll(choices=(Choice(text="Higher", votes=9), Choice(text="Lower", percent=10)), votes=10),
        card=Card(url="https://gauge.example/7", title="Gauge 7"),
        counts={"likes": 12, "views": 2**53 + 1},
        sources={"text": "tweet-result", "published": "tweet-result"},
    )


def capture() -> Capture:
    """A complete picture, with two connections, one of them refused."""
    return Capture(
        embed_id=EMBED,
        started=AT - timedelta(seconds=3),
        finished=AT - timedelta(seconds=1),
        elapsed_ms=2001.5,
        method=Method.LIVE_EMBED,
        outcome=Outcome.RENDERED,
        grade=Grade.COMPLETE,
        url_requested="https://platform.example/embed/1579478434783137792",
        url_final="https://platform.example/embed/1579478434783137792?theme=light",
        redirects=(Redirect(url="http://platform.example/", status=301, location="https://platform.example/"),),
        http_status=200,
        artefacts=(
            Artefact(
                name="post.png",
                role="post-image",
                media_type="image/png",
                body=PIXEL,
                captured=AT - timedelta(seconds=2),
                width=1,
                height=1,
                pixels_sha256=sha256(bytes([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])),
            ),
            Artefact(name="post.txt", role="text", media_type="text/plain; charset=utf-8", body="Річка".encode()),
            Artefact(name="page.html", role="dom", media_type="text/html", body=b"<script>alert(1)</script>"),
            Artefact(
                name="empty.txt",
                role="text",
                media_type="text/plain",
                body=b"",
                original=False,
                derived_from="page.html",
                derivation="text of the page",
            ),
        ),
        steps=(Step(at_ms=0.0, step="opened"), Step(at_ms=812.25, step="settled", detail="fonts, images, quiet DOM")),
        changes=("hid the cookie banner #consent",),
        connections=(
            Connection(
                host="platform.example",
                port=443,
                resolved=("203.0.113.7", "203.0.113.8"),
                ip="203.0.113.7",
                verdict="allowed",
                bytes_in=40_000,
                bytes_out=900,
            ),
            Connection(host="tracker.example", port=443, resolved=("10.0.0.1",), ip=None, verdict="private address"),
        ),
        certificates={"platform.example": (b"leaf in DER", b"root in DER")},
        responses=14,
        browser=BrowserFacts(
            product="HeadlessChrome/156.0.1.2",
            revision="@abc",
            user_agent="Mozilla/5.0 (sample)",
            flags=("--disable-quic",),
            sandboxed=True,
        ),
    )


def resolution() -> Resolution:
    """A flattened quote that was found through its media link."""
    document = Document(
        request=Request(name="tweet-result", url="https://cdn.platform.example/result?id=1", headers={"x": "secret"}),
        fetched=AT - timedelta(seconds=5),
        final_url="https://cdn.platform.example/result?id=1",
        status=200,
        headers={"content-type": "application/json; charset=utf-8", "set-cookie": "guest=secret"},
        body=ANSWER,
        address="203.0.113.9",
        certificates=(b"leaf in DER", b"root in DER"),
    )
    silence = Document(
        request=Request(name="oembed", url="https://publish.platform.example/oembed"),
        fetched=AT - timedelta(seconds=4),
        final_url="https://publish.platform.example/oembed",
        status=None,
        failure="fetch-failed",
        reason="It did not answer within 15 seconds.",
    )
    return Resolution(
        reference=Reference(
            kind=Kind.QUOTE,
            how="attribution",
            platform="x",
            post_id=None,
            embed_id=QUOTE,
            url=None,
            start=1170,
            end=1414,
            text="The river is high",
            author=Byline(name="River Watch", handle="river_watch"),
            day=date(2022, 10, 10),
            links=("https://t.co/abc",),
            confidence=0.97,
            stored={"id": 2**60},
        ),
        embed=Embed(
            id=EMBED,
            platform="x",
            post_id="1579478434783137792",
            url="https://x.com/river_watch/status/1579478434783137792",
        ),
        post=post(),
        availability=Availability(
            state=State.LIVE,
            signals=(
                Signal(
                    state=State.LIVE,
                    endpoint="tweet-result",
                    status=200,
                    marker="post",
                    digest=sha256(ANSWER),
                    at=AT - timedelta(seconds=5),
                ),
            ),
            reason="The platform gave the post.",
        ),
        attempts=(Attempt(step="short-link", outcome="It leads to the post.", url="https://t.co/abc"),),
        documents=(document, silence),
        aliases=(QUOTE,),
    )


def circumstances() -> Circumstances:
    """Asked for by an article, for the second time."""
    return Circumstances(
        snapshot_id=SnapshotId("01m822pxk3e0ptk4av2j6ktjcr"),
        visit_id=VisitId("01m822pxk3e0ptk4av2j6ktjcq"),
        created=AT,
        producer=Producer(
            software="holdfast",
            version="0.1.0",
            commit="unknown",
            libraries={"rfc8785": "0.1.4"},
            fonts={"NotoSans-Regular.ttf": "ab" * 32},
            os="Debian GNU/Linux 12",
        ),
        reason=Reason.ARTICLE,
        requested_by="local",
        article_id=ArticleId("article-abcdefghijklmnopqrstuvwxyz"),
        article_sha256="cd" * 32,
        supersedes=SnapshotId("01m822pxk3e0ptk4av2j6ktjcp"),
        previous_manifest_sha256="ef" * 32,
    )


def bare() -> tuple[Capture, Resolution, Circumstances]:
    """The least that can be known: no browser, no document, no picture, no post."""
    nothing = Capture(
        embed_id=QUOTE,
        started=AT,
        finished=AT,
        elapsed_ms=0.0,
        method=Method.QUOTED,
        outcome=Outcome.ERROR,
        grade=Grade.NONE,
        reasons=("The original is not known.",),
        rehearsal=True,
    )
    unknown = Resolution(
        reference=None,
        embed=Embed(id=QUOTE, platform="x", post_id=None, url=None),
        post=None,
        availability=Availability(state=State.UNRESOLVED),
    )
    return nothing, unknown, replace(circumstances(), visit_id=None, supersedes=None, previous_manifest_sha256=None)
