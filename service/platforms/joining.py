"""Joins what several documents tell of one post."""

from dataclasses import replace

from service.model.post import Author, Media, Post


def joined(url: str, *told: Post | None) -> Post | None:
    """Join what several documents tell of one post, field by field: the earlier document is believed first."""
    posts = [each for each in told if each is not None]
    if not posts:
        return None
    sources: dict[str, str] = {}
    for each in reversed(posts):
        sources |= each.sources
    media: tuple[Media, ...] = next((each.media for each in posts if each.media), ())
    return replace(
        posts[0],
        url=url,
        author=_author([each.author for each in posts]),
        published=next((each.published for each in posts if each.published), None),
        edited=next((each.edited for each in posts if each.edited), None),
        text=next((each.text for each in posts if each.text), ""),
        title=next((each.title for each in posts if each.title), None),
        language=next((each.language for each in posts if each.language), None),
        media=media,
        counts=next((each.counts for each in posts if each.counts), {}),
        labels=tuple(dict.fromkeys(label for each in posts for label in each.labels)),
        sources=sources,
    )


def _author(told: list[Author]) -> Author:
    """Give the first author who has a name, a handle or an id."""
    return next((each for each in told if each.name or each.handle or each.id), told[0])
