"""What the blocking and the asynchronous runner share: requests out, answers and errors in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn
from urllib.parse import quote

from stepbridge.client.errors import api_error
from stepbridge.client.flow import Call, Rest
from stepbridge.exchange import Exchange, HttpAnswer, HttpRequest, find
from stepbridge.exchange.message import encode
from stepbridge.policy import Settings
from stepbridge.translate.sse import EventDecoder
from stepbridge.wire import JsonObject

HTTP = "sdkHttpResponse"
"""Where an answer's view looks for the HTTP response that it came with."""


def exchange_for(call: Call, settings: Settings, *, stream: bool) -> Exchange:
    """The exchange that carries a call. Raises ``UnsupportedFieldError`` under policy ``error``."""
    verb = "streamGenerateContent?alt=sse" if stream else "generateContent"
    path = quote(model_path(call.model), safe="/")
    request = HttpRequest(
        "POST",
        call.options.url(f"{path}:{verb}"),
        call.options.request_headers(),
        value=call.body,
    )
    route = find(request.method, request.url, settings)
    if route is None:
        raise ValueError(f"{call.model!r} is not a model of the Gemini Developer API")
    return Exchange(request, route, settings)


def model_path(model: str) -> str:
    """``gemini-2.5-flash`` -> ``models/gemini-2.5-flash``; a path stays as it is."""
    if not model or ".." in model or "?" in model or "&" in model:
        raise ValueError(f"invalid model: {model!r}")
    return model if "/" in model else f"models/{model}"


def rest_request(rest: Rest) -> HttpRequest:
    """The HTTP request for a plain call."""
    url = rest.path if "://" in rest.path else rest.options.url(rest.path)
    body = rest.content if rest.content is not None else b""
    if rest.body is not None:
        body = encode({**rest.body, **rest.options.extra_body})
    own = {name.lower() for name, _ in rest.headers}
    headers = [pair for pair in rest.options.request_headers() if pair[0].lower() not in own]
    return HttpRequest(rest.method, url, (*headers, *rest.headers), body)


def answered(answer: HttpAnswer, response: Any = None) -> JsonObject:
    """The JSON object of an answer that was made here. Raises APIError for a refusal."""
    if answer.status >= 400:
        refuse(answer.status, answer.value, response)
    return with_headers(answer.value, answer.headers)


def with_headers(answer: JsonObject, headers: Iterable[tuple[str, str]]) -> JsonObject:
    """An answer that also says with which HTTP headers it came, where its view looks for them."""
    return {**answer, HTTP: {"headers": {name.lower(): value for name, value in headers}}}


def decoded(status: int, body: bytes, response: Any = None) -> JsonObject:
    """The JSON object of the service's answer. Raises APIError for a refusal and for no JSON."""
    try:
        value = json.loads(body) if body else {}
    except ValueError:
        value = None
    if status >= 400:
        refuse(status, _error_body(value, body, response), response)
    if not isinstance(value, dict):
        refuse(502, {"error": {"message": "the answer is not JSON", "code": 502}}, response)
    return value


class ChunkDecoder:
    """Decodes chunks from bytes. Raises APIError for the error that may end a stream."""

    def __init__(self, headers: Iterable[tuple[str, str]]) -> None:
        self._events = EventDecoder()
        self._came_with = with_headers({}, headers)

    def feed(self, data: bytes) -> list[JsonObject]:
        """The chunks that some bytes complete."""
        return [self._checked(chunk) for chunk in self._events.feed(data)]

    def close(self) -> list[JsonObject]:
        """What is left at the end of the stream."""
        return [self._checked(chunk) for chunk in self._events.close()]

    def _checked(self, chunk: JsonObject) -> JsonObject:
        error = chunk.get("error")
        if isinstance(error, Mapping):
            code = error.get("code")
            refuse(code if isinstance(code, int) else 500, chunk)
        return {**chunk, **self._came_with}


def refuse(status: int, body: Any, response: Any = None) -> NoReturn:
    """Raise the exception for an answer."""
    raise api_error(status, body, response)


def _error_body(value: Any, body: bytes, response: Any) -> Any:
    if isinstance(value, (dict, list)):
        return value
    phrase = getattr(response, "reason_phrase", None)
    return {"message": body.decode("utf-8", "replace"), "status": phrase}
