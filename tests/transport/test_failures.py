"""Servers that break, stall or lie, and callers that leave: nothing hangs, nothing is cut short."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.genai import errors

from stepbridge import InteractionsTransport

PATH = "/v1/models/m:generateContent"
STREAM = "/v1/models/m:streamGenerateContent?alt=sse"
BODY = {"contents": [{"parts": [{"text": "hi"}]}]}


@pytest.fixture
def http(library: Any, misbehaving: Any) -> Iterator[Any]:
    """A plain client of either library over the transport."""
    with library.Client(
        transport=InteractionsTransport(), base_url=misbehaving.url, timeout=10
    ) as client:
        yield client


def killed_after_words(connection: Any) -> None:
    connection.words("one ")
    connection.kill()


def test_a_stream_killed_midway_raises_the_librarys_error(
    http: Any, library: Any, misbehaving: Any
) -> None:
    misbehaving.script = killed_after_words
    with http.stream("POST", STREAM, json=BODY) as response:
        pieces = response.iter_bytes()
        assert b"one " in next(pieces)
        with pytest.raises(library.TransportError):
            next(pieces)


def short(connection: Any) -> None:
    connection.words("one ")
    connection.end()


def malformed(connection: Any) -> None:
    connection.words("one ")
    connection.write(b"data: {oops\n\n")
    connection.end()


@pytest.mark.parametrize("script", [short, malformed])
def test_a_stream_that_breaks_off_tells_it_twice(
    http: Any, library: Any, misbehaving: Any, script: Any
) -> None:
    """Old clients pass over an error among the chunks; nobody passes over a broken connection."""
    misbehaving.script = script
    with http.stream("POST", STREAM, json=BODY) as response:
        lines = response.iter_lines()
        assert "one " in next(lines)
        assert next(lines) == ""
        assert next(lines).startswith('data: {"error":{"code":500')
        with pytest.raises(library.RemoteProtocolError):
            list(lines)


def test_an_error_that_the_server_tells_ends_the_stream(http: Any, misbehaving: Any) -> None:
    def script(connection: Any) -> None:
        connection.words("one ")
        connection.event("error", error={"code": "rate_limit_exceeded", "message": "slow down"})
        connection.end()

    misbehaving.script = script
    with http.stream("POST", STREAM, json=BODY) as response:
        *_, last, blank = response.iter_lines()
    assert blank == ""
    assert last.startswith('data: {"error":{"code":429')


@pytest.mark.parametrize("path", [PATH, STREAM])
def test_a_slow_server_is_the_librarys_timeout(
    http: Any, library: Any, misbehaving: Any, path: str
) -> None:
    misbehaving.script = lambda connection: time.sleep(2)
    with pytest.raises(library.ReadTimeout):
        http.post(path, json=BODY, timeout=0.2)


def test_a_stream_that_stalls_is_the_librarys_timeout(
    http: Any, library: Any, misbehaving: Any
) -> None:
    def script(connection: Any) -> None:
        connection.words("one ")
        time.sleep(2)

    misbehaving.script = script
    with (
        http.stream("POST", STREAM, json=BODY, timeout=0.3) as response,
        pytest.raises(library.ReadTimeout),
    ):
        list(response.iter_bytes())


def test_nobody_there_is_the_librarys_connect_error(library: Any) -> None:
    with (
        library.Client(transport=InteractionsTransport(), base_url="http://127.0.0.1:9") as client,
        pytest.raises(library.ConnectError),
    ):
        client.post(PATH, json=BODY)


def test_leaving_early_closes_upstream(http: Any, misbehaving: Any) -> None:
    def script(connection: Any) -> None:
        connection.words("one ")
        connection.wait_until_client_leaves()

    misbehaving.script = script
    with http.stream("POST", STREAM, json=BODY) as response:
        next(response.iter_bytes())
    assert misbehaving.client_left.wait(5)


def test_leaving_early_closes_upstream_async(library: Any, misbehaving: Any) -> None:
    def script(connection: Any) -> None:
        connection.words("one ")
        connection.wait_until_client_leaves()

    misbehaving.script = script

    async def leave() -> None:
        async with library.AsyncClient(
            transport=InteractionsTransport(), base_url=misbehaving.url
        ) as client:
            async with client.stream("POST", STREAM, json=BODY) as response:
                async for _ in response.aiter_bytes():
                    break
            assert await asyncio.to_thread(misbehaving.client_left.wait, 5)

    asyncio.run(leave())


def test_a_cancelled_task_closes_upstream(library: Any, misbehaving: Any) -> None:
    started = threading.Event()

    def script(connection: Any) -> None:
        connection.words("one ")
        started.set()
        connection.wait_until_client_leaves()

    misbehaving.script = script

    async def read(client: Any) -> None:
        async with client.stream("POST", STREAM, json=BODY) as response:
            async for _ in response.aiter_bytes():
                pass

    async def cancel() -> None:
        async with library.AsyncClient(
            transport=InteractionsTransport(), base_url=misbehaving.url
        ) as client:
            task = asyncio.create_task(read(client))
            await asyncio.to_thread(started.wait, 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(misbehaving.client_left.wait, 5)

    asyncio.run(cancel())


def test_retries_of_the_sdk_see_each_failure(library: Any, misbehaving: Any) -> None:
    def script(connection: Any) -> None:
        error = {"error": {"code": "service_unavailable", "message": "busy"}}
        connection.answer(503, error)

    misbehaving.script = script
    shim = InteractionsTransport()
    options = {
        "base_url": misbehaving.url,
        "client_args": {"transport": shim},
        "async_client_args": {"transport": shim},
        "retry_options": {"attempts": 3, "initial_delay": 0.01, "max_delay": 0.02},
    }
    with genai.Client(api_key="k", http_options=options) as client:
        with pytest.raises(errors.ServerError):
            client.models.generate_content(model="m", contents="hi")
        with pytest.raises(errors.ServerError):
            list(client.models.generate_content_stream(model="m", contents="hi"))
    assert [path for path, _ in misbehaving.requests] == ["/v1beta/interactions"] * 6


def test_chunks_arrive_as_they_are_said(http: Any, misbehaving: Any) -> None:
    heard = threading.Event()

    def script(connection: Any) -> None:
        connection.words("one ")
        assert heard.wait(5), "the first word was held back"
        connection.event("step.delta", index=0, delta={"type": "text", "text": "two"})
        connection.complete()

    misbehaving.script = script
    with http.stream("POST", STREAM, json=BODY) as response:
        pieces = response.iter_bytes()
        assert b"one " in next(pieces)
        heard.set()
        assert b"two" in b"".join(pieces)
