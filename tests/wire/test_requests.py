"""generateContent requests become the Interactions requests that the schemas ask for."""

from __future__ import annotations

import copy
from typing import Any

from stepbridge.translate import request


def test_to_interaction(
    request_case: Any, assert_agree: Any, spell_out: Any, default_model: str
) -> None:
    model = request_case.get("model", default_model)
    legacy = copy.deepcopy(request_case["legacy"])
    translation = request.to_interaction(
        legacy, model=model, stream=request_case.get("stream", False)
    )
    expected = {"model": model, "store": False, **request_case["interaction"]}
    assert_agree(spell_out(expected), spell_out(dict(translation.body)))
    assert legacy == request_case["legacy"], "the request was changed"
    if request_case["losses"] != "any":
        losses = {(loss.path, loss.fidelity.value) for loss in translation.losses}
        assert losses == {(loss["path"], loss["fidelity"]) for loss in request_case["losses"]}


def test_the_official_sdk_accepts_the_expected_side(
    request_case: Any, spell_out: Any, default_model: str
) -> None:
    """The pairs themselves are checked: a wrong pair must not convict a right translator."""
    from google.genai._gaos.types.interactions.createmodelinteraction import CreateModelInteraction

    expected = {"model": default_model, "store": False, **request_case["interaction"]}
    joined = expected.get("system_instruction")
    if isinstance(joined, dict):
        expected["system_instruction"] = "\n".join(joined["$contains"])
    assert CreateModelInteraction.model_validate(spell_out(expected)).model == expected["model"]
