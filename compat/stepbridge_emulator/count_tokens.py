"""countTokens, which stays on the legacy API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import read_legacy, strict_legacy
from stepbridge_emulator.access import check_legacy_key, check_legacy_model
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.http_form import read_json
from stepbridge_emulator.state import State
from stepbridge_emulator.tokens import input_tokens


async def count_tokens(state: State, request: Request, model: str) -> Response:
    """Total and by modality, the same numbers that a generation reports as input."""
    try:
        check_legacy_key(request)
        check_legacy_model(model)
        body = strict_legacy.checked(await read_json(request), "CountTokensRequest")
        inner: Json = body.get("generateContentRequest", body)
        prompt = read_legacy.read(inner, model, state.file_digest)
        cache = state.caches.used(inner, model)
        tokens = input_tokens(cache.before(prompt) if cache else prompt)
    except Refusal as refusal:
        status, error = refusal.legacy()
        return deliver_json(error, status=status)
    details = [{"modality": kind.upper(), "tokenCount": n} for kind, n in tokens.items()]
    cached = {"cachedContentTokenCount": sum(cache.tokens.values())} if cache else {}
    return deliver_json(
        {"totalTokens": sum(tokens.values()), "promptTokensDetails": details, **cached}
    )
