"""HTTP around both APIs: body in, JSON or server-sent events out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from stepbridge_emulator.errors import Refusal

Json = dict[str, Any]


async def read_json(request: Request) -> Any:
    """The decoded body; raises ``Refusal`` when it is not JSON."""
    raw = await request.body()
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Refusal(f"Invalid JSON payload received. {error}") from None


def api_key(request: Request) -> str:
    """The key from the header or the query."""
    return request.headers.get("x-goog-api-key", "") or request.query_params.get("key", "")


def json_response(body: Any, status: int = 200) -> Response:
    return JSONResponse(body, status_code=status)


def json_array(chunks: Iterable[Json]) -> Response:
    """A stream as one JSON array, which is what generateContent sends without ``alt=sse``."""

    async def body() -> AsyncIterator[str]:
        for number, chunk in enumerate(chunks):
            yield ("[" if number == 0 else ",\r\n") + json.dumps(chunk)
        yield "]"

    return StreamingResponse(body(), media_type="application/json")


def data_events(chunks: Iterable[Json]) -> Response:
    """Server-sent events with data lines only (generateContent)."""

    async def body() -> AsyncIterator[str]:
        for chunk in chunks:
            yield f"data: {json.dumps(chunk)}\r\n\r\n"

    return StreamingResponse(body(), media_type="text/event-stream")


def typed_events(events: Iterable[Json]) -> Response:
    """Server-sent events with ``event`` lines and the closing ``[DONE]`` (Interactions)."""

    async def body() -> AsyncIterator[str]:
        for event in events:
            yield f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n"
        yield "event: done\ndata: [DONE]\n\n"

    return StreamingResponse(body(), media_type="text/event-stream")
