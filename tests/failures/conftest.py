"""One emulator, reached by the official SDK in three ways: plainly, by transport, by proxy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google import genai

from stepbridge import InteractionsTransport
from stepbridge_emulator import Emulator


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


@pytest.fixture
def client_by(emulator: Emulator, proxy_url: str) -> Iterator[Callable[..., genai.Client]]:
    """``client_by("plain" | "transport" | "proxy", timeout=milliseconds)``."""
    made: list[genai.Client] = []

    def make(way: str, **options: Any) -> genai.Client:
        options["base_url"] = proxy_url if way == "proxy" else emulator.url
        if way == "transport":
            arguments = {"transport": InteractionsTransport()}
            options |= {"client_args": arguments, "async_client_args": arguments}
        made.append(genai.Client(api_key="k", http_options=options))
        return made[-1]

    yield make
    for client in made:
        client.close()
