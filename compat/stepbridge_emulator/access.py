"""Keys and models: who may ask, and what is served."""

from __future__ import annotations

from starlette.requests import Request

from stepbridge_emulator import levels
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.failures import BAD_KEY, REFUSALS

BAD_KEYS = frozenset({"bad-key", "invalid"})
ANONYMOUS = Refusal(
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API.",
    "PERMISSION_DENIED",
)


def api_key(request: Request) -> str:
    """The key from the header or the query; a bearer token counts as one."""
    return (
        request.headers.get("x-goog-api-key", "")
        or request.query_params.get("key", "")
        or request.headers.get("authorization", "")
    )


def check_legacy_key(request: Request) -> None:
    key = api_key(request)
    if not key:
        raise ANONYMOUS
    if key in BAD_KEYS:
        raise REFUSALS["bad-key"]


def check_interactions_key(request: Request) -> None:
    if api_key(request) in ("", *BAD_KEYS):
        raise BAD_KEY


def check_legacy_model(model: str) -> None:
    plain = levels.plain_model(model)
    if not levels.is_served(plain) or levels.is_for_embeddings(plain):
        raise _not_found(plain, "generateContent")


def check_embedding_model(model: str) -> None:
    plain = levels.plain_model(model)
    if not levels.is_for_embeddings(plain):
        raise _not_found(plain, "embedContent")


def _not_found(plain: str, action: str) -> Refusal:
    return Refusal(
        f"models/{plain} is not found for API version v1beta, or is not supported for "
        f"{action}. Call ListModels to see the list of available models and their "
        "supported methods.",
        "NOT_FOUND",
    )


def check_interactions_model(model: str) -> None:
    plain = levels.plain_model(model)
    if not levels.is_served_by_interactions(plain):
        raise Refusal(f"Model '{plain}' not found.", "NOT_FOUND", code="model_not_found")
