"""Mastodon and what answers its API (Pleroma, Akkoma, GoToSocial): posts by the API of their own host, oEmbed as second opinion.

$hosts      any host of the fediverse
$posts      https://<host>/@<user>/<id>
$documents  status oembed
$gone       404 of status or oembed (deleted or made private), 410 (the account is gone)
$notes      Ids are `<host>/<id>` and mean something only on their host. oEmbed looks only at the id, so the user in
            its address may be anything. 401 is a host that talks to members only. Titles and texts are HTML.
            GoToSocial wants a login for its API and answers 401; Pleroma names its posts `/notice/<id>`.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Post
from service.model.resolution import Reading
from service.platforms.reading import decoded, expected, words
from service.platforms.signals import hindered, signal, suspect, unreadable
from service.platforms.statuses import status_post, status_signal

IDS = re.compile(r"[\w.-]+(?::\d+)?/[A-Za-z0-9]{1,40}")


class Mastodon:
    """Reads one host of the fediverse without logging in."""

    name = "mastodon"

    def url(self, post_id: str) -> str:
        """Give the address that needs no user name."""
        host, _, status = post_id.partition("/")
        return f"https://{host}/statuses/{status}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the host's API, then its oEmbed."""
        host, _, status = post_id.partition("/")
        if not IDS.fullmatch(post_id):
            return ()
        asked = urlencode({"url": f"https://{host}/@_/{status}"})
        return (
            Request(name="status", url=f"https://{host}/api/v1/statuses/{status}"),
            Request(name="oembed", url=f"https://{host}/api/oembed?{asked}"),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the host says."""
        status, oembed = documents.get("status"), documents.get("oembed")
        seen = status is not None and status.status == 200
        host, _, number = post_id.partition("/")
        post = status_post(decoded(status), host, number) if seen else None
        signals = []
        if status is not None:
            signals.append(status_signal(status, post))
        if oembed is not None:
            signals.append(_oembed_signal(oembed))
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the official embed page, then the permalink."""
        permalink = post.url if post else self.url(post_id)
        expect = "" if post is None or post.labels else expected(post.text)
        ready = (".detailed-status", ".status", ".embed")
        return (
            Framing(method=Method.LIVE_EMBED, url=f"{permalink}/embed", ready=ready, clip=ready, expect=expect),
            Framing(
                method=Method.LIVE_PAGE,
                url=permalink,
                ready=(".detailed-status", "main"),
                clip=(".detailed-status",),
                expect=expect,
            ),
        )


def _oembed_signal(document: Document) -> Signal:
    if document.status in (404, 410):
        return signal(document, State.DELETED, f"http-{document.status}")
    if document.status == 200 and words(decoded(document), "html"):
        return signal(document, State.LIVE, "oembed")
    return hindered(document) or unreadable(document)


PLATFORM = Mastodon()
