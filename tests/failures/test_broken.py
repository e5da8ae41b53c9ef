"""Servers that break, stall or lie: callers get the error that generateContent would have given, or
an ``APIError`` where that would have been worse; never a short answer, never a wait without end.
"""

from __future__ import annotations

import time
from json import JSONDecodeError
from typing import Any

import httpx
import httpx2
from google.genai.errors import ServerError, UnknownApiResponseError

LOST = (httpx.RemoteProtocolError, httpx2.RemoteProtocolError)
# A proxy cannot raise in its clients: it answers 503, or says so in the stream.
UNAVAILABLE = (ServerError, 503, "UNAVAILABLE")
INTERNAL = (ServerError, 500, "INTERNAL")


def test_an_error_event_after_200(way: Any, native: Any, stream_form: str) -> None:
    prompt = "[[emulator:stream-error]]"
    assert way.seen(stream_form, prompt) == native.seen(stream_form, prompt) == UNAVAILABLE


def test_a_connection_that_is_cut(way: Any, native: Any, form: str) -> None:
    prompt = "[[emulator:cut]]"
    expected = native.seen(form, prompt)
    assert expected[0] in LOST
    assert way.seen(form, prompt) == (UNAVAILABLE if "proxy" in way.name else expected)


def test_an_answer_that_is_not_json(way: Any, native: Any, whole_form: str) -> None:
    prompt = "[[emulator:malformed]]"
    assert native.seen(whole_form, prompt) == (JSONDecodeError,)
    assert way.seen(whole_form, prompt) == UNAVAILABLE


def test_an_event_that_is_not_json(way: Any, native: Any, stream_form: str) -> None:
    prompt = "[[emulator:malformed]]"
    assert native.seen(stream_form, prompt) == (UnknownApiResponseError,)
    assert way.seen(stream_form, prompt) == INTERNAL


def test_a_stream_without_its_end(way: Any, native: Any, stream_form: str) -> None:
    """generateContent's own stream would just have stopped, as a short answer."""
    prompt = "[[emulator:truncate]]"
    assert native.seen(stream_form, prompt)[0] == "answer"
    assert way.seen(stream_form, prompt) == INTERNAL


def assert_times_out(way_of: Any, names: list[str], form: str, kind: str) -> None:
    start = time.monotonic()
    seen = [way_of(name, timeout=700).seen(form, f"[[emulator:{kind}]]") for name in names]
    assert seen[0] == seen[1]
    assert issubclass(seen[0][0], (httpx.ReadTimeout, httpx2.ReadTimeout))
    assert time.monotonic() - start < 20


def test_a_silent_server_is_the_clients_own_timeout(
    way_of: Any, way: Any, native: Any, form: str
) -> None:
    assert_times_out(way_of, [native.name, way.name], form, "hang")


def test_a_server_that_falls_silent_is_the_clients_own_timeout(
    way_of: Any, way: Any, native: Any, stream_form: str
) -> None:
    assert_times_out(way_of, [native.name, way.name], stream_form, "hang-stream")


def test_a_slow_server_is_waited_for(way: Any, native: Any, form: str) -> None:
    prompt = "[[emulator:slow]]"
    assert way.text(form, prompt) == native.text(form, prompt)
