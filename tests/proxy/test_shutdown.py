"""SIGTERM: open answers go on to their end, for as long as they are given; nothing new begins."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

Start = Callable[..., Any]
STREAM = "/v1/models/m:streamGenerateContent?alt=sse"
BODY = {"contents": [{"parts": [{"text": "hi"}]}]}


@pytest.fixture
def stopping(upstream: Any, write_event: Any, begin: Any) -> threading.Event:
    """The server above says one word, waits for this event, and says the rest."""
    told = threading.Event()

    def script(handler: Any) -> None:
        begin(handler)
        write_event(handler, "step.start", index=0, step={"type": "model_output"})
        write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "one "})
        told.wait(20)
        write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "two"})
        write_event(handler, "interaction.completed", interaction={"status": "completed"})
        handler.wfile.write(b"0\r\n\r\n")

    upstream.script = script
    return told


def no_longer_listens(url: str) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz", timeout=2)
        except httpx.TransportError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_open_stream_ends_well(
    start: Start, upstream: Any, stopping: threading.Event, workers: str
) -> None:
    proxy = start(upstream.url, "--grace", "20", "--workers", workers)
    with httpx.stream("POST", proxy.url + STREAM, json=BODY, timeout=20) as response:
        pieces = response.iter_bytes()
        assert b"one " in next(pieces)
        proxy.process.terminate()
        assert no_longer_listens(proxy.url)
        stopping.set()
        rest = b"".join(pieces)
    assert b"two" in rest
    assert b"STOP" in rest
    assert proxy.process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_a_stream_that_outlives_its_grace_is_cut_off(
    start: Start, upstream: Any, stopping: threading.Event
) -> None:
    """An answer that ended in good order would pass for a whole one."""
    proxy = start(upstream.url, "--grace", "1")
    with httpx.stream("POST", proxy.url + STREAM, json=BODY, timeout=20) as response:
        pieces = response.iter_bytes()
        assert b"one " in next(pieces)
        proxy.process.terminate()
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)
    assert proxy.process.wait(timeout=20) in (0, -signal.SIGTERM)
    stopping.set()
