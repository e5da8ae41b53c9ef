"""What happens to a request that uses a field which Interactions lacks."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepbridge.fields.row import Fidelity
from stepbridge.policy import (
    Counters,
    Decision,
    Outcome,
    UnsupportedFieldError,
    UnsupportedFieldWarning,
)
from stepbridge.policy.announce import announce, count
from stepbridge.translate.loss import Loss

Make = Callable[..., Any]
PENALTY = {
    "contents": [{"parts": [{"text": "my secret words"}]}],
    "generationConfig": {"presencePenalty": 0.5, "temperature": 0.1},
}


def test_legacy_sends_that_one_request_unchanged(play: Make, text: Make) -> None:
    got = play([text()], PENALTY)
    assert got.untouched
    assert got.sent[0].url.endswith("/v1/models/gemini-3.5-flash:generateContent")
    assert got.bodies == [PENALTY]
    (decision,) = got.decisions
    assert decision.outcome is Outcome.LEGACY
    assert [loss.path for loss in decision.lost] == ["generationConfig.presencePenalty"]


def test_error_raises_before_anything_is_sent(play: Make) -> None:
    with pytest.raises(UnsupportedFieldError) as caught:
        play([], PENALTY, unsupported="error")
    (field_id,) = caught.value.field_ids
    assert field_id.startswith("SB")
    assert f"stepbridge explain {field_id}" in str(caught.value)
    assert "generationConfig.presencePenalty" in str(caught.value)


def test_drop_goes_on_without_the_field(play: Make, text: Make) -> None:
    got = play([text()], PENALTY, unsupported="drop")
    assert got.bodies[0]["generation_config"] == {"temperature": 0.1}
    assert got.decisions[0].outcome is Outcome.DROPPED


def test_top_k_is_carried_when_allowed(play: Make, text: Make) -> None:
    body = {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"topK": 4}}
    got = play([text()], body, unsupported="error", top_k=True)
    assert got.bodies[0]["generation_config"]["top_k"] == 4


@pytest.mark.parametrize("streamed", [False, True])
def test_a_model_that_interactions_lacks_is_asked_the_old_way(
    play: Make, text: Make, fail: Make, streamed: bool
) -> None:
    call = {"call": "streamGenerateContent", "query": "alt=sse"} if streamed else {}
    got = play([fail(404, "model_not_found"), text()], **call)
    assert got.untouched
    assert got.sent[1].url.split("?")[0].endswith("enerateContent")
    assert [(d.outcome, d.fallback) for d in got.decisions] == [
        (Outcome.TRANSLATED, False),
        (Outcome.LEGACY, True),
    ]


def test_a_refusal_inside_a_stream_is_asked_the_old_way(
    play: Make, text: Make, stream: Make, make_event: Make
) -> None:
    refusal = make_event("error", error={"code": "model_not_found", "message": "no such model"})
    upstream = stream(status=None, tail=[refusal])
    got = play([upstream, text()], call="streamGenerateContent", query="alt=sse")
    assert got.untouched


@pytest.mark.parametrize("unsupported", ["error", "drop"])
def test_other_policies_do_not_go_back(play: Make, fail: Make, unsupported: str) -> None:
    got = play([fail(404, "model_not_found")], unsupported=unsupported)
    assert (got.status, got.json["error"]["status"]) == (404, "NOT_FOUND")


def test_an_ordinary_error_does_not_go_back(play: Make, fail: Make) -> None:
    assert play([fail(403, "permission_denied")]).status == 403


def decision(outcome: Outcome, *losses: tuple[str, Fidelity]) -> Decision:
    made = tuple(Loss(name, f"path.{name}", "5", fidelity, "Reason.") for name, fidelity in losses)
    return Decision(outcome, "m", False, made, PENALTY)


def test_a_lost_field_warns_at_the_callers_line() -> None:
    with pytest.warns(UnsupportedFieldWarning, match=r"stepbridge explain SB9001") as seen:
        announce(decision(Outcome.LEGACY, ("SB9001", Fidelity.LOST)))
    assert [Path(warning.filename).name for warning in seen] == [Path(__file__).name]
    assert "generateContent unchanged" in str(seen[0].message)


def test_an_approximation_warns_once_per_line_and_field() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(3):
            announce(decision(Outcome.TRANSLATED, ("SB9002", Fidelity.APPROXIMATE)))
        announce(decision(Outcome.TRANSLATED, ("SB9002", Fidelity.APPROXIMATE)))
    assert len(seen) == 2


def test_the_log_record_is_structured_and_holds_no_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "stepbridge"), pytest.warns(UnsupportedFieldWarning):
        announce(decision(Outcome.DROPPED, ("SB9003", Fidelity.LOST)))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.stepbridge_fields == ["SB9003"]
    assert record.stepbridge_outcome == "dropped"
    assert "secret" not in str(record.__dict__)
    assert "secret" not in repr(decision(Outcome.DROPPED))


def test_every_decision_is_counted() -> None:
    counters = Counters()
    lost, near = ("SB9004", Fidelity.LOST), ("SB9005", Fidelity.APPROXIMATE)
    count(decision(Outcome.LEGACY, lost, near), counters)
    count(decision(Outcome.LEGACY, lost), counters)
    assert counters.snapshot() == {"approximated:SB9005": 1, "legacy": 2, "lost:SB9004": 2}
    counters.reset()
    assert counters.snapshot() == {}
