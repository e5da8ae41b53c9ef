"""One emulator, reached by a legacy client in every way there is, and what the client sees.

The plain ways are the official SDK on generateContent itself: what the others are held against.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from google import genai
from google.genai import errors

import stepbridge
from stepbridge import InteractionsTransport, Settings
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
SHIMMED = ("transport httpx", "transport httpx2", "proxy httpx", "proxy httpx2", "Client")
WHOLE = ("whole", "async whole")
STREAMS = ("stream", "async stream")


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[Emulator]:
    """One of our own: requests whose clients gave up may arrive when other tests have begun."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def proxy_url(running_emulator: Emulator) -> Iterator[str]:
    command = [sys.executable, "-m", "stepbridge_cli.main", "proxy", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--upstream", running_emulator.url], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    line = next(line for line in process.stderr if "running on" in line)
    yield line.split("running on ")[1].split()[0]
    process.terminate()
    process.wait(timeout=30)


@dataclass(frozen=True)
class Way:
    """A client, and what a program can tell of its calls. Clients are dear: one serves all."""

    name: str
    client: Any
    runner: asyncio.Runner

    def ask(self, form: str, prompt: str) -> Any:
        """The answer, or the list of its chunks."""
        if form == "whole":
            return self.client.models.generate_content(model=MODEL, contents=prompt)
        if form == "stream":
            return list(self.client.models.generate_content_stream(model=MODEL, contents=prompt))
        return self.runner.run(self._awaited(form, prompt))

    async def _awaited(self, form: str, prompt: str) -> Any:
        models = self.client.aio.models
        if form == "async whole":
            return await models.generate_content(model=MODEL, contents=prompt)
        stream = await models.generate_content_stream(model=MODEL, contents=prompt)
        return [chunk async for chunk in stream]

    def text(self, form: str, prompt: str) -> str:
        """All that was said."""
        answer = self.ask(form, prompt)
        return "".join(part.text or "" for part in (answer if form in STREAMS else [answer]))

    def seen(self, form: str, prompt: str) -> tuple[Any, ...]:
        """What a caller can tell one outcome from another by."""
        try:
            answer = self.ask(form, prompt)
        except errors.ClientError as error:
            return errors.ClientError, error.code, error.status
        except errors.ServerError as error:
            return errors.ServerError, error.code, error.status
        except Exception as error:
            return (type(error),)
        last = answer[-1] if form in STREAMS else answer
        feedback = last.prompt_feedback
        finish = last.candidates[0].finish_reason if last.candidates else None
        return "answer", feedback and feedback.block_reason, finish


@pytest.fixture(scope="session")
def way_of(running_emulator: Emulator, proxy_url: str) -> Iterator[Callable[..., Way]]:
    """``way_of(name, **http_options)``; the same arguments give the same client."""
    made: dict[str, Way] = {}
    runner = asyncio.Runner()

    def make(name: str, **options: Any) -> Way:
        key = f"{name} {sorted(options.items())}"
        if key not in made:
            made[key] = Way(name, client_by(name, running_emulator.url, proxy_url, options), runner)
        return made[key]

    yield make
    for way in made.values():
        way.client.close()
    runner.close()


def client_by(name: str, url: str, proxy_url: str, options: dict[str, Any]) -> Any:
    kind, _, library = name.partition(" ")
    options = {**options, "base_url": proxy_url if kind == "proxy" else url}
    if kind == "Client":
        return stepbridge.Client(api_key="k", http_options=options)
    if kind == "transport":
        # Under the policy that never falls back; the other ways do, as is the default.
        arguments = {"transport": InteractionsTransport(settings=Settings(unsupported="error"))}
        options |= {"client_args": arguments, "async_client_args": arguments}
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GOOGLE_GENAI_HTTP_CLIENT", library)
        return genai.Client(api_key="k", http_options=options)


@pytest.fixture(params=SHIMMED)
def way(request: pytest.FixtureRequest, way_of: Any) -> Way:
    """A way that leads through the shim."""
    return way_of(request.param)  # type: ignore[no-any-return]


@pytest.fixture
def native(way: Way, way_of: Any) -> Way:
    """The same without the shim."""
    return way_of(f"plain {way.name.partition(' ')[2] or 'httpx'}")  # type: ignore[no-any-return]


@pytest.fixture(params=[*WHOLE, *STREAMS])
def form(request: pytest.FixtureRequest) -> str:
    """How an answer is asked for."""
    return str(request.param)


@pytest.fixture(params=STREAMS)
def stream_form(request: pytest.FixtureRequest) -> str:
    """How a stream is asked for."""
    return str(request.param)


@pytest.fixture(params=WHOLE)
def whole_form(request: pytest.FixtureRequest) -> str:
    """How a whole answer is asked for."""
    return str(request.param)
