"""A running emulator, and the official SDK pointed at it through the environment alone."""

from collections.abc import Iterator

import httpx
import pytest
from google import genai

from stepbridge_emulator import Emulator


@pytest.fixture
def emulator(emulator_in_environment: Emulator) -> Emulator:
    return emulator_in_environment


@pytest.fixture
def client(emulator: Emulator) -> Iterator[genai.Client]:
    with genai.Client() as sdk:
        yield sdk


@pytest.fixture
def http(emulator: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=emulator.url, headers={"x-goog-api-key": "emulator"}, timeout=30
    ) as raw:
        yield raw
