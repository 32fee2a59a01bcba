"""Telegram: posts of public channels by the embed page, the channel's own list beside it.

$hosts      t.me telegram.me telegram.dog
$posts      https://t.me/<channel>/<number>
$documents  embed channel
$gone       `.tgme_widget_message_error` that says "not found" (the post, or the whole channel)
$notes      A missing post answers 200. Ids are `<channel>/<number>`; numbers carry no time. Posts of one album share
            one widget, so a number that the list leaves out proves nothing. `c/<id>/<number>` are private groups: no
            stranger can ask for them. Pictures are backgrounds in styles. Forwards name their origin. Selectors were
            seen in recorded pages.
"""

import re
from collections.abc import Mapping

from service import dom
from service.model.availability import Signal, State
from service.model.document import Document, Request
from service.model.framing import Framing, Method
from service.model.post import Author, Card, Choice, Link, Media, Poll, Post
from service.model.resolution import Reading
from service.platforms.joining import attributed
from service.platforms.markup import attribute, background, count, every, line, link, one, page, prose
from service.platforms.reading import address, expected, moment
from service.platforms.signals import ambiguous, hindered, signal, suspect, unreadable, walled

HOME = "https://t.me/"
MESSAGE = ".tgme_widget_message"
NOTICE = ".tgme_widget_message_error"
NOTICES = (
    (r"(?:channel|group|user) .*not found|username .*not found", State.ACCOUNT_GONE),
    (r"post not found|message not found", State.DELETED),
    (r"private", State.PROTECTED),
    (r"pornograph|copyright|violat|couldn.t be displayed|local laws", State.WITHHELD),
)
"""What stands in the notice, asked for in English; read only inside the notice, never over a page."""
SPOILERS = ("tg-spoiler", ".tg-spoiler")
_POST_ID = re.compile(r"[A-Za-z]\w{3,31}/\d{1,12}", re.ASCII)
_EDITED = re.compile(r"\bedited\b", re.IGNORECASE)


class Telegram:
    """Reads public channels of Telegram without logging in."""

    name = "telegram"

    def url(self, post_id: str) -> str:
        """Give the address of `<channel>/<number>`."""
        return f"{HOME}{post_id}"

    def requests(self, post_id: str) -> tuple[Request, ...]:
        """Ask the embed page, then the channel's list around the post."""
        if not _POST_ID.fullmatch(post_id):
            return ()
        english = {"Accept-Language": "en-US,en;q=0.9"}
        return (
            Request(name="embed", url=f"{self.url(post_id)}?embed=1&mode=tme", headers=english),
            Request(name="channel", url=f"{HOME}s/{post_id}", headers=english),
        )

    def read(self, post_id: str, documents: Mapping[str, Document]) -> Reading:
        """Say what the embed page shows, and the list beside it."""
        embed, channel = documents.get("embed"), documents.get("channel")
        post, signals = None, list[Signal]()
        if embed is not None:
            post = _post(post_id, _message(post_id, embed), "embed")
            signals.append(_embed_signal(embed, post))
        if channel is not None:
            listed = _post(post_id, _message(post_id, channel), "channel")
            signals.append(_channel_signal(channel, listed))
            post = post or listed
        return Reading(post=post, availability=suspect(tuple(signals)))

    def framings(self, post_id: str, post: Post | None) -> tuple[Framing, ...]:
        """Show the embed page, then the post in the channel's list; private groups have neither."""
        if not _POST_ID.fullmatch(post_id):
            return ()
        expect = expected(post.text) if post else ""
        listed = f'[data-post="{post_id}" i]'
        return (
            Framing(
                method=Method.LIVE_EMBED,
                url=f"{self.url(post_id)}?embed=1&mode=tme&userpic=true&dark=0",
                ready=(".tgme_widget_message_bubble", NOTICE),
                clip=(MESSAGE, NOTICE),
                expect=expect,
                expand=SPOILERS,
                gone=(NOTICE,),
            ),
            Framing(
                method=Method.LIVE_PAGE,
                url=f"{HOME}s/{post_id}",
                ready=(listed,),
                clip=(listed,),
                expect=expect,
                expand=SPOILERS,
            ),
        )


def _message(post_id: str, document: Document) -> dom.Element | None:
    """Find the post's own widget; the list holds its neighbours too."""
    if document.status != 200:
        return None
    for each in every(page(document), f"{MESSAGE}[data-post]"):
        if attribute(each, "data-post").split("?")[0].lower() == post_id.lower():
            return each
    return None


def _embed_signal(document: Document, post: Post | None) -> Signal:
    if document.status != 200:
        return hindered(document) or unreadable(document)
    if post is not None:
        return signal(document, State.EDITED if "edited" in post.labels else State.LIVE, "message")
    shown = page(document)
    notice = one(shown, NOTICE)
    if notice is None:
        return walled(document) or unreadable(document)
    if one(notice, ".tgme_widget_message_text") is None and one(shown, f"{MESSAGE}_text") is None:
        for pattern, state in NOTICES:
            if re.search(pattern, line(notice)[:300].lower()):
                return signal(document, state, f"notice:{state.value}")
    return ambiguous(document, "message-error")


def _channel_signal(document: Document, listed: Post | None) -> Signal:
    if document.status == 200 and listed is not None:
        return signal(document, State.EDITED if "edited" in listed.labels else State.LIVE, "listed")
    if document.status == 200 and one(page(document), f"{MESSAGE}[data-post]") is not None:
        return ambiguous(document, "not-listed")
    return hindered(document) or walled(document) or unreadable(document)


def _post(post_id: str, message: dom.Element | None, document: str) -> Post | None:
    """Read one message; a service message and an error have neither words nor media nor a poll."""
    own = one(message, ".tgme_widget_message_bubble") or message
    quote = one(own, ".tgme_widget_message_reply")
    answered = _answered(quote)
    if quote is not None:
        quote.extract()
    body, footer = one(own, ".js-message_text", f"{MESSAGE}_text"), one(own, f"{MESSAGE}_info", f"{MESSAGE}_footer")
    media, poll = _media(own), _poll(own)
    if body is None and not media and poll is None:
        return None
    links = _links(body)
    text, author = prose(body), _author(own, message, post_id)
    published = moment(attribute(one(footer, "time[datetime]") or one(own, f"{MESSAGE}_date time"), "datetime"))
    views = count(line(one(own, f"{MESSAGE}_views")))
    edited = _EDITED.search(line(one(own, f"{MESSAGE}_meta"))) is not None
    post = Post(
        url=f"{HOME}{post_id}",
        author=author,
        published=published,
        text=text,
        media=media,
        links=links,
        quoted=_forwarded(own),
        reply_to=answered.url if answered is not None else None,
        answered=answered,
        poll=poll,
        card=_card(own),
        counts={"views": views} if views is not None else {},
        labels=("edited",) if edited else (),
    )
    return attributed(document, post)


def _answered(quote: dom.Element | None) -> Post | None:
    """Read the message that is answered; the widget shows one line of it."""
    url, text = link(quote), line(one(quote, f"{MESSAGE}_text", ".tgme_widget_message_metatext"))
    if url is None:
        return None
    author = Author(name=line(one(quote, f"{MESSAGE}_author_name")) or None, handle=_channel(url))
    return Post(url=url, author=author, text=text, labels=("text is cut",) if text else ())


def _author(own: dom.Element | None, message: dom.Element | None, post_id: str) -> Author:
    owner = one(own, f"{MESSAGE}_owner_name")
    channel = post_id.partition("/")[0]
    return Author(
        name=line(owner) or None,
        handle=channel,
        url=f"{HOME}{channel}",
        avatar_url=link(one(message, f"{MESSAGE}_user_photo img"), "src"),
        verified=True if one(own, ".verified-icon") is not None else None,
    )


def _links(body: dom.Element | None) -> tuple[Link, ...]:
    """Put whole addresses where the text hides them; mentions, tags and bare addresses stay as they are read."""
    found: list[Link] = []
    for anchor in every(body, "a[href]"):
        target, shown = link(anchor), line(anchor)
        if target and not shown.startswith(("@", "#")):
            found.append(Link(url=shown, expanded=target))
            if address(shown) is not None or re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", shown):
                anchor.set_text(target)
    return tuple(found)


def _media(own: dom.Element | None) -> tuple[Media, ...]:
    """Read pictures, which are backgrounds, films, sound and stickers outside the link's preview."""
    found: list[Media] = []
    for each in every(own, f"{MESSAGE}_photo_wrap, {MESSAGE}_video_player, {MESSAGE}_roundvideo_player"):
        poster = background(each) or background(one(each, f"{MESSAGE}_video_thumb", f"{MESSAGE}_roundvideo_thumb"))
        film = link(one(each, "video[src]"), "src")
        if film or poster:
            moving = "photo_wrap" not in attribute(each, "class")
            kind = "video" if moving and film else "image"
            found.append(Media(kind=kind, url=film or poster or "", poster_url=poster if film else None))
    sounds = (link(each, "src") for each in every(own, "audio[src]"))
    return (*found, *(Media(kind="audio", url=url) for url in sounds if url))


def _poll(own: dom.Element | None) -> Poll | None:
    place = one(own, f"{MESSAGE}_poll")
    choices = tuple(
        Choice(text=text, percent=count(line(one(each, f"{MESSAGE}_poll_option_percent"))))
        for each in every(place, f"{MESSAGE}_poll_option")
        if (text := line(one(each, f"{MESSAGE}_poll_option_text")))
    )
    if not choices:
        return None
    question, voters = line(one(place, f"{MESSAGE}_poll_question")), line(one(own, f"{MESSAGE}_voters"))
    return Poll(choices=choices, question=question or None, votes=count(voters))


def _card(own: dom.Element | None) -> Card | None:
    """Read the preview of a linked page."""
    preview = one(own, "a.tgme_widget_message_link_preview")
    url = link(preview)
    if url is None:
        return None
    return Card(
        url=url,
        title=line(one(preview, ".link_preview_title")) or None,
        description=prose(one(preview, ".link_preview_description")) or None,
        image_url=background(one(preview, ".link_preview_image", ".link_preview_right_image")),
        site=line(one(preview, ".link_preview_site_name")) or None,
    )


def _forwarded(own: dom.Element | None) -> Post | None:
    """Name where a forwarded message comes from; its words are the message's own."""
    origin = one(own, f"{MESSAGE}_forwarded_from_name")
    name, url = line(origin), link(origin)
    if not name:
        return None
    return Post(
        url=url or "",
        author=Author(name=name, handle=_channel(url)),
        labels=("forwarded",) if url else ("unavailable: hidden author",),
    )


def _channel(url: str | None) -> str | None:
    found = re.match(r"https://t\.me/([A-Za-z]\w{3,31})", url or "", re.ASCII)
    return found[1] if found else None


PLATFORM = Telegram()
