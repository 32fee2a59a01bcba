"""What a visit has so far; it is kept whatever happens next, and is graded at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from service.capture import picture, quality
from service.capture.picture import Look
from service.capture.quality import Seen, Verdict
from service.capture.settle import State
from service.capture.traffic import Traffic
from service.capture.truth import Truth
from service.model.capture import Artefact
from service.model.framing import Framing


@dataclass
class Gathered:
    """Files, sentences and signals of one visit."""

    clock: Callable[[], datetime]
    state: State = field(default_factory=State)
    artefacts: list[Artefact] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    certificates: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    shot: Look | None = None
    truth: Truth | None = None
    cut_off: bool = False
    consent: bool = False
    """True: a question for consent stood before the page."""

    def picture(self, name: str, role: str, png: bytes, pixels_sha256: str | None) -> None:
        """Keep a picture that was taken just now."""
        width, height = picture.size(png)
        self.artefacts.append(
            Artefact(
                name=name,
                role=role,
                media_type="image/png",
                body=png,
                captured=self.clock(),
                width=width,
                height=height,
                pixels_sha256=pixels_sha256,
            )
        )

    def keep(self, name: str, role: str, media_type: str, body: bytes, url: str | None) -> None:
        """Keep a document."""
        self.artefacts.append(
            Artefact(name=name, role=role, media_type=media_type, body=body, source_url=url, captured=self.clock())
        )

    def verdict(self, framing: Framing, traffic: Traffic, address: str | None) -> Verdict:
        """Grade the visit. `address`: where it ended up."""
        return quality.judge(
            Seen(
                status=traffic.status,
                consent=self.consent,
                settled=self.state.settled,
                trouble=tuple(self.trouble),
                ready=self.state.ready is not None,
                gone=self.state.gone,
                wall=self.state.wall,
                text=self.state.text,
                truth=self.truth,
                asked=framing.url,
                address=address,
                expected=framing.expect,
                cut=self.state.clip is not None,
                framed=self.state.clip is not None or not framing.clip,
                images=self.state.images,
                pending=self.state.pending,
                broken=self.state.broken,
                cut_off=self.cut_off,
                look=self.shot,
            )
        )
