"""Routes: which path goes to which API, with and without a version in front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stepbridge_emulator import serve_interactions, serve_legacy
from stepbridge_emulator.http_form import json_response
from stepbridge_emulator.state import State

Endpoint = Callable[[Request], Awaitable[Response]]
VERSIONS = ("", "/v1", "/v1beta", "/v1beta2", "/v1alpha")


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
        return await serve_legacy.serve(state, request, model, action)

    async def create(request: Request) -> Response:
        return await serve_interactions.create(state, request)

    async def get(request: Request) -> Response:
        return await serve_interactions.get(state, request, request.path_params["id"])

    async def delete(request: Request) -> Response:
        return await serve_interactions.delete(state, request, request.path_params["id"])

    return [
        ("POST", "/models/{name:path}", model_action),
        ("POST", "/tunedModels/{name:path}", model_action),
        ("POST", "/interactions", create),
        ("GET", "/interactions/{id}", get),
        ("DELETE", "/interactions/{id}", delete),
    ]


def _exchanges(state: State) -> Endpoint:
    async def exchanges(request: Request) -> Response:
        return json_response([entry.json() for entry in state.log.entries()])

    return exchanges


def _reset(state: State) -> Endpoint:
    async def reset(request: Request) -> Response:
        state.clear()
        return json_response({})

    return reset


async def _not_found(request: Request, error: Exception) -> Response:
    body = {"code": 404, "message": f"{request.url.path} not found.", "status": "NOT_FOUND"}
    return json_response({"error": body}, 404)
