"""Headers of every answer: nothing is guessed, nothing foreign is loaded, nothing frames us, nobody is told who read."""

from aiohttp import web

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Pages run no script and no style but our own files: text of a post that got through escaping would still be inert."""
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """Add what an answer does not say itself."""
    is_page = response.content_type == "text/html"
    headers = response.headers
    headers["Server"] = "Holdfast"  # and no version of anything
    headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else DATA_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin" if is_page else "no-referrer")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("X-Robots-Tag", "noindex")
    if is_page or response.content_type in ("application/json", "application/problem+json"):
        headers.setdefault("Cache-Control", "no-cache")
