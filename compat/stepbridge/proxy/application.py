"""The proxy as an ASGI application."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from stepbridge.exchange.kept import check_store
from stepbridge.policy.announce import count, log
from stepbridge.policy.audit import AuditLog
from stepbridge.policy.decision import Decision, Observer
from stepbridge.proxy import metrics
from stepbridge.proxy.config import ProxyConfig
from stepbridge.proxy.handler import Handler
from stepbridge.proxy.upstream import Upstream

HEALTH = "/healthz"
READINESS = "/readyz"
METRICS = "/metrics"


def application(config: ProxyConfig) -> Starlette:
    """The proxy's own ``/healthz``, ``/readyz`` and ``/metrics``; the upstream's API elsewhere."""
    check_store(config.settings)
    upstream = Upstream(config.upstream, timeout=config.timeout)
    handler = Handler(upstream, config, _observer(config))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.ready = True
        yield
        app.state.ready = False
        await upstream.aclose()

    routes = [
        Route(HEALTH, _health),
        Route(READINESS, _ready),
        Route(METRICS, _metrics),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.router.default = handler
    app.router.redirect_slashes = False
    app.state.ready = False
    return app


def application_from_environment() -> Starlette:
    """The application of a worker process. Raises ``ValueError`` for wrong settings."""
    level = os.environ.get("STEPBRIDGE_PROXY_LOG_LEVEL", "info").upper()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("stepbridge").setLevel(level)
    return application(ProxyConfig.from_environment())


def _observer(config: ProxyConfig) -> Observer:
    def observe(decision: Decision) -> None:
        count(decision)
        metrics.count_fields(decision)
        log(decision)

    return AuditLog(Path(config.audit), observe, sites=False) if config.audit else observe


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _ready(request: Request) -> Response:
    ready = request.app.state.ready
    return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else 503)


async def _metrics(request: Request) -> Response:
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)
