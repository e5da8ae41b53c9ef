"""Real servers on loopback: the emulator, and one that misbehaves as it is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import httpx2
import pytest
from google import genai

import stepbridge
from stepbridge_emulator import Emulator

LIBRARIES = (httpx, httpx2)


@pytest.fixture
def apis(emulator: Emulator) -> Callable[[], set[str]]:
    """The APIs that requests reached the emulator by."""
    return lambda: {exchange.api for exchange in emulator.exchanges}


@pytest.fixture
def installed(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """The emulator in the environment, and the shim in every client."""
    for name, value in emulator.environ.items():
        monkeypatch.setenv(name, value)
    stepbridge.install()
    yield emulator
    stepbridge.uninstall()


@pytest.fixture(params=LIBRARIES, ids=lambda library: library.__name__)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """httpx or httpx2, also as the official SDK's choice."""
    monkeypatch.setenv("GOOGLE_GENAI_HTTP_CLIENT", request.param.__name__)
    return request.param


@pytest.fixture
def client(installed: Emulator, library: Any) -> Iterator[genai.Client]:
    """An official client over either library."""
    with genai.Client() as made:
        yield made


class Connection:
    """What a scripted answer can do to the client of the misbehaving server."""

    def __init__(self, handler: BaseHTTPRequestHandler, closed: threading.Event) -> None:
        self._handler = handler
        self.path = handler.path
        self.closed = closed

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        self._handler.send_header("Transfer-Encoding", "chunked")
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def write(self, data: bytes) -> None:
        self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self._handler.wfile.flush()

    def event(self, kind: str, **fields: Any) -> None:
        data = json.dumps({"event_type": kind, **fields})
        self.write(f"event: {kind}\ndata: {data}\n\n".encode())

    def words(self, *words: str) -> None:
        """Begin a stream and say some words."""
        self.begin()
        self.event("interaction.created", interaction={"id": "", "status": "in_progress"})
        self.event("step.start", index=0, step={"type": "model_output"})
        for word in words:
            self.event("step.delta", index=0, delta={"type": "text", "text": word})

    def complete(self) -> None:
        """End a stream well."""
        self.event("interaction.completed", interaction={"id": "", "status": "completed"})
        self.write(b"event: done\ndata: [DONE]\n\n")
        self._handler.wfile.write(b"0\r\n\r\n")

    def end(self) -> None:
        """End the body in good order."""
        self._handler.wfile.write(b"0\r\n\r\n")

    def answer(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.send_header("Content-Length", str(len(data)))
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def kill(self) -> None:
        """Cut the connection."""
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def wait_until_client_leaves(self, seconds: float = 10) -> None:
        """Write until the client is gone; sets ``closed``."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                self.event("step.delta", index=0, delta={"type": "text", "text": "more "})
            except OSError:
                self.closed.set()
                return
            time.sleep(0.02)


Script = Callable[[Connection], None]


class Misbehaving:
    """A server that runs ``script`` for every POST. ``requests`` holds paths and bodies,
    ``headers`` what came with them."""

    def __init__(self) -> None:
        self.script: Script = lambda connection: connection.answer(200, {})
        self.requests: list[tuple[str, Any]] = []
        self.headers: list[Any] = []
        self.client_left = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                outer.requests.append((self.path, json.loads(self.rfile.read(length) or b"null")))
                outer.headers.append(self.headers)
                self.close_connection = True
                outer.script(Connection(self, outer.client_left))

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def misbehaving() -> Iterator[Misbehaving]:
    server = Misbehaving()
    yield server
    server.stop()
