"""Status, usage, identity and blocks of a whole answer."""

from __future__ import annotations

from typing import Any

import pytest

from stepbridge.translate import continuation, response
from stepbridge.translate.refusals.failures import InteractionFailedError

STEPS = [{"type": "model_output", "content": [{"type": "text", "text": "Hi."}]}]


def interaction(status: str = "completed", **more: Any) -> dict[str, Any]:
    return {"id": "i1", "status": status, "model": "m", "steps": STEPS, **more}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("completed", "STOP"),
        ("requires_action", "STOP"),
        ("incomplete", "MAX_TOKENS"),
        ("requires_continuation", "CONTINUATION"),
        ("cancelled", "OTHER"),
        ("budget_exceeded", "OTHER"),
        ("a status of next year", "OTHER"),
    ],
)
def test_finish_reason(status: str, reason: str, official: Any) -> None:
    answer = official(response.from_interaction(interaction(status)).body)
    assert answer.candidates[0].finish_reason == reason


def test_an_unfinished_answer_has_no_finish_reason() -> None:
    body = response.from_interaction(interaction("in_progress")).body
    assert "finishReason" not in body["candidates"][0]


def test_no_text_is_none_not_empty(official: Any) -> None:
    body = response.from_interaction(interaction("incomplete", steps=[])).body
    assert official(body).text is None
    assert body["candidates"][0]["content"] == {"role": "model"}


def test_all_text_counts_not_only_the_last_run(official: Any) -> None:
    search = {"type": "google_search_call", "id": "s", "arguments": {"queries": ["q"]}}
    steps = [*STEPS, search, *STEPS]
    assert official(response.from_interaction(interaction(steps=steps)).body).text == "Hi.Hi."


def test_only_steps_after_the_last_input_are_the_answer(official: Any) -> None:
    steps = [{"type": "user_input", "content": [{"type": "text", "text": "Q"}]}, *STEPS]
    steps = [*STEPS, *steps]
    assert official(response.from_interaction(interaction(steps=steps)).body).text == "Hi."


@pytest.mark.parametrize("empty", [{"id": ""}, {"id": None}])
def test_an_answer_without_an_id_gets_one(empty: dict[str, Any]) -> None:
    first = response.from_interaction(interaction(**empty)).body["responseId"]
    second = response.from_interaction(interaction(**empty)).body["responseId"]
    assert first != second
    fixed = response.from_interaction(interaction(**empty), new_id=lambda: "x").body
    assert fixed["responseId"] == "x"


def test_usage(official: Any) -> None:
    usage = {
        "total_input_tokens": 5,
        "total_output_tokens": 3,
        "total_thought_tokens": 2,
        "total_cached_tokens": 1,
        "total_tool_use_tokens": 4,
        "total_tokens": 14,
        "input_tokens_by_modality": [{"modality": "text", "tokens": 2},
                                     {"modality": "image", "tokens": 3}],
        "output_tokens_by_modality": [{"modality": "text", "tokens": 3}],
        "cached_tokens_by_modality": [{"modality": "text", "tokens": 1}],
        "tool_use_tokens_by_modality": [{"modality": "document", "tokens": 4}],
    }  # fmt: skip
    found = official(response.from_interaction(interaction(usage=usage)).body).usage_metadata
    assert found.model_dump(exclude_none=True, mode="json") == {
        "prompt_token_count": 5,
        "candidates_token_count": 3,
        "thoughts_token_count": 2,
        "cached_content_token_count": 1,
        "tool_use_prompt_token_count": 4,
        "total_token_count": 14,
        "prompt_tokens_details": [{"modality": "TEXT", "token_count": 2},
                                  {"modality": "IMAGE", "token_count": 3}],
        "candidates_tokens_details": [{"modality": "TEXT", "token_count": 3}],
        "cache_tokens_details": [{"modality": "TEXT", "token_count": 1}],
        "tool_use_prompt_tokens_details": [{"modality": "DOCUMENT", "token_count": 4}],
    }  # fmt: skip


def test_counts_of_zero_are_left_out_as_on_the_live_service() -> None:
    usage = {"total_input_tokens": 5, "total_cached_tokens": 0, "total_tokens": 5}
    body = response.from_interaction(interaction(usage=usage)).body
    assert body["usageMetadata"] == {"promptTokenCount": 5, "totalTokenCount": 5}


def test_counts_without_a_home_are_losses() -> None:
    usage = {"total_tokens": 1, "grounding_tool_count": [{"type": "google_search", "count": 2}]}
    (loss,) = response.from_interaction(interaction(usage=usage)).losses
    assert loss.path == "usage.grounding_tool_count"


def test_unknown_fields_are_losses_and_echoes_are_not() -> None:
    told = interaction(brand_new={"a": 1}, object="interaction", tools=[], labels={}, updated="x")
    assert [loss.path for loss in response.from_interaction(told).losses] == ["brand_new"]


@pytest.mark.parametrize(
    ("code", "block", "finish"),
    [
        ("safety", "SAFETY", "SAFETY"),
        ("prohibited_content", "PROHIBITED_CONTENT", "PROHIBITED_CONTENT"),
        ("content_blocked", "OTHER", "OTHER"),
    ],
)
def test_a_block_is_an_answer(code: str, block: str, finish: str, official: Any) -> None:
    errors = [{"code": code, "message": "No."}]
    before = official(
        response.from_interaction(interaction("failed", steps=[], errors=errors)).body
    )
    assert before.candidates is None
    assert before.prompt_feedback.block_reason == block
    assert before.prompt_feedback.block_reason_message == "No."
    after = official(response.from_interaction(interaction("failed", errors=errors)).body)
    assert after.text == "Hi."
    assert after.candidates[0].finish_reason == finish
    assert after.candidates[0].finish_message == "No."


@pytest.mark.parametrize("counted", ["total_output_tokens", "total_thought_tokens"])
def test_a_block_of_what_the_model_began_is_a_finish_reason(counted: str, official: Any) -> None:
    failed = interaction("failed", steps=[], errors=[{"code": "safety"}], usage={counted: 3})
    answer = official(response.from_interaction(failed).body)
    assert answer.prompt_feedback is None
    assert answer.candidates[0].finish_reason == "SAFETY"


def test_recitation_is_a_finish_reason_only(official: Any) -> None:
    errors = [{"code": "recitation", "message": "Known text."}]
    answer = official(
        response.from_interaction(interaction("failed", steps=[], errors=errors)).body
    )
    assert answer.prompt_feedback is None
    assert answer.candidates[0].finish_reason == "RECITATION"


@pytest.mark.parametrize(
    ("told", "code", "status"),
    [
        ({"errors": [{"code": "rate_limit_exceeded", "message": "x"}]}, 429, "RESOURCE_EXHAUSTED"),
        ({"steps": [{"type": "model_output", "error": {"code": 8, "message": "x"}}]}, 429,
         "RESOURCE_EXHAUSTED"),
        ({"steps": []}, 500, "INTERNAL"),
    ],
)  # fmt: skip
def test_another_failure_is_an_error(told: dict[str, Any], code: int, status: str) -> None:
    with pytest.raises(InteractionFailedError) as caught:
        response.from_interaction(interaction("failed", **told))
    assert (caught.value.code, caught.value.status) == (code, status)
    assert next(iter(caught.value.body)) == "error"


def test_hops_are_one_answer(official: Any) -> None:
    first = interaction(
        "requires_continuation",
        continuation_token="dG9r",
        usage={"total_tokens": 5, "input_tokens_by_modality": [{"modality": "text", "tokens": 5}]},
    )
    last = interaction(
        "completed",
        id="i2",
        usage={"total_tokens": 7, "input_tokens_by_modality": [{"modality": "text", "tokens": 6}]},
    )
    more = continuation.continuation_of(first)
    assert more == continuation.Continuation("dG9r", "i1")
    assert continuation.continuation_of(last) is None
    body = response.from_interaction(continuation.joined([first, last])).body
    answer = official(body)
    assert answer.text == "Hi.Hi."
    assert answer.response_id == "i2"
    assert answer.candidates[0].finish_reason == "STOP"
    assert body["usageMetadata"]["totalTokenCount"] == 12
    assert body["usageMetadata"]["promptTokensDetails"] == [{"modality": "TEXT", "tokenCount": 11}]


def test_a_continuation_that_nobody_follows_can_be_followed_by_the_caller(official: Any) -> None:
    told = interaction("requires_continuation", continuation_token="dG9r")
    candidate = official(response.from_interaction(told).body).candidates[0]
    assert candidate.finish_reason == "CONTINUATION"
    assert candidate.continuation_token == b"dG9r"
