"""The same through asynchronous clients, the proxy, and stepbridge's own client."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from google import genai

import stepbridge
from stepbridge import InteractionsTransport
from stepbridge.policy import COUNTERS, Settings
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"


def hits() -> int:
    return COUNTERS.snapshot().get("state_hit", 0)


def test_asynchronous_chats(emulator: Emulator, store_name: str) -> None:
    shim = InteractionsTransport(settings=Settings(state="server", state_store=store_name))
    arguments = {"transport": shim}
    options = {
        "base_url": emulator.url,
        "client_args": arguments,
        "async_client_args": arguments,
    }
    COUNTERS.reset()

    async def talk() -> None:
        async with genai.Client(api_key="k", http_options=options).aio as client:
            chat = client.chats.create(model=MODEL)
            for words in ("one", "two", "three"):
                async for chunk in await chat.send_message_stream(words):
                    assert chunk.candidates

    asyncio.run(talk())
    assert hits() == 2


@pytest.mark.usefixtures("fresh_memory")
def test_stepbridge_client(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPBRIDGE_STATE", "server")
    COUNTERS.reset()
    with stepbridge.Client(api_key="k", http_options={"base_url": emulator.url}) as client:
        chat = client.chats.create(model=MODEL)
        for words in ("one", "two", "three"):
            assert chat.send_message(words).text
    assert hits() == 2


@pytest.fixture
def proxies(
    emulator: Emulator, tmp_path: Path, environment_with: dict[str, str]
) -> Iterator[list[str]]:
    """Two proxies that share one file."""
    environ = {
        **environment_with,
        "STEPBRIDGE_STATE": "server",
        "STEPBRIDGE_STATE_STORE": str(tmp_path / "state.db"),
    }
    command = [sys.executable, "-m", "stepbridge_cli.main", "proxy", "--port", "0"]
    started = [
        subprocess.Popen(
            [*command, "--upstream", emulator.url], stderr=subprocess.PIPE, text=True, env=environ
        )
        for _ in range(2)
    ]
    urls = []
    for process in started:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "running on" in line)
        urls.append(line.split("running on ")[1].split()[0])
    yield urls
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def test_a_chat_over_two_proxies(emulator: Emulator, proxies: list[str]) -> None:
    """Whichever proxy a turn reaches, it goes on where the other stopped."""
    history: list[genai.types.Content] = []
    for turn, url in enumerate([*proxies, *proxies]):
        with genai.Client(api_key="k", http_options={"base_url": url}) as client:
            chat = client.chats.create(model=MODEL, history=history)
            chat.send_message(f"turn {turn}")
            history = chat.get_history()
    last = emulator.exchanges[-1].prompt
    assert last is not None
    assert len(last["turns"]) == 7
    assert {exchange.status for exchange in emulator.exchanges} == {200}
    stored = emulator._state.interactions._kept.values()
    assert [bool(kept.previous) for kept in stored] == [False, True, True, True]
