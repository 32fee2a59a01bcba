"""Every site of the small internet, by host name."""

from tests.replica.site import Site
from tests.replica.sites import archive, bluesky, bluesky_pages, control, shorteners, x_api, x_pages


def every_site() -> dict[str, Site]:
    """Host name → site. A name that is not here does not exist."""
    modules = (archive, bluesky, bluesky_pages, control, shorteners, x_api, x_pages)
    return {host: site for module in modules for site in module.SITES for host in site.hosts}
