"""The examples of the field map run, and mean before what they mean after."""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from google import genai
from google.genai import types
from PIL import Image

from stepbridge.fields import FIELDS, Example, Fidelity, Field, Surface
from stepbridge_emulator import Emulator

ROWS = [row for row in FIELDS if row.example]
# The old SDK is not installed, and the beta's service is gone: of these only "after" can run.
_ENDED = {Surface.BETA, Surface.OLD_SDK}
PAIRS = [row for row in ROWS if row.surface not in _ENDED]
# What was sent cannot be the same: the example shows how to do without the field, or a chain that
# the server keeps, where a chat sent everything again.
_OTHER_REQUESTS = {"SB106", "SB740"}
_MODEL = "gemini-3.5-flash"


def _example(row: Field) -> Example:
    assert row.example
    return row.example


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_examples_are_python(row: Field) -> None:
    ast.parse(_example(row).before)
    ast.parse(_example(row).after)
    assert max(len(line) for line in _example(row).after.splitlines()) <= 100


def test_the_most_used_fields_have_examples() -> None:
    assert len(ROWS) >= 60
    assert {row.surface for row in ROWS} >= set(Surface) - {Surface.SCHEMA}


@dataclass
class Stage:
    """Runs snippets with what they expect to be there, on an emulator of its own."""

    emulator: Emulator
    names: dict[str, Any]

    def run(self, source: str) -> tuple[str, list[Any]]:
        """What the snippet prints, and the meanings of the requests that it sends."""
        self.emulator.reset()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(source, dict(self.names))
        prompts = [exchange.prompt for exchange in self.emulator.exchanges]
        return printed.getvalue(), [prompt for prompt in prompts if prompt is not None]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, format="PNG")
    with Emulator() as emulator, pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.environ.items():
            patch.setenv(name, value)
        client = genai.Client()
        names = {
            "MODEL": _MODEL,
            "base64": base64,
            "client": client,
            "json": json,
            "picture": picture.getvalue(),
            "types": types,
            "response": client.models.generate_content(model=_MODEL, contents="hi"),
            "interaction": client.interactions.create(model=_MODEL, input="hi", store=False),
        }
        yield Stage(emulator, names)


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row.id} {row.symbol}")
def test_before_and_after_send_and_print_the_same(stage: Stage, row: Field) -> None:
    printed_before, sent_before = stage.run(_example(row).before)
    printed_after, sent_after = stage.run(_example(row).after)
    assert printed_after == printed_before
    assert sent_before or printed_before or "print" in _example(row).before
    if row.fidelity is not Fidelity.LOST and row.id not in _OTHER_REQUESTS:
        assert sent_after == sent_before


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.surface in _ENDED], ids=lambda row: f"{row.id} {row.symbol}"
)
def test_what_replaces_ended_code_runs(stage: Stage, row: Field) -> None:
    printed, sent = stage.run(_example(row).after)
    assert sent or printed or "=" in _example(row).after
