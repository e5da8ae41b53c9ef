"""Reads the hand-written pairs of fixtures/wire; compares up to spelling, never up to meaning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WIRE = Path(__file__).parents[2] / "fixtures" / "wire"
MODEL = "gemini-2.5-flash"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `request_case` runs once a case of fixtures/wire/requests, ..."""
    for kind in ("request", "response", "stream", "error"):
        if f"{kind}_case" in metafunc.fixturenames:
            cases = [
                pytest.param(case, id=f"{path.stem}: {case['name']}")
                for path in sorted((WIRE / f"{kind}s").glob("*.json"))
                for case in json.loads(path.read_text(encoding="utf-8"))
            ]
            metafunc.parametrize(f"{kind}_case", cases)


def spelled_out(body: dict[str, Any]) -> dict[str, Any]:
    """A CreateInteraction body with its short forms written out."""
    steps = body.get("input")
    if isinstance(steps, str):
        steps = [{"type": "text", "text": steps}]
    if isinstance(steps, dict):
        steps = [steps]
    if steps and steps[0]["type"] in {"text", "image", "audio", "video", "document"}:
        steps = [{"type": "user_input", "content": steps}]
    out = {**body, "input": [spelled_out_step(step) for step in steps or []]}
    if isinstance(out.get("response_format"), dict):
        out["response_format"] = [out["response_format"]]
    return out


def spelled_out_step(step: dict[str, Any]) -> dict[str, Any]:
    if isinstance(step.get("content"), str):
        return {**step, "content": [{"type": "text", "text": step["content"]}]}
    if step["type"] == "function_result" and isinstance(step.get("result"), str):
        return {**step, "result": json.loads(step["result"])}
    return step


def agree(expected: Any, actual: Any, names: dict[str, str], where: str = "") -> None:
    """Asserts equality, with `$name` and `$contains` as fixtures/wire/README.md describes them."""
    if isinstance(expected, str) and expected.startswith("$"):
        assert isinstance(actual, str), where
        assert actual, where
        assert names.setdefault(expected, actual) == actual, f"{where}: {expected} changed"
        return
    if isinstance(expected, dict) and "$contains" in expected:
        pieces = [actual.find(piece) for piece in expected["$contains"]]
        assert -1 not in pieces, where
        assert pieces == sorted(pieces), where
        return
    if isinstance(expected, dict) and isinstance(actual, dict):
        assert expected.keys() == actual.keys(), f"{where}: {actual}"
        for key, value in expected.items():
            agree(value, actual[key], names, f"{where}.{key}")
        return
    if isinstance(expected, list) and isinstance(actual, list):
        assert len(expected) == len(actual), f"{where}: {actual}"
        for index, (left, right) in enumerate(zip(expected, actual, strict=True)):
            agree(left, right, names, f"{where}[{index}]")
        return
    assert expected == actual, where


@pytest.fixture
def assert_agree() -> Callable[[Any, Any], dict[str, str]]:
    def check(expected: Any, actual: Any) -> dict[str, str]:
        names: dict[str, str] = {}
        agree(expected, actual, names)
        return names

    return check


@pytest.fixture
def spell_out() -> Callable[[dict[str, Any]], dict[str, Any]]:
    return spelled_out


@pytest.fixture
def default_model() -> str:
    return MODEL
