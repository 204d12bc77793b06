"""Prometheus metrics by route template, so that their number does not grow with the data or with what callers try."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one application; each application has its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("plangraph_http_requests", "Requests answered", labels, registry=self.registry)
        self._seconds = Histogram(
            "plangraph_http_request_seconds", "Time to answer", ("route",), buckets=BUCKETS, registry=self.registry
        )
        self._cached = Counter("plangraph_http_answers_cached", "Answers sent again", registry=self.registry)
        self._nodes = Gauge(
            "plangraph_nodes", "Nodes by label in the current version", ("label",), registry=self.registry
        )
        self._counted = ""
        self._bound: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float, cached: bool) -> None:
        """Counts one answer."""
        key = (method if method in METHODS else "other", route, status)
        bound = self._bound.get(key)
        if bound is None:
            bound = self._requests.labels(key[0], route, str(status)), self._seconds.labels(route)
            self._bound[key] = bound
        bound[0].inc()
        bound[1].observe(seconds)
        if cached:
            self._cached.inc()

    def count_nodes(self, version: str, counts: Mapping[str, int]) -> None:
        """Takes the number of nodes by label, once a version."""
        if version != self._counted:
            self._nodes.clear()
            for label, count in counts.items():
                self._nodes.labels(label).set(count)
            self._counted = version

    def text(self) -> bytes:
        """All metrics in the text format."""
        return generate_latest(self.registry)
