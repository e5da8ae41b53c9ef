"""Routes: which path goes to which API, with and without a version in front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stepbridge_emulator import stored_interactions
from stepbridge_emulator.count_tokens import count_tokens
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.serve_interactions import InteractionCall
from stepbridge_emulator.serve_legacy import LegacyCall
from stepbridge_emulator.state import State

Endpoint = Callable[[Request], Awaitable[Response]]
VERSIONS = ("", "/v1", "/v1beta", "/v1beta1", "/v1beta2", "/v1alpha")
VERTEX = "/projects/{project}/locations/{location}/publishers/google/models"


def application(state: State) -> Starlette:
    """The ASGI application of one emulator."""
    routes = [
        Route("/_emulator/exchanges", _exchanges(state), methods=["GET"]),
        Route("/_emulator/reset", _reset(state), methods=["POST"]),
    ]
    for version in VERSIONS:
        routes += [
            Route(version + path, endpoint, methods=[method])
            for method, path, endpoint in _endpoints(state)
        ]
    return Starlette(routes=routes, exception_handlers={404: _not_found})


def _endpoints(state: State) -> list[tuple[str, str, Endpoint]]:
    async def model_action(request: Request) -> Response:
        model, _, action = request.path_params["name"].rpartition(":")
        if action == "countTokens":
            return await count_tokens(state, request, model)
        if action not in ("generateContent", "streamGenerateContent"):
            return await _not_found(request, Exception(action))
        stream = action == "streamGenerateContent"
        return await LegacyCall(state, request, model, stream=stream).respond()

    async def create(request: Request) -> Response:
        return await InteractionCall(state, request).respond()

    def on_stored(action: str) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return await stored_interactions.respond(state, request, action)

        return endpoint

    return [
        ("POST", "/models/{name:path}", model_action),
        ("POST", "/tunedModels/{name:path}", model_action),
        ("POST", VERTEX + "/{name:path}", model_action),
        ("POST", "/interactions", create),
        ("GET", "/interactions/{id}", on_stored("get")),
        ("DELETE", "/interactions/{id}", on_stored("delete")),
        ("POST", "/interactions/{id}/cancel", on_stored("cancel")),
    ]


def _exchanges(state: State) -> Endpoint:
    async def exchanges(request: Request) -> Response:
        return deliver_json([entry.json() for entry in state.log.entries()])

    return exchanges


def _reset(state: State) -> Endpoint:
    async def reset(request: Request) -> Response:
        state.clear()
        return deliver_json({})

    return reset


async def _not_found(request: Request, error: Exception) -> Response:
    body = {"code": 404, "message": f"{request.url.path} not found.", "status": "NOT_FOUND"}
    return deliver_json({"error": body}, status=404)
