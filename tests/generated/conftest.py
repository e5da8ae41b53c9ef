"""Generated programs: their generator and their judge lie beside the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def how_many() -> int:
    """How many programs; ``STEPBRIDGE_GENERATED=3000`` asks for a long run."""
    return int(os.environ.get("STEPBRIDGE_GENERATED", "120"))


@pytest.fixture(scope="session")
def seed() -> int:
    """What the programs are drawn by; ``STEPBRIDGE_GENERATED_SEED`` asks for others."""
    return int(os.environ.get("STEPBRIDGE_GENERATED_SEED", "20261"))
