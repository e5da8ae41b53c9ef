"""Requests that real clients sent translate without loss to bodies that the SDK accepts."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepbridge.translate.request import to_interaction

RECORDED = Path(__file__).parents[4] / "shared" / "wire" / "generate_content.jsonl"


def recorded() -> list[dict[str, Any]]:
    if not RECORDED.exists():
        return []
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded traffic is not part of the project")
@pytest.mark.parametrize("number", range(len(recorded())))
def test_recorded_requests(number: int, validate_create_interaction: Callable[..., Any]) -> None:
    request = recorded()[number]["request"]
    model = recorded()[number]["url"].rpartition("/")[2].partition(":")[0]
    before = copy.deepcopy(request)
    translation = to_interaction(request, model=model)
    validate_create_interaction(translation.body)
    assert request == before
    assert translation.losses == ()
    sent = json.dumps(translation.body)
    texts = [
        part["text"] for turn in request["contents"] for part in turn["parts"] if "text" in part
    ]
    assert all(json.dumps(text) in sent for text in texts if text)
