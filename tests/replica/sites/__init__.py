"""Every site of the small internet, by host name."""

from tests.replica.records import Page
from tests.replica.site import Site
from tests.replica.sites import (
    archive,
    bluesky,
    bluesky_pages,
    control,
    mastodon,
    news,
    shorteners,
    x_api,
    x_pages,
    x_search,
    youtube,
)
from tests.replica.world import World

MODULES = (archive, bluesky, bluesky_pages, control, mastodon, news, shorteners, x_api, x_pages, x_search, youtube)
BY_HOST: dict[str, Site] = {host: site for module in MODULES for site in module.SITES for host in site.hosts}


def site_of(world: World, host: str) -> Site | None:
    """Who answers for the name: a platform, a news site that has a page in the world, or nobody."""
    if host in BY_HOST:
        return BY_HOST[host]
    pages = (record for record in list(world.records.values()) if isinstance(record, Page))
    return news.news if any(page.id.partition("/")[0] == host for page in pages) else None
