"""generateContent, streamGenerateContent and countTokens."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import levels, read_legacy, strict_legacy
from stepbridge_emulator.answer import Answer
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.exchange_log import Exchange
from stepbridge_emulator.http_form import api_key, data_events, json_array, json_response, read_json
from stepbridge_emulator.model import answer
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.state import State
from stepbridge_emulator.tokens import input_tokens
from stepbridge_emulator.write_legacy import chunks, response

BAD_KEYS = frozenset({"bad-key", "invalid"})


async def serve(state: State, request: Request, model: str, action: str) -> Response:
    """One call to ``models/{model}:{action}``."""
    if action == "countTokens":
        return await _guarded_count(state, request, model)
    if action not in ("generateContent", "streamGenerateContent"):
        return json_response(Refusal(f"Unknown action {action}.", "NOT_FOUND").legacy()[1], 404)
    stream = action == "streamGenerateContent"
    prompt: Prompt | None = None
    error: Json | None = None
    status = 200
    try:
        body = await _body(request, model)
        prompt = read_legacy.read(body, model, state.file_digest)
        result = _answered(request, body, prompt, stream)
    except Refusal as refusal:
        status, error = refusal.legacy()
        result = json_response([error] if stream and not _sse(request) else error, status)
    state.log.add(
        Exchange(
            api="generateContent",
            method=request.method,
            path=request.url.path,
            model=levels.plain_model(model),
            prompt=prompt.json() if prompt else None,
            status=status,
            stream=stream,
            error=error,
        )
    )
    return result


async def _body(request: Request, model: str) -> Json:
    check_key(request)
    raw = await read_json(request)
    body = strict_legacy.checked(raw)
    check_model(model)
    return body


def _answered(request: Request, body: Json, prompt: Prompt, stream: bool) -> Response:
    config = body.get("generationConfig", {})
    raw_enum = config.get("responseMimeType") == "text/x.enum"
    answers = _answers(prompt)
    if not stream:
        return json_response(response(prompt, answers, raw_enum=raw_enum))
    parts = chunks(prompt, answers[0], raw_enum=raw_enum)
    return data_events(parts) if _sse(request) else json_array(parts)


def _answers(prompt: Prompt) -> list[Answer]:
    return [answer(prompt)] * prompt.settings.get("candidate_count", 1)


def _sse(request: Request) -> bool:
    return request.query_params.get("alt") == "sse"


async def _guarded_count(state: State, request: Request, model: str) -> Response:
    try:
        check_key(request)
        body = strict_legacy.checked(await read_json(request), "CountTokensRequest")
        check_model(model)
    except Refusal as refusal:
        status, error = refusal.legacy()
        return json_response(error, status)
    inner: Any = body.get("generateContentRequest", body)
    tokens = input_tokens(read_legacy.read(inner, model, state.file_digest))
    details = [{"modality": kind.upper(), "tokenCount": n} for kind, n in tokens.items()]
    return json_response({"totalTokens": sum(tokens.values()), "promptTokensDetails": details})


def check_key(request: Request) -> None:
    key = api_key(request)
    if not key and "authorization" not in request.headers:
        raise Refusal(
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API.",
            "PERMISSION_DENIED",
        )
    if key in BAD_KEYS:
        info = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
            "metadata": {"service": "generativelanguage.googleapis.com"},
        }
        raise Refusal("API key not valid. Please pass a valid API key.", details=(info,))


def check_model(model: str) -> None:
    plain = levels.plain_model(model)
    if not levels.is_served(plain):
        raise Refusal(
            f"models/{plain} is not found for API version v1beta, or is not supported for "
            "generateContent. Call ListModels to see the list of available models and their "
            "supported methods.",
            "NOT_FOUND",
        )
