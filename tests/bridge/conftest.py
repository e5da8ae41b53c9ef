"""Both clients on a local emulator: the bridge takes the objects of either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import stepbridge
from stepbridge_emulator import Emulator


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(running_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    running_emulator.reset()
    for name, value in running_emulator.environ.items():
        monkeypatch.setenv(name, value)
    return running_emulator


@pytest.fixture(params=["official", "stepbridge"])
def client(request: pytest.FixtureRequest, emulator: Emulator) -> Any:
    if request.param == "stepbridge":
        return stepbridge.Client()
    from google import genai

    return genai.Client()
