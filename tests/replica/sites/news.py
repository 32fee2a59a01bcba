"""News sites: pages with everything such pages carry (metadata three times over, a cookie banner, lazy pictures)."""

import re
from dataclasses import replace
from html import escape

from tests.replica import ids, pictures
from tests.replica.records import Fate, Page
from tests.replica.site import Answer, Ask, Site, asset, embedded_json, missing, page, picture

news = Site("news.example", "www.news.example")
SITES = (news,)


@news.at(r"/static/banner\.js")
def banner(_: Ask, __: re.Match[str]) -> Answer:
    """Asks for consent a moment after the page is there."""
    return asset("news-banner.js", "text/javascript; charset=utf-8", delay=0.2)


@news.at(r"/static/style\.css")
def style(_: Ask, __: re.Match[str]) -> Answer:
    """The looks of the paper."""
    return asset("news.css", "text/css; charset=utf-8")


@news.at(r"/static/images/(?P<key>[A-Za-z0-9-]+)\.jpg")
def photo(ask: Ask, match: re.Match[str]) -> Answer:
    """A picture of a page, at the asked width."""
    width = ask.query.get("w", "")
    for one in list(ask.world.records.values()):
        for drawn in getattr(one, "pictures", ()):
            if drawn.key == match["key"]:
                return picture(pictures.photograph(drawn, int(width) if width.isdigit() else None), "image/jpeg")
    return missing()


@news.at(r"/.*")
def article(ask: Ask, _: re.Match[str]) -> Answer:
    """A page that is published, or 404, or 410 when it was taken down."""
    host = ask.host.removeprefix("www.")
    found = [
        ask.world.records.get(f"{name}{path}") for name in (ask.host, host) for path in (ask.path, ask.path.rstrip("/"))
    ]
    shown = next((one for one in found if isinstance(one, Page)), None)
    if shown is None or shown.fate is not Fate.LIVE:
        answer = page("news-absent.html", site=_site_name(host))
        return replace(answer, status=404 if shown is None else 410)
    return page(
        "news.html",
        site=_site_name(host),
        url=shown.url,
        title=shown.title,
        byline=shown.byline,
        lang=shown.lang,
        direction=shown.direction,
        lead=shown.paragraphs[0] if shown.paragraphs else "",
        published=ids.iso(shown.published),
        shown_day=f"{shown.published:%-d %B %Y, %H:%M} UTC",
        modified=ids.iso(shown.modified or shown.published),
        updated=f"Updated {shown.modified:%-d %B %Y}" if shown.modified else "",
        image=_image_url(host, shown),
        raw_data=embedded_json(_linked_data(host, shown)),
        raw_body=_body(host, shown),
    )


def _site_name(host: str) -> str:
    return "The Ruritanian Courier" if host == "news.example" else host.removeprefix("www.").split(".")[0].title()


def _image_url(host: str, shown: Page) -> str:
    return f"https://{host}/static/images/{shown.pictures[0].key}.jpg" if shown.pictures else ""


def _linked_data(host: str, shown: Page) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown.title,
        "datePublished": ids.iso(shown.published),
        "dateModified": ids.iso(shown.modified or shown.published),
        "author": [{"@type": "Person", "name": shown.byline}],
        "publisher": {"@type": "Organization", "name": _site_name(host)},
        "mainEntityOfPage": shown.url,
        "image": [_image_url(host, shown)] if shown.pictures else [],
        "inLanguage": shown.lang,
    }


def _body(host: str, shown: Page) -> str:
    """Paragraphs with the pictures between them; all but the first picture load only when scrolled to."""
    parts = [f'<p dir="auto">{escape(text)}</p>' for text in shown.paragraphs]
    for number, one in enumerate(shown.pictures):
        source = f"https://{host}/static/images/{one.key}.jpg"
        lazy = 'loading="lazy" ' if number else ""
        figure = (
            f'<figure><img {lazy}src="{source}?w=900" srcset="{source}?w=600 600w, {source}?w=900 900w" '
            f'sizes="(max-width: 720px) 100vw, 720px" width="{one.width}" height="{one.height}" alt="{escape(one.alt)}">'
            f"<figcaption>{escape(one.caption)}</figcaption></figure>"
        )
        parts.insert(min(len(parts), 1 + number * 3), figure)
    return "\n".join(parts)
