"""Whatever goes wrong upstream, a legacy client sees what generateContent would have shown it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from google import genai
from google.genai import errors

from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
WAYS = ("transport", "proxy")
FORMS = ("whole", "stream", "async whole", "async stream")
LOST = (httpx.TransportError, httpx2.TransportError)


async def asked_async(client: genai.Client, form: str, prompt: str) -> str:
    models = client.aio.models
    if form == "async whole":
        return (await models.generate_content(model=MODEL, contents=prompt)).text or ""
    stream = await models.generate_content_stream(model=MODEL, contents=prompt)
    return "".join([chunk.text or "" async for chunk in stream])


def asked(client: genai.Client, form: str, prompt: str) -> str:
    if form.startswith("async"):
        return asyncio.run(asked_async(client, form, prompt))
    if form == "whole":
        return client.models.generate_content(model=MODEL, contents=prompt).text or ""
    chunks = client.models.generate_content_stream(model=MODEL, contents=prompt)
    return "".join(chunk.text or "" for chunk in chunks)


def seen(client: genai.Client, form: str, prompt: str) -> tuple[Any, ...]:
    """What a program can tell apart: the answer, or the error's class, code and status."""
    try:
        return ("answer", asked(client, form, prompt))
    except errors.APIError as error:
        return type(error), error.code, error.status
    except Exception as error:
        return (type(error),)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["400", "403", "404", "429", "503", "bad-key", "safety"])
def test_refusals_look_the_same(client_by: Any, way: str, form: str, kind: str) -> None:
    prompt = f"[[emulator:{kind}]]"
    assert seen(client_by(way), form, prompt) == seen(client_by("plain"), form, prompt)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["stream", "async stream"])
def test_an_error_event_after_200_looks_the_same(client_by: Any, way: str, form: str) -> None:
    prompt = "[[emulator:stream-error]]"
    expected = (errors.ServerError, 503, "UNAVAILABLE")
    assert seen(client_by("plain"), form, prompt) == expected
    assert seen(client_by(way), form, prompt) == expected


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        *((form, kind) for form in FORMS for kind in ("cut", "malformed")),
        ("stream", "truncate"),
        ("async stream", "truncate"),
    ],
)
def test_a_broken_answer_is_never_a_short_one(
    client_by: Any, way: str, form: str, kind: str
) -> None:
    """Also where generateContent's own stream would just have stopped."""
    kind_of_error, *_ = seen(client_by(way), form, f"[[emulator:{kind}]]")
    assert kind_of_error != "answer"
    assert issubclass(kind_of_error, (errors.APIError, errors.UnknownApiResponseError, *LOST))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("whole", "hang"),
        ("stream", "hang"),
        ("stream", "hang-stream"),
        ("async whole", "hang"),
        ("async stream", "hang-stream"),
    ],
)
def test_a_silent_server_is_the_clients_own_timeout(
    client_by: Any, way: str, form: str, kind: str
) -> None:
    prompt = f"[[emulator:{kind}]]"
    start = time.monotonic()
    outcome = seen(client_by(way, timeout=900), form, prompt)
    assert issubclass(outcome[0], (httpx.TimeoutException, httpx2.TimeoutException))
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("way", WAYS)
def test_a_slow_server_is_waited_for(client_by: Any, way: str) -> None:
    prompt = "[[emulator:slow]]"
    assert asked(client_by(way), "stream", prompt) == asked(client_by("plain"), "stream", prompt)


@pytest.mark.parametrize("way", WAYS)
def test_a_client_that_leaves_leaves_nothing_behind(
    client_by: Callable[..., genai.Client], emulator: Emulator, way: str
) -> None:
    """Streams that are dropped half-read: the next calls work, and no thread stays."""
    client = client_by(way)
    asked(client, "whole", "warm up")
    before = threading.active_count()
    for _ in range(5):
        stream = client.models.generate_content_stream(model=MODEL, contents="[[emulator:slow]]")
        next(iter(stream))
        stream.close()
    assert asked(client, "stream", "still there?")
    assert threading.active_count() <= before
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}
