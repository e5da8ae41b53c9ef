"""Routes: which path goes to which API, with and without a version in front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stepbridge_emulator import serve_caches, serve_files, stored_interactions
from stepbridge_emulator.access import check_legacy_key
from stepbridge_emulator.count_tokens import count_tokens
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.embeddings import ACTIONS, embed
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.model_list import listed, model_resource
from stepbridge_emulator.serve_files import guarded
from stepbridge_emulator.serve_interactions import InteractionCall
from stepbridge_emulator.serve_legacy import LegacyCall
from stepbridge_emulator.state import State

Endpoint = Callable[[Request], Awaitable[Response]]
VERSIONS = ("", "/v1", "/v1beta", "/v1beta1", "/v1beta2", "/v1alpha")
PROJECT = "/projects/{project}/locations/{location}"


def application(state: State) -> Starlette:
    """The ASGI application of one emulator."""
    routes = [
        Route("/_emulator/exchanges", _exchanges(state), methods=["GET"]),
        Route("/_emulator/reset", _reset(state), methods=["POST"]),
    ]
    upload = guarded(serve_files.upload, state.files)
    for version in VERSIONS:
        routes.append(Route(f"/upload{version}/files", upload, methods=["POST", "PUT"]))
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
        if action in ACTIONS:
            return await embed(request, model, action)
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

    async def models(request: Request) -> Response:
        try:
            check_legacy_key(request)
            name = request.path_params.get("name")
            return deliver_json(model_resource(name) if name else listed())
        except Refusal as refusal:
            status, error = refusal.legacy()
            return deliver_json(error, status=status)

    async def no_tuned_model(request: Request) -> Response:
        """Nobody can tune a model here, nor on the service any more."""
        name = request.path_params.get("name")
        if not name:
            return deliver_json({})
        status, error = Refusal(
            f"Tuned model tunedModels/{name} does not exist.", "NOT_FOUND"
        ).legacy()
        return deliver_json(error, status=status)

    return [
        ("GET", "/models", models),
        ("GET", "/models/{name:path}", models),
        ("POST", "/models/{name:path}", model_action),
        ("POST", "/tunedModels/{name:path}", model_action),
        ("GET", "/tunedModels", no_tuned_model),
        ("GET", "/tunedModels/{name}", no_tuned_model),
        ("DELETE", "/tunedModels/{name}", no_tuned_model),
        ("POST", PROJECT + "/publishers/google/models/{name:path}", model_action),
        ("POST", PROJECT + "/interactions", create),
        ("GET", "/files", guarded(serve_files.list_files, state.files)),
        ("GET", "/files/{name}", guarded(serve_files.get_file, state.files)),
        ("DELETE", "/files/{name}", guarded(serve_files.delete_file, state.files)),
        *_caches(state),
        ("POST", "/interactions", create),
        ("GET", "/interactions/{id}", on_stored("get")),
        ("DELETE", "/interactions/{id}", on_stored("delete")),
        ("POST", "/interactions/{id}/cancel", on_stored("cancel")),
    ]


def _caches(state: State) -> list[tuple[str, str, Endpoint]]:
    """On both platforms, which spell the name of a cache differently."""
    one, all_ = "/cachedContents/{name}", "/cachedContents"
    return [
        (method, place + path, serve_caches.served(state, handler))
        for place in ("", PROJECT)
        for method, path, handler in (
            ("POST", all_, serve_caches.create),
            ("GET", all_, serve_caches.listed),
            ("GET", one, serve_caches.get),
            ("PATCH", one, serve_caches.update),
            ("DELETE", one, serve_caches.delete),
        )
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
