"""Bytes out, with the interruptions that a failure asks for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

PAUSE = 0.05
FOREVER = 3600.0
MALFORMED = 'data: {"broken": \n\n'


class ConnectionCutError(Exception):
    """Raised inside a body so that the server drops the connection."""


def deliver_json(body: Any, kind: str = "", status: int = 200) -> Response:
    """One JSON body; ``cut`` and ``malformed`` stop it half way."""
    text = json.dumps(body).encode()
    if kind == "malformed":
        return Response(text[: len(text) // 2], media_type="application/json")
    if kind == "cut":
        headers = {"content-length": str(len(text)), "content-type": "application/json"}
        return StreamingResponse(_cut(text), headers=headers)
    return JSONResponse(body, status_code=status)


async def _cut(text: bytes) -> AsyncIterator[bytes]:
    yield text[: len(text) // 2]
    await asyncio.sleep(PAUSE)
    raise ConnectionCutError


def deliver_stream(
    pieces: Iterable[str], kind: str, *, after: int, error: str, media_type: str
) -> Response:
    """A streamed body. ``after``: how many pieces go out before a failure; ``error``: its text."""
    body = _interrupted(pieces, kind, after, error)
    return StreamingResponse(body, media_type=media_type)


async def _interrupted(
    pieces: Iterable[str], kind: str, after: int, error: str
) -> AsyncIterator[str]:
    whole = list(pieces)
    after = min(after, len(whole) - 1)  # a short stream breaks before its end, too
    for number, piece in enumerate(whole):
        if number == after and kind in BREAKS:
            last = {"stream-error": error, "malformed": MALFORMED}.get(kind)
            if last is not None:
                yield last
            await _broken(kind)
            return
        if kind == "slow":
            await asyncio.sleep(PAUSE)
        yield piece


BREAKS = frozenset({"stream-error", "malformed", "cut", "truncate", "hang-stream"})


async def _broken(kind: str) -> None:
    if kind == "hang-stream":
        await asyncio.sleep(FOREVER)
    if kind == "cut":
        await asyncio.sleep(PAUSE)  # lets what was sent before reach the client
        raise ConnectionCutError


async def hang(request: Request) -> None:
    """Return only when the client has gone away."""
    while not await request.is_disconnected():
        await asyncio.sleep(PAUSE)
