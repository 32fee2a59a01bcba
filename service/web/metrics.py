"""Numbers of one serving process, for Prometheus. Labels are routes, never paths: few and known."""

from collections.abc import Awaitable, Callable
from time import perf_counter

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)
"""Seconds: from a served file to a caller who waits a minute."""


class Metrics:
    """Counts requests by method, route and status, and how long they took."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "holdfast_http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "holdfast_http_request_seconds",
            "Seconds until the answer was there.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def response(self) -> web.Response:
        """Write the numbers in Prometheus' text format."""
        text = generate_latest(self.registry).decode()
        return web.Response(text=text, content_type="text/plain", headers={"Cache-Control": "no-store"})

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Count one request."""
        resource = request.match_info.route.resource
        route = resource.canonical if resource else "none"
        begun = perf_counter()
        status = 499
        try:
            response = await handler(request)
            status = response.status
        finally:
            method = request.method if request.method in ("GET", "HEAD", "PATCH", "POST", "PUT") else "other"
            self.requests.labels(method, route, str(status)).inc()
            self.seconds.labels(route).observe(perf_counter() - begun)
        return response


METRICS = web.AppKey("metrics", Metrics)
