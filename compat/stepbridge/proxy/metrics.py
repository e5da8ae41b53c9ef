"""What the proxy counts, in Prometheus' terms.

With several workers, ``PROMETHEUS_MULTIPROC_DIR`` names a directory through which they share.
"""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from stepbridge.fields.row import Fidelity
from stepbridge.policy import Decision

CONTENT_TYPE = CONTENT_TYPE_LATEST
# A model may think for minutes.
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600)

REQUESTS = Counter(
    "stepbridge_proxy_requests_total",
    "Requests answered, by route (translated, legacy, dropped, refused, passed) and HTTP status.",
    ("route", "status"),
)
FIELDS = Counter(
    "stepbridge_proxy_fields_total",
    "Legacy fields that were not carried exactly, by field id, fidelity (approximate, lost) and "
    "what became of their request (translated, legacy, dropped, refused).",
    ("field", "fidelity", "route"),
)
FALLBACKS = Counter(
    "stepbridge_proxy_fallbacks_total",
    "Requests that Interactions refused and generateContent was asked for.",
)
UPSTREAM_ERRORS = Counter(
    "stepbridge_proxy_upstream_errors_total",
    "Requests that failed because the upstream server could not be reached or broke off.",
    ("kind",),
)
CLIENTS_LEFT = Counter(
    "stepbridge_proxy_clients_left_total", "Requests whose client left before the answer ended."
)
FIRST_BYTE = Histogram(
    "stepbridge_proxy_first_byte_seconds",
    "Time from a request's arrival to the first byte of its answer.",
    ("route",),
    buckets=_SECONDS,
)
DURATION = Histogram(
    "stepbridge_proxy_request_seconds",
    "Time from a request's arrival to the end of its answer.",
    ("route",),
    buckets=_SECONDS,
)
IN_FLIGHT = Gauge(
    "stepbridge_proxy_requests_in_flight",
    "Requests being answered now.",
    multiprocess_mode="livesum",
)


def count_fields(decision: Decision) -> None:
    """Count a decision's fields."""
    if decision.fallback:
        FALLBACKS.inc()
        return
    for loss in decision.losses:
        fidelity = "lost" if loss.fidelity is Fidelity.LOST else "approximate"
        FIELDS.labels(loss.field_id, fidelity, decision.outcome.value).inc()


def exposition() -> bytes:
    """Everything as text, over all workers."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
