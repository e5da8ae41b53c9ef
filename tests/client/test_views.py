"""Views read as the official response classes do, over whatever JSON there is."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any

import pydantic
import pytest
from google.genai import types
from rich.pretty import pretty_repr

from stepbridge.client.plain import plain
from stepbridge.client.views import GenerateContentResponse, view_class
from stepbridge.client.views.enums import EnumValue
from stepbridge.client.views.shape import SHAPES, shape_of

WIRE: dict[str, Any] = {
    "candidates": [
        {
            "content": {
                "role": "model",
                "parts": [
                    {"text": "Hm.", "thought": True},
                    {"text": "Here", "thoughtSignature": "c2ln"},
                    {"inlineData": {"mimeType": "image/png", "data": "-_8="}},
                    {"functionCall": {"id": "c", "name": "f", "args": {"x": None, "y": [1.0]}}},
                ],
            },
            "finishReason": "STOP",
            "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}],
            "groundingMetadata": {"groundingChunks": [{"web": {"uri": "u", "title": "t"}}]},
        }
    ],
    "createTime": "2026-05-15T18:51:57Z",
    "modelVersion": "m",
    "usageMetadata": {"promptTokenCount": 3, "promptTokensDetails": [{"modality": "TEXT"}]},
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_shapes_have_every_attribute_of_the_official_class(name: str) -> None:
    official: type[pydantic.BaseModel] = getattr(types, name)
    declared = [name for name in official.model_fields if name != "parsed"]
    assert declared == list(shape_of(name))  # in the order in which they print


def test_dump_is_the_official_dump() -> None:
    official = types.GenerateContentResponse.model_validate(WIRE)
    view = GenerateContentResponse(WIRE)
    for options in ({"exclude_none": True}, {"exclude_none": True, "by_alias": True}):
        assert view.model_dump(**options) == official.model_dump(**options)
    assert view.model_dump() == official.model_dump()


@pytest.mark.parametrize("options", [{}, {"exclude_none": True}, {"indent": 2}])
def test_json_is_the_official_json(options: dict[str, Any]) -> None:
    """Letters as they are, base64 of the URL alphabet, UTC as Z."""
    part = {"text": "Où?", "thoughtSignature": "-_8="}
    wire = {**WIRE, "candidates": [{"content": {"role": "model", "parts": [part]}}]}
    ours = GenerateContentResponse(wire)
    theirs = types.GenerateContentResponse.model_validate(wire)
    assert ours.model_dump_json(**options) == theirs.model_dump_json(**options)
    assert ours.model_dump(mode="json") == theirs.model_dump(mode="json")


NESTED: dict[str, Any] = {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}
PRINTED: list[dict[str, Any]] = [
    {"text": 'one\nline """ and more', "thought": True},
    {"inlineData": {"mimeType": "image/png", "data": "eHh4" * 60}},
    {"functionCall": {"name": "f", "args": {"x": [1, {"y": None}], "e": {}, "l": []}}},
    {"functionCall": {"name": "f", "args": NESTED}},
    {"functionCall": {"name": "f", "args": {"deep": [[[[[[1, 2]]]]]], "many": [*range(7)]}}},
    {"functionCall": {"name": "f", "args": {str(n): n for n in range(6)}}},
    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "3"}},
    {},
]


@pytest.mark.parametrize("part", PRINTED, ids=str)
def test_prints_as_the_official_object(part: dict[str, Any]) -> None:
    official, view = types.Part.model_validate(part), view_class("Part")(part)
    assert str(view) == str(official)
    assert repr(view) == repr(official)
    assert f"{[view]}" == f"{[official]}"


def test_an_answer_prints_as_the_official_one() -> None:
    wire = {key: WIRE[key] for key in WIRE if key != "createTime"}  # a time zone's name differs
    official = types.GenerateContentResponse.model_validate(wire)
    view = GenerateContentResponse({**wire, "newThing": {"a": 1}})
    assert str(view) == str(official)
    assert repr(view) == repr(official)
    assert repr(view.usage_metadata) == repr(official.usage_metadata)
    assert pretty_repr(view) == pretty_repr(official)


def test_what_is_absent_is_none_and_what_is_unknown_is_kept() -> None:
    response = GenerateContentResponse({"newThing": {"a": 1}})
    assert response.candidates is None
    assert response.text is None
    assert response.new_thing == {"a": 1}
    with pytest.raises(AttributeError, match="no attribute 'texts'"):
        _ = response.texts
    assert getattr(response, "texts", "default") == "default"


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], None), ([{"text": ""}], ""), ([{"thought": True, "text": "x"}], None), (None, None)],
)
def test_text_tells_none_from_empty(parts: Any, text: str | None) -> None:
    wire = {"candidates": [{"content": {"parts": parts}}]}
    assert GenerateContentResponse(wire).text == text
    assert types.GenerateContentResponse.model_validate(wire).text == text


def test_media_is_bytes_in_either_alphabet() -> None:
    part = GenerateContentResponse(WIRE).parts[2]
    assert part.inline_data.data == b"\xfb\xff"


def test_text_beside_other_parts_warns_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "google_genai.types"):
        texts = [GenerateContentResponse(WIRE).text for _ in range(2)]
    assert texts == ["Here", "Here"]
    assert len(caplog.records) <= 1


def test_enum_values_equal_strings_and_official_members() -> None:
    own = EnumValue("FinishReason", "STOP")
    assert own == "STOP"
    assert own == types.FinishReason.STOP
    assert (str(own), own.name, own.value) == ("FinishReason.STOP", "STOP", "STOP")
    candidate = GenerateContentResponse(WIRE).candidates[0]
    assert candidate.finish_reason is types.FinishReason.STOP
    assert candidate.finish_reason in {types.FinishReason.STOP}


def test_enum_values_that_no_sdk_knows() -> None:
    made = view_class("Candidate")({"finishReason": "BORED"})
    assert made.finish_reason == "BORED"


def test_a_view_goes_back_as_it_came() -> None:
    content = GenerateContentResponse(WIRE).candidates[0].content
    assert [part.text for part in content.parts] == ["Hm.", "Here", None, None]
    assert content.parts[1].thought_signature == b"sig"
    assert plain(content) == WIRE["candidates"][0]["content"]


def test_changes_travel_back() -> None:
    content = view_class("Content")({"role": "model", "parts": [{"text": "a"}, {"text": "b"}]})
    content.parts[0].text = "changed"
    content.parts.append(types.Part(text="official"))
    del content.parts[1]
    content.role = "user"
    assert plain(content) == {"role": "user", "parts": [{"text": "changed"}, {"text": "official"}]}
    with pytest.raises(AttributeError):
        content.rolle = "typo"


def test_official_objects_keep_their_meaning() -> None:
    part = types.Part.from_bytes(data=b"\xfb\xff", mime_type="image/png")
    assert plain(part) == {"inlineData": {"data": "+/8=", "mimeType": "image/png"}}


def test_views_can_be_copied_and_pickled() -> None:
    response = GenerateContentResponse(WIRE)
    assert response.text == "Here"
    deep = response.model_copy(deep=True)
    copies = [copy.deepcopy(response), pickle.loads(pickle.dumps(response)), deep]
    deep.candidates[0].content.role = "user"
    assert response.candidates[0].content.role == "model"
    for again in copies:
        assert again.text == "Here"
        assert again.candidates[0].finish_reason == "STOP"


def test_equal_to_the_official_object() -> None:
    view = view_class("FunctionCall")({"name": "f", "args": {"x": 1}})
    assert view == types.FunctionCall(name="f", args={"x": 1})
    assert view != types.FunctionCall(name="g", args={"x": 1})
