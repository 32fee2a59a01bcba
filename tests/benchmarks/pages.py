"""Bodies to measure on: articles as newsrooms publish and as extractors flatten them, made up here, the same every time."""

import json
import random

PROSE = "The council met on Monday to discuss the bridge, which had been closed since spring for repairs that cost more than planned. "
POST = "The bridge is open 🌉 https://t.co/AbCdEfGhIj — Ann O’Neil (@annm) October 10, 2022"
LINK = '<a href="https://example.com/story/{n}?from=a&amp;to=b" target="_blank" rel="noopener">an earlier report</a>'
EMBED = (
    '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper"><blockquote class="twitter-tweet">'
    '<p lang="en" dir="ltr">The bridge is open <a href="https://t.co/AbCdEfGhIj">https://t.co/AbCdEfGhIj</a></p>&mdash; Ann (@annm) '
    '<a href="https://twitter.com/annm/status/157947843{n:010}?ref_src=twsrc%5Etfw">October 10, 2022</a></blockquote></div></figure>'
)
TOWNS = ("Ada", "Brno", "Cuxhaven", "Dover", "Évora", "Faro", "Gdańsk", "Hull", "Ivrea", "Jaca")
VERBS = ("closed", "opened", "sold", "rebuilt", "flooded", "painted", "measured", "photographed")
OTHERS = (
    (
        '<div class="embed-container"><iframe loading="lazy" class="lazyload" src="about:blank" data-src="https://www.youtube-nocookie.com/embed/v{n:010}?feature=oembed" '
        'title="Video" allowfullscreen></iframe><noscript><iframe src="https://www.youtube-nocookie.com/embed/v{n:010}"></iframe></noscript></div>'
    ),
    (
        '<blockquote class="instagram-media" data-instgrm-captioned data-instgrm-permalink="https://www.instagram.com/p/C{n:010}/?utm_source=ig_embed" '
        'data-instgrm-version="14" style="background:#FFF; border:0; margin:1px; max-width:540px; padding:0; width:99.375%;"><div style="padding:16px;">'
        '<a href="https://www.instagram.com/p/C{n:010}/?utm_source=ig_embed" target="_blank">View this post on Instagram</a><p>A post shared by Ann (@annm)</p></div></blockquote>'
        '<script async src="//www.instagram.com/embed.js"></script>'
    ),
    (
        '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abcdefghijklmnop/app.bsky.feed.post/3l{n:011}" data-bluesky-cid="bafyrei"><p lang="en">'
        'The bridge is open.</p>&mdash; Ann (<a href="https://bsky.app/profile/did:plc:abcdefghijklmnop?ref_src=embed">@ann.example.social</a>) '
        '<a href="https://bsky.app/profile/did:plc:abcdefghijklmnop/post/3l{n:011}?ref_src=embed">October 10, 2024 at 4:10 PM</a></blockquote>'
    ),
    (
        '<div class="wall" data-consent="{{&quot;vendor&quot;:&quot;youtube&quot;,&quot;html&quot;:&quot;&lt;iframe src=\\&quot;https://www.youtube.com/embed/w{n:010}\\&quot;&gt;'
        '&lt;/iframe&gt;&quot;}}"><p>Please agree to see this video.</p></div>'
    ),
)


def text_body(size: int, first: int = 0) -> str:
    """Make prose with a flattened post every 4,000 characters or so; addresses are counted from `first`."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(
            "\n\n".join([PROSE * 4] * 8) + f"\n\n{POST}\n\nSee https://example.com/story/{first + length} for more.\n\n"
        )
        length += len(parts[-1])
    return "".join(parts)


def html_body(size: int, first: int = 0) -> str:
    """Make an article with a link in every other paragraph and an embed every 6,000 characters or so."""
    parts = ["<!doctype html><html><head><title>News</title></head><body><article>"]
    length = 0
    number = first
    while length < size:
        for turn in range(12):
            number += 1
            tail = LINK.format(n=number) if turn % 2 else ""
            parts.append(f'<p class="story__paragraph">{PROSE * 3}{tail}</p>\n')
            length += len(parts[-1])
        parts.append(EMBED.format(n=number))
        length += len(parts[-1])
    return "".join([*parts, "</article></body></html>"])


def sentence(chance: random.Random) -> str:
    """Make a sentence that no other is likely to equal."""
    town, verb = chance.choice(TOWNS), chance.choice(VERBS)
    return f"In {town}, {chance.randint(2, 900)} people said they had {verb} the house since {chance.randint(1900, 2024)}. "


def site(size: int, first: int = 0) -> str:
    """Make a page as a news site serves it: scripts, state as JSON, menus, pictures, furniture, several kinds of embeds."""
    chance = random.Random(first)
    parts = [_head(chance), _menu(first)]
    length = sum(map(len, parts))
    number = first
    while length < size:
        number += 1
        parts.append(_article(chance, number))
        length += len(parts[-1])
    return "".join([*parts, _menu(first), "</body></html>"])


def _head(chance: random.Random) -> str:
    said = json.dumps({"@type": "NewsArticle", "url": "https://news.example/a", "text": sentence(chance) * 8})
    state = json.dumps([{"id": at, "url": f"https://news.example/{at}", "t": sentence(chance)} for at in range(60)])
    style = "".join(f".c{at}{{color:#{at:06x};margin:{at}px}}" for at in range(200))
    metas = "".join(f'<meta property="og:x{at}" content="https://news.example/i{at}.jpg">' for at in range(12))
    return (
        f"<!doctype html><html lang=en><head><title>News</title>{metas}<style>{style}</style><script type='application/ld+json'>{said}</script>"
        f"<script>window.state={state}</script></head><body>"
    )


def _menu(first: int) -> str:
    items = "".join(
        f'<li class="menu-item menu-item-{at}"><a class="menu-link" href="https://news.example/section/{first}-{at}"><span>Section {at}</span></a></li>'
        for at in range(40)
    )
    return f'<header class="site-header"><nav aria-label="Main"><ul class="menu">{items}</ul></nav></header>'


def _article(chance: random.Random, number: int) -> str:
    parts = [f'<main id="m{number}"><article class="story story--{number % 7}" data-id="{number}">{_share(number)}']
    for turn in range(14):
        words = "".join(sentence(chance) for _ in range(chance.randint(2, 5)))
        link = LINK.format(n=number * 100 + turn) if turn % 5 == 2 else ""
        parts.append(f'<p class="story__p" data-block="{turn}">{words}{link}</p>\n')
        if turn % 6 == 3:
            parts.append(_picture(number * 100 + turn))
    parts += [EMBED.format(n=number), OTHERS[number % len(OTHERS)].format(n=number), _related(chance, number)]
    return "".join([*parts, "</article></main>"])


def _share(number: int) -> str:
    return (
        '<div class="share-buttons"><a class="btn" href="https://twitter.com/intent/tweet?url=https%3A%2F%2Fnews.example%2Fa">'
        '<svg viewBox="0 0 24 24"><path d="M22.46 6c-.77.35-1.6.58-2.46.69.88-.53 1.56-1.37 1.88-2.38"/></svg></a>'
        f'<a class="btn" href="https://www.facebook.com/sharer.php?u=https%3A%2F%2Fnews.example%2Fa{number}">Share</a></div>'
    )


def _picture(number: int) -> str:
    sizes = ", ".join(f"https://img.news.example/{number}-{width}.jpg {width}w" for width in (320, 640, 1024, 1600))
    return (
        f'<figure class="image"><img loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="https://img.news.example/{number}.jpg" '
        f'data-srcset="{sizes}" alt="A bridge" width="1600" height="900"><figcaption>A bridge. Photo: A. Person</figcaption></figure>'
    )


def _related(chance: random.Random, number: int) -> str:
    cards = "".join(
        f'<li class="card"><a href="https://news.example/{number}/{at}"><h3 class="card__title">{sentence(chance)}</h3></a></li>'
        for at in range(4)
    )
    return f'<aside class="related"><ul>{cards}</ul></aside>'
