"""Rewritten programs of the beta, run on the emulator with the official SDK.

What they were cannot run anywhere any more, so there is nothing to compare with: they must end
well, be refused nothing, and print what was answered.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stepbridge_emulator import Emulator

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
PRINTS = {
    "beta_calls/answered_together": "sunny in",
    "beta_events/final_outputs": "Emulated",
    "beta_events/final_outputs_async": "Emulated",
    "beta_events/matched": "Emulated",
    "beta_events/names": "Emulated",
    "beta_events/streamed_call": "get_weather {'city'",
    "beta_events/streamed_call_collected": "get_weather {'city'",
    "beta_events/streamed_call_alone": "get_weather {'city'",
    "beta_events/streamed_call_first": "get_weather {'city'",
    "beta_format/computed_modalities": "completed",
    "beta_format/picture_settings": "image/",
    "beta_format/schema": "name=",
    "beta_format/spread": "image/",
    "beta_outputs/by_index": "thought",
    "beta_outputs/compared_with_none": "answered True",
    "beta_outputs/dates_elsewhere": "past",
    "beta_outputs/either": "Output: Emulated",
    "beta_outputs/filters": "Emulated",
    "beta_outputs/helper": "Emulated",
    "beta_outputs/hidden": "Emulated",
    "beta_outputs/in_f_strings": "Emulated",
    "beta_outputs/last_text": "Emulated",
    "beta_outputs/loops": "Emulated",
    "beta_outputs/passed_on": "outputs",
    "beta_outputs/picture": "image/",
    "beta_turns/appended": "Earlier you said 'first'",
    "beta_turns/first_turn": "User: And in France?",
    "beta_turns/role_variable": "Emulated",
    "beta_types/turns": "Emulated",
    "beta_turns/history": "Earlier you said 'hi'",
    "beta_turns/in_the_call": "with image",
    "beta_turns/parameter": "Emulated",
}


@pytest.mark.parametrize("name", PRINTS)
def test_runs(name: str, tmp_path: Path) -> None:
    program = FIXTURES / f"{name}.after.py"
    with Emulator() as emulator:
        done = subprocess.run(
            [sys.executable, str(program)],
            env={**os.environ, **emulator.environ, "PYTHONIOENCODING": "utf-8"},
            cwd=tmp_path,
            input="first\nsecond\n\n",
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        refused = [exchange.error for exchange in emulator.exchanges if exchange.error]
    assert done.returncode == 0, done.stderr
    assert refused == []
    assert PRINTS[name] in done.stdout
