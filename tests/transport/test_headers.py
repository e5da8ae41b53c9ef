"""Headers keep every byte in both directions, whatever alphabet they are written in."""

from __future__ import annotations

from typing import Any

import pytest

from stepbridge import InteractionsTransport

BODY = {"contents": [{"parts": [{"text": "hi"}]}]}
INTERACTION = {
    "status": "completed",
    "steps": [{"type": "model_output", "content": [{"type": "text", "text": "hello"}]}],
}


@pytest.mark.parametrize("value", ["Zoë".encode("latin-1"), "Zoë ✓".encode(), b"plain"])
@pytest.mark.parametrize("verb", ["generateContent", "countTokens"])
def test_every_byte_arrives(library: Any, value: bytes, verb: str) -> None:
    arrived: list[bytes] = []

    def serve(request: Any) -> Any:
        arrived.extend(value for name, value in request.headers.raw if name.lower() == b"x-own")
        return library.Response(200, headers=[(b"X-Back", value)], json=INTERACTION)

    transport = InteractionsTransport(library.MockTransport(serve))
    with library.Client(transport=transport, base_url="http://server") as client:
        answer = client.post(f"/v1/models/m:{verb}", json=BODY, headers=[(b"X-Own", value)])
    assert arrived == [value]
    assert [back for name, back in answer.headers.raw if name == b"X-Back"] == [value]
