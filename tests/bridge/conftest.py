"""Both clients on a local emulator: the bridge takes the objects of either."""

from __future__ import annotations

from typing import Any

import pytest

import stepbridge
from stepbridge_emulator import Emulator


@pytest.fixture
def emulator(emulator_in_environment: Emulator) -> Emulator:
    return emulator_in_environment


@pytest.fixture(params=["official", "stepbridge"])
def client(request: pytest.FixtureRequest, emulator: Emulator) -> Any:
    if request.param == "stepbridge":
        return stepbridge.Client()
    from google import genai

    return genai.Client()
