"""Joins what several documents tell of one post, and keeps for every field which document told it."""

from dataclasses import replace

from service.model.post import Author, Media, Post

FIELDS = (
    *("author", "published", "edited", "text", "title", "language", "media", "links", "quoted", "reply_to", "answered"),
    *("poll", "card", "counts", "labels", "edits", "revisions"),
)
"""Everything that a post may tell beside its address."""


def told(post: Post) -> tuple[str, ...]:
    """Name the fields that a post tells; an author without a name, handle and id is none.

    >>> told(Post(url="https://a.example/1", text="Trains"))
    ('text',)
    """
    return tuple(name for name in FIELDS if getattr(post, name) not in (None, "", (), {}, Author()))


def attributed(document: str, post: Post, **elsewhere: str) -> Post:
    """Give the post with a source for every field it tells, and for those of the posts inside it.

    `document` told what nothing else is said of; `elsewhere` names the fields that something else told, as `id` tells a
    time. What the post says already stays.

    >>> dict(attributed("feed", Post(url="https://a.example/1", text="Trains", title="T"), title="page").sources)
    {'text': 'feed', 'title': 'page'}
    """
    known = {**elsewhere, **post.sources}
    sources = {name: known.get(name, document) for name in told(post)}
    quoted, answered = (
        attributed(document, other) if other is not None else None for other in (post.quoted, post.answered)
    )
    return replace(post, sources=sources, quoted=quoted, answered=answered)


def joined(url: str, *readings: Post | None) -> Post | None:
    """Join what several documents tell of one post, field by field: the earlier document is believed first."""
    posts = [each for each in readings if each is not None]
    if not posts:
        return None
    sources: dict[str, str] = {}
    for each in reversed(posts):
        sources |= each.sources
    author = _author(posts)
    if author is not None and "author" in author.sources:
        sources["author"] = author.sources["author"]
    media: tuple[Media, ...] = next((each.media for each in posts if each.media), ())
    whole = replace(
        posts[0],
        url=url,
        author=(author or posts[0]).author,
        published=next((each.published for each in posts if each.published), None),
        edited=next((each.edited for each in posts if each.edited), None),
        text=next((each.text for each in posts if each.text), ""),
        title=next((each.title for each in posts if each.title), None),
        language=next((each.language for each in posts if each.language), None),
        media=media,
        counts=next((each.counts for each in posts if each.counts), {}),
        labels=tuple(dict.fromkeys(label for each in posts for label in each.labels)),
    )
    return replace(whole, sources={name: sources[name] for name in told(whole) if name in sources})


def _author(posts: list[Post]) -> Post | None:
    """Give the first post whose author has a name, a handle or an id."""
    return next((each for each in posts if each.author.name or each.author.handle or each.author.id), None)
