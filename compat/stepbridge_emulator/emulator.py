"""A running emulator: a thread with a real HTTP server on loopback."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterable
from types import TracebackType

import uvicorn

from stepbridge_emulator.delivery import ConnectionCutError
from stepbridge_emulator.exchange_log import Exchange
from stepbridge_emulator.server import application
from stepbridge_emulator.state import State

START_TIMEOUT = 30.0
# Variables that would send the official SDK elsewhere, or win over the dummy key.
NEUTRALISED = (
    "GOOGLE_API_KEY",
    "GOOGLE_GENAI_USE_VERTEXAI",
    "GOOGLE_GENAI_USE_ENTERPRISE",
    "GOOGLE_VERTEX_BASE_URL",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
)
LOOPBACK = "127.0.0.1,localhost,::1"


def expected(record: logging.LogRecord) -> bool:
    """Keeps connections that were cut on demand out of the server's error log."""
    error = record.exc_info[1] if record.exc_info else None
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return not isinstance(error, ConnectionCutError)


class Emulator:
    """``with Emulator() as emulator:`` serves both APIs until the block ends.

    ``port`` 0 takes a free one. ``overlooked`` names fields of the canonical prompt that do not
    change an answer, such as ``settings.thinking_level``; they are in ``exchanges`` all the same.
    Raises ``OSError`` when the address cannot be bound.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, overlooked: Iterable[str] = ()
    ) -> None:
        self._host = host
        self._port = port
        self._state = State(overlooked=frozenset(overlooked))
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Emulator:
        """Bind, serve in a thread, return when requests are answered."""
        listener = socket.create_server((self._host, self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            application(self._state),
            log_level="error",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        logging.getLogger("uvicorn.error").addFilter(expected)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise OSError(f"the emulator did not start on {self._host}:{self._port}")
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        """Close the server and wait for its thread."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=START_TIMEOUT)
        self._server = self._thread = None

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, without a path."""
        return f"http://{self._host}:{self._port}"

    @property
    def environ(self) -> dict[str, str]:
        """Variables that lead an unchanged program here.

        An empty value stands for a variable that must not act; the SDKs read it as unset.
        """
        return {
            **dict.fromkeys(NEUTRALISED, ""),
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "GEMINI_API_KEY": "emulator",
            "NO_PROXY": LOOPBACK,
            "no_proxy": LOOPBACK,
        }

    @property
    def exchanges(self) -> list[Exchange]:
        """What arrived so far, in order."""
        return self._state.log.entries()

    def reset(self) -> None:
        """Forget exchanges and stored interactions."""
        self._state.clear()
