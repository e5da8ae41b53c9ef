"""Interactions become the generateContent answers that a legacy caller reads."""

from __future__ import annotations

import copy
from typing import Any

from google.genai import types

from stepbridge.translate import response


def comparable(body: dict[str, Any]) -> dict[str, Any]:
    """Without what no caller can tell apart: candidate index 0, counts of 0, the creation time."""
    out = {key: value for key, value in body.items() if key != "createTime"}
    out["candidates"] = [
        {key: value for key, value in candidate.items() if (key, value) != ("index", 0)}
        for candidate in body.get("candidates", [])
    ]
    if "usageMetadata" in body:
        usage = {key: value for key, value in body["usageMetadata"].items() if value != 0}
        out["usageMetadata"] = usage
    return out


def test_from_interaction(response_case: Any, assert_agree: Any) -> None:
    interaction = copy.deepcopy(response_case["interaction"])
    translation = response.from_interaction(interaction)
    assert_agree(comparable(response_case["legacy"]), comparable(dict(translation.body)))
    assert interaction == response_case["interaction"], "the interaction was changed"


def test_the_official_sdk_reads_the_expected_side(response_case: Any) -> None:
    answer = types.GenerateContentResponse.model_validate(response_case["legacy"])
    assert answer.candidates
    assert answer.model_dump(exclude_none=True, by_alias=True, mode="json")["modelVersion"]
