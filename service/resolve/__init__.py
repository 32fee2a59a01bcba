"""Reference → embed: short links, platform documents, quotes to candidates, availability.

Every hop, question and candidate is an attempt with its reason, and every answer is kept as evidence. Absence is a
value: a post that is gone, a link that leads nowhere and a quote whose original is not found all give a Resolution.
"""

from service.model.availability import Availability, State
from service.model.embed import Embed
from service.model.ids import EmbedId, post_embed_id
from service.model.post import Post
from service.model.reference import Kind, Reference
from service.model.resolution import Resolution, Suggestion
from service.net.port import Fetcher
from service.platforms import discover
from service.resolve.known import look_up
from service.resolve.pages import arrive
from service.resolve.quotes import as_printed, find_original
from service.resolve.trail import Trail


async def resolve(fetcher: Fetcher, reference: Reference, *, x_search: str | None = None) -> Resolution:
    """Find out what a reference points at, what is known of it and whether it can still be seen.

    `x_search`: which of X's own searches may be asked, `all` or `recent`; None without an operator's credentials.

    Raises nothing for what the outside does; what the fetcher itself raises (its way out is not set up) passes.
    """
    trail = Trail(fetcher, x_search=x_search)
    if reference.chosen_by is not None:
        trail.note(
            "chosen", f"A person said that this is the original: chosen by {reference.chosen_by}.", reference.url
        )
    if reference.post_id is not None:
        embed = Embed(id=reference.embed_id, platform=reference.platform, post_id=reference.post_id, url=reference.url)
        return await _post(trail, reference, embed)
    if reference.url is not None:
        return await _address(trail, reference, reference.url)
    if reference.kind is Kind.QUOTE:
        return await _quote(trail, reference)
    return _unresolved(trail, reference, "The article gives neither an address nor words to search by.")


async def _post(trail: Trail, reference: Reference, embed: Embed, words: Post | None = None) -> Resolution:
    """Look a post up. `words` is what the search for it found already, for a post that X gives no more."""
    post_id = embed.post_id or ""
    reading = await look_up(trail, embed.platform, post_id, embed.url)
    final_id = reading.post_id or post_id
    post = reading.post or words
    name = post_embed_id(embed.platform, final_id)
    url = (post.url if post and post.url else None) or _address_of(embed, final_id)
    return Resolution(
        reference=reference,
        embed=Embed(id=name, platform=embed.platform, post_id=final_id, url=url),
        post=post,
        availability=reading.availability,
        attempts=trail.attempts,
        documents=trail.documents,
        aliases=_aliases(name, reference.embed_id, embed.id),
    )


def _address_of(embed: Embed, post_id: str) -> str | None:
    platform = discover().get(embed.platform)
    if embed.url and post_id == embed.post_id:
        return embed.url
    return platform.url(post_id) if platform is not None else embed.url


async def _address(trail: Trail, reference: Reference, url: str) -> Resolution:
    """Follow an address to a post, or take it as a page under its canonical name."""
    arrival = await arrive(trail, url)
    if arrival.availability is None:
        return await _post(trail, reference, arrival.embed)
    return Resolution(
        reference=reference,
        embed=arrival.embed,
        post=arrival.post,
        availability=arrival.availability,
        attempts=trail.attempts,
        documents=trail.documents,
        aliases=_aliases(arrival.embed.id, reference.embed_id),
    )


async def _quote(trail: Trail, reference: Reference) -> Resolution:
    """Search for the original of a flattened post."""
    original = await find_original(trail, reference)
    if original.embed is not None:
        return await _post(trail, reference, original.embed, original.post)
    return _unresolved(trail, reference, original.reason, original.suggestions)


def _unresolved(
    trail: Trail, reference: Reference, reason: str, suggestions: tuple[Suggestion, ...] = ()
) -> Resolution:
    """Keep what the article prints, under the quote's own name."""
    trail.note("unresolved", reason)
    return Resolution(
        reference=reference,
        embed=Embed(id=reference.embed_id, platform=reference.platform, post_id=None, url=None),
        post=as_printed(reference),
        availability=Availability(state=State.UNRESOLVED, reason=reason),
        attempts=trail.attempts,
        documents=trail.documents,
        candidates=suggestions,
    )


def _aliases(name: EmbedId, *others: EmbedId) -> tuple[EmbedId, ...]:
    return tuple(dict.fromkeys(other for other in others if other != name))
