"""Fields in settings of the old SDK: every one is told where it is written, and some may go."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Options, Tier, rewrite

HEAD = "import google.generativeai as genai\n\n"
TOLD = {
    "SB931": "candidate_count",
    "SB933": "max_output_tokens",
    "SB934": "temperature",
    "SB936": "top_k",
    "SB961": "category",
    "SB962": "threshold",
}
DICT = '{"temperature": 0.9, "candidate_count": 1}'
CLASS = "genai.GenerationConfig(temperature=0.9, candidate_count=1)"
SAFETY = '[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]'
ON_MODEL = 'model = genai.GenerativeModel("m", {})\nprint(model.generate_content("Hi").text)\n'
ON_CALL = 'model = genai.GenerativeModel("m")\nprint(model.generate_content("Hi", {}).text)\n'
OF_CHAT = (
    'chat = genai.GenerativeModel("m").start_chat()\nprint(chat.send_message("Hi", {}).text)\n'
)


def told(source: str, options: Options | None = None) -> list[str]:
    """The fields of settings among the findings, in order."""
    result = rewrite(source.encode(), "app.py", options)
    assert result.error is None
    return [TOLD[one.rule] for one in result.findings if one.rule in TOLD]


@pytest.mark.parametrize("place", [ON_MODEL, ON_CALL, OF_CHAT])
@pytest.mark.parametrize("settings", [DICT, CLASS])
def test_generation_settings_in_a_call(place: str, settings: str) -> None:
    code = HEAD + place.replace("{}", f"generation_config={settings}")
    assert told(code) == ["temperature", "candidate_count"]


@pytest.mark.parametrize("place", [ON_MODEL, ON_CALL])
@pytest.mark.parametrize("settings", [DICT, CLASS])
def test_generation_settings_behind_a_name(place: str, settings: str) -> None:
    given = place.replace("{}", "generation_config=config, safety_settings=safety")
    code = f"{HEAD}config = {settings}\nsafety = {SAFETY}\n{given}"
    assert told(code) == ["temperature", "candidate_count", "category", "threshold"]


def test_a_field_that_is_told_by_a_rule_is_told_once() -> None:
    code = f"{HEAD}config = {DICT}\n{ON_MODEL.replace('{}', 'generation_config=config')}"
    assert told(code) == ["temperature", "candidate_count"]


def test_settings_of_calls_that_stay_are_told() -> None:
    given = 'generation_config={"temperature": 1, "top_k": 3}'
    result = rewrite((HEAD + ON_MODEL.replace("{}", given)).encode())
    found = {TOLD[one.rule]: one.tier for one in result.findings if one.rule in TOLD}
    assert found == {"temperature": Tier.MANUAL, "top_k": Tier.MANUAL}


@pytest.mark.parametrize(
    ("safety", "fields"),
    [
        (SAFETY, ["category", "threshold"]),
        ('{"HARASSMENT": "low"}', ["category", "threshold"]),
        ('"block_none"', ["threshold"]),
        (
            "{genai.types.HarmCategory.HARM_CATEGORY_HARASSMENT: "
            "genai.types.HarmBlockThreshold.BLOCK_NONE}",
            ["category", "threshold"],
        ),
    ],
)
def test_safety_settings(safety: str, fields: list[str]) -> None:
    assert told(HEAD + ON_MODEL.replace("{}", f"safety_settings={safety}")) == fields


def test_other_dicts_with_such_keys_are_not_told() -> None:
    code = HEAD + 'shown = {"temperature": 20}\n' + ON_MODEL.replace("{}", "tools=None")
    assert told(code) == []


@pytest.mark.parametrize("place", [ON_MODEL, ON_CALL, OF_CHAT])
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    "settings",
    [
        '{"temperature": 1, "top_k": 3}',
        "genai.GenerationConfig(temperature=1, top_k=3)",
        "genai.types.GenerationConfig(temperature=1, top_k=3)",
    ],
)
def test_a_field_that_may_go(place: str, named: bool, settings: str) -> None:
    value = "config" if named else settings
    head = f"{HEAD}config = {settings}\n" if named else HEAD
    code = head + place.replace("{}", f"generation_config={value}")
    options = Options(drop=frozenset({"SB105"}))
    result = rewrite(code.encode(), "app.py", options)
    assert b"top_k" not in result.source
    assert b"interactions.create" in result.source
    assert {one.tier for one in result.findings} == {Tier.NATIVE}
    (left_out,) = [one for one in result.findings if TOLD.get(one.rule) == "top_k"]
    assert "the options drop SB105" in left_out.note
    assert b"top_k" in rewrite(code.encode(), "app.py").source
