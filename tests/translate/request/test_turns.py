"""Turns: ids of calls, signatures, thoughts, replayed media, steps of server tools."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stepbridge.fields.row import Fidelity
from stepbridge.translate.contents.signatures import SKIP
from stepbridge.translate.options import Options
from stepbridge.translate.request import MalformedRequestError
from stepbridge.translate.steps import from_contents
from stepbridge.translate.walk.ledger import Ledger


def user(*parts: Any) -> dict[str, Any]:
    return {"role": "user", "parts": list(parts)}


def model(*parts: Any) -> dict[str, Any]:
    return {"role": "model", "parts": list(parts)}


def call(name: str, call_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "functionCall": {"name": name, "args": {}} | ({"id": call_id} if call_id else {})
    } | more


def response(name: str, call_id: str | None = None, **answer: Any) -> dict[str, Any]:
    identity = {"id": call_id} if call_id else {}
    return {"functionResponse": {"name": name, "response": answer, **identity}}


def pairs(steps: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Which call each result answers, by name of the call and name of the result."""
    calls = {step["id"]: step["name"] for step in steps if step["type"] == "function_call"}
    results = [step for step in steps if step["type"] == "function_result"]
    return [(calls[step["call_id"]], step["name"]) for step in results]


def kinds(steps: list[dict[str, Any]]) -> list[str]:
    return [step["type"] for step in steps]


def test_parallel_calls_without_ids_pair_by_name() -> None:
    steps = from_contents(
        [user({"text": "go"}), model(call("a"), call("b")), user(response("b"), response("a"))]
    )
    assert pairs(steps) == [("b", "b"), ("a", "a")]
    assert len({step["id"] for step in steps if step["type"] == "function_call"}) == 2


def test_two_calls_of_one_function_pair_by_order() -> None:
    steps = from_contents(
        [model(call("a"), call("a")), user(response("a", x=1), response("a", x=2))]
    )
    ids = [step["id"] for step in steps if step["type"] == "function_call"]
    assert [step["call_id"] for step in steps if step["type"] == "function_result"] == ids


def test_a_response_with_an_id_that_the_call_lacks_joins_its_call() -> None:
    steps = from_contents([model(call("a")), user(response("a", "stored-7"))])
    assert pairs(steps) == [("a", "a")]


def test_an_id_of_no_call_leaves_the_name_to_decide() -> None:
    calls = model(call("a", "x"), call("b", "y"), call("a", "z"))
    answers = user(response("a", "stored-7"), response("b", "stored-8"), response("a", "x"))
    results = from_contents([calls, answers])[3:]
    assert [step["call_id"] for step in results] == ["z", "y", "x"]


def test_a_call_that_a_later_result_names_is_left_to_it() -> None:
    calls = model(call("a", "x"), call("a", "y"))
    results = from_contents([calls, user(response("a"), response("a", "x"))])[2:]
    assert [step["call_id"] for step in results] == ["y", "x"]


def test_ids_that_are_given_are_kept() -> None:
    steps = from_contents([model(call("a", "x"), call("a", "y")), user(response("a", "y"))])
    assert steps[2]["call_id"] == "y"


def test_a_synthetic_id_is_stable_while_a_history_grows() -> None:
    first = [user({"text": "go"}), model(call("a"))]
    later = [*first, user(response("a")), model(call("a")), user(response("a"))]
    assert from_contents(first)[1]["id"] == from_contents(later)[1]["id"]
    assert pairs(from_contents(later)) == [("a", "a"), ("a", "a")]


def test_a_synthetic_id_never_meets_a_given_one() -> None:
    invented = from_contents([model(call("a"))])[0]["id"]
    steps = from_contents([model(call("a"), call("b", invented))])
    assert steps[0]["id"] != steps[1]["id"] == invented


def test_old_clients_answer_with_role_function() -> None:
    contents = [model(call("a")), {"role": "function", "parts": [response("a")]}]
    assert kinds(from_contents(contents)) == ["function_call", "function_result"]


def test_calls_spread_over_streamed_contents_are_one_turn() -> None:
    steps = from_contents([model(call("a")), model(call("b")), user(response("a"), response("b"))])
    assert pairs(steps) == [("a", "a"), ("b", "b")]


def test_a_signature_becomes_a_thought_in_front() -> None:
    steps = from_contents([model(call("a", thoughtSignature="c2ln"), call("b"))])
    assert kinds(steps) == ["thought", "function_call", "function_call"]
    assert steps[0] == {"type": "thought", "signature": "c2ln"}


def test_a_signature_is_spent_once() -> None:
    ledger = Ledger()
    signed = {"thoughtSignature": "c2ln"}
    steps = from_contents([model(call("a", **signed), call("b", **signed))], ledger=ledger)
    assert kinds(steps) == ["thought", "function_call", "function_call"]
    assert [loss.fidelity for loss in ledger.losses] == ["approximate"]


def test_a_thought_joins_the_signature_of_the_part_that_follows() -> None:
    thought = {"text": "Hmm", "thought": True}
    steps = from_contents([model(thought, call("a", thoughtSignature="c2ln"))])
    assert steps[0] == {
        "type": "thought",
        "signature": "c2ln",
        "summary": [{"type": "text", "text": "Hmm"}],
    }


def test_an_unsigned_thought_is_left_out_and_told() -> None:
    ledger = Ledger()
    thought = {"text": "Hmm", "thought": True}
    steps = from_contents([model(thought, {"text": "Yes"})], ledger=ledger)
    assert kinds(steps) == ["model_output"]
    assert ledger.losses[0].path == "contents[0].parts[0]"


def test_a_signature_alone_stays_a_thought() -> None:
    steps = from_contents([model({"text": "Yes"}, {"text": "", "thoughtSignature": "c2ln"})])
    assert kinds(steps) == ["model_output", "thought"]


def test_the_sdk_spells_signatures_in_the_other_alphabet() -> None:
    steps = from_contents([model(call("a", thoughtSignature="-_8="))])
    assert steps[0]["signature"] == "+/8="


def test_placeholders_are_words_not_base64() -> None:
    steps = from_contents([model(call("a", thoughtSignature=SKIP))])
    assert steps[0]["signature"] == SKIP


def test_foreign_calls_are_signed_when_allowed() -> None:
    contents = [model(call("a"), call("b")), user(response("a"), response("b"))]
    assert "thought" not in kinds(from_contents(contents))
    steps = from_contents(contents, options=Options(sign_foreign_calls=True))
    assert kinds(steps)[:3] == ["thought", "function_call", "function_call"]


def test_media_of_the_model_is_replayed_as_output() -> None:
    picture = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
    steps = from_contents([model({"text": "Here"}, picture), user({"text": "Bigger"})])
    assert kinds(steps) == ["model_output", "user_input"]
    assert steps[0]["content"][1]["data"] == "QUJD"


def test_base64_is_shared_not_copied() -> None:
    data = "QUJD" * 1000
    steps = from_contents([user({"inlineData": {"mimeType": "image/png", "data": data}})])
    assert steps[0]["content"][0]["data"] is data


def test_results_are_json_text() -> None:
    steps = from_contents([model(call("a")), user(response("a", city="Zürich", n=[1, None]))])
    assert json.loads(steps[1]["result"]) == {"city": "Zürich", "n": [1, None]}
    assert "Zürich" in steps[1]["result"]


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ({"error": "no"}, True),
        ({"error": None, "output": 1}, False),
        ({"output": {"error": "inside"}}, False),
        ({"error": "no", "output": "partial"}, False),
    ],
)
def test_the_error_convention(answer: dict[str, Any], failed: bool) -> None:
    steps = from_contents([model(call("a")), user(response("a", **answer))])
    assert steps[1].get("is_error", False) is failed


def test_results_with_media_are_lists() -> None:
    part = response("a", see="picture")
    part["functionResponse"]["parts"] = [{"inlineData": {"mimeType": "image/png", "data": "QUJD"}}]
    result = from_contents([model(call("a")), user(part)], resolution="low")[1]["result"]
    assert result == [
        {"type": "text", "text": '{"see":"picture"}'},
        {"type": "image", "data": "QUJD", "mime_type": "image/png", "resolution": "low"},
    ]


@pytest.mark.parametrize(
    ("answer", "media", "fidelity"),
    [
        ({"see": "below"}, 2, Fidelity.APPROXIMATE),
        ({"see": [{"$ref": "other.png"}]}, 2, Fidelity.APPROXIMATE),
        ({"see": [{"$ref": "dress.png"}]}, 2, Fidelity.LOST),
        ({"see": [{"$ref": "dress.png"}]}, 1, Fidelity.APPROXIMATE),
    ],
)
@pytest.mark.parametrize("spelled", ["displayName", "display_name"])
def test_the_name_of_a_medium_counts_where_it_tells_one_from_another(
    answer: dict[str, Any], media: int, fidelity: Fidelity, spelled: str
) -> None:
    part = response("a", **answer)
    blob = {"mimeType": "image/png", "data": "QUJD", spelled: "dress.png"}
    hat = {"inlineData": {"mimeType": "image/png", "data": "REVG"}}
    part["functionResponse"]["parts"] = [{"inlineData": blob}, hat][:media]
    ledger = Ledger()
    result = from_contents([model(call("a")), user(part)], ledger=ledger)[1]["result"]
    assert result[1] == {"type": "image", "data": "QUJD", "mime_type": "image/png"}
    (loss,) = ledger.losses
    assert (loss.field_id, loss.fidelity) == ("SB1264", fidelity)
    assert loss.path.endswith(f"functionResponse.parts[0].inlineData.{spelled}")


def test_code_and_its_outcome_are_paired() -> None:
    code = {"executableCode": {"language": "PYTHON", "code": "1+1"}, "thoughtSignature": "c2ln"}
    outcome = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "2"}}
    first, second = from_contents([model(code, outcome)])
    assert first["arguments"] == {"language": "python", "code": "1+1"}
    assert first["signature"] == "c2ln"
    assert second["call_id"] == first["id"]
    assert second["is_error"] is False


def test_the_prompt_may_end_with_the_model() -> None:
    assert kinds(from_contents([user({"text": "a"}), model({"text": "b"})]))[-1] == "model_output"


@pytest.mark.parametrize(
    "contents",
    [
        "hi",
        ["hi"],
        {"text": "hi"},
        [{"text": "hi"}],
        {"parts": {"text": "hi"}},
        {"role": "user", "parts": [{"text": "hi"}]},
        [{"parts": [{"text": "hi"}]}],
    ],
)
def test_shapes_of_contents(contents: Any) -> None:
    assert from_contents(contents) == [
        {"type": "user_input", "content": [{"type": "text", "text": "hi"}]}
    ]


@pytest.mark.parametrize(
    ("contents", "path"),
    [
        (7, "contents"),
        ([7], "contents[0]"),
        ([{"role": "user", "parts": 7}], "contents[0].parts"),
        ([{"role": "user", "parts": [7]}], "contents[0].parts[0]"),
        ([{"role": "user", "parts": [{}]}], "contents[0].parts[0]"),
        ([{"role": "user", "parts": [{"text": 7}]}], "contents[0].parts[0].text"),
        ([{"role": "nobody", "parts": [{"text": "x"}]}], "contents[0].role"),
        ([user({"text": "x", "inlineData": {}})], "contents[0].parts[0]"),
        ([user({"inlineData": {"mimeType": "image/png"}})], "contents[0].parts[0].inlineData"),
        (
            [user({"functionCall": {"name": "f", "args": 7}})],
            "contents[0].parts[0].functionCall.args",
        ),
    ],
)
def test_malformed_contents_say_where(contents: Any, path: str) -> None:
    with pytest.raises(MalformedRequestError) as caught:
        from_contents(contents)
    assert caught.value.path == path
