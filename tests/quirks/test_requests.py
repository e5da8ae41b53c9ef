"""Quirks 1 to 19, 31 to 34, 36 to 38 and 40: what is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stepbridge.exchange import find
from stepbridge.policy import Outcome, Settings
from stepbridge.translate.request import Translation, to_interaction

USER = {"role": "user", "parts": [{"text": "hi"}]}
MODEL = "gemini-3.5-flash"
SIGNATURE = "c2lnQQ=="
FUNCTION = {"functionDeclarations": [{"name": "f"}, {"name": "g"}]}


def translated(*contents: Any, model: str = MODEL, **body: Any) -> Translation:
    return to_interaction({"contents": list(contents) or [USER], **body}, model=model)


def calls(*parts: Any) -> dict[str, Any]:
    return {"role": "model", "parts": list(parts)}


def call(name: str = "f", **more: Any) -> dict[str, Any]:
    return {"functionCall": {"name": name, "args": {}}, **more}


def results(*names: str, value: Any = 1) -> dict[str, Any]:
    parts = [{"functionResponse": {"name": n, "response": {"result": value}}} for n in names]
    return {"role": "user", "parts": parts}


def steps(translation: Translation, kind: str) -> list[Any]:
    return [step for step in translation.body["input"] if step["type"] == kind]


def kinds(translation: Translation) -> list[str]:
    return [step["type"] for step in translation.body["input"]]


def losses(translation: Translation) -> list[str]:
    return [loss.fidelity.value for loss in translation.losses]


def test_01_calls_without_ids_are_paired() -> None:
    sent = translated(USER, calls(call("f"), call("g"), call("f")), results("g", "f", "f"))
    first, second, third = (step["id"] for step in steps(sent, "function_call"))
    assert len({first, second, third}) == 3
    answered = [step["call_id"] for step in steps(sent, "function_result")]
    assert answered == [second, first, third]


def test_02_signatures_are_replayed() -> None:
    sent = translated(USER, calls(call(thoughtSignature=SIGNATURE)), results("f"))
    assert kinds(sent) == ["user_input", "thought", "function_call", "function_result"]
    assert steps(sent, "thought") == [{"type": "thought", "signature": SIGNATURE}]


def test_02_a_history_without_signatures_falls_back(
    exchanged: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    opaque = refusal(400, "Request contains an invalid argument.")
    history = [USER, calls(call()), results("f")]
    told = exchanged(opaque, {"legacy": True}, contents=history)
    assert told.answer == {"legacy": True}
    assert told.sent[1].url.endswith(":generateContent")


def test_04_a_signature_is_spent_once() -> None:
    signed = call(thoughtSignature=SIGNATURE)
    sent = translated(USER, calls(signed, signed), results("f", "f"))
    assert len(steps(sent, "thought")) == 1
    assert kinds(sent)[2:4] == ["function_call", "function_call"]
    assert losses(sent) == ["approximate"]


@pytest.mark.parametrize("allowed", [False, True])
def test_05_foreign_calls_are_signed_when_asked_for(
    exchanged: Callable[..., Any], said: Callable[..., Any], allowed: bool
) -> None:
    history = [USER, calls(call("f"), call("g")), results("f", "g")]
    settings = Settings.from_environment({"STEPBRIDGE_SIGN_FOREIGN_CALLS": str(allowed)})
    told = exchanged(said(), contents=history, settings=settings)
    signed = [step["signature"] for step in told.bodies[0]["input"] if step["type"] == "thought"]
    assert signed == (["skip_thought_signature_validator"] if allowed else [])


def test_06_unsigned_thoughts_are_not_replayed() -> None:
    sent = translated(USER, calls({"text": "hm", "thought": True}, {"text": "yes"}), USER)
    assert "thought" not in kinds(sent)
    assert losses(sent) == ["approximate"]
    assert "generation_config" not in sent.body


def test_06_summaries_are_asked_for_by_name() -> None:
    config = {"thinkingConfig": {"includeThoughts": True}}
    sent = translated(generationConfig=config)
    assert sent.body["generation_config"] == {"thinking_summaries": "auto"}


def test_07_empty_required_lists_are_dropped() -> None:
    inner = {"type": "OBJECT", "required": [], "properties": {"b": {"type": "STRING"}}}
    schema = {"type": "OBJECT", "required": [], "properties": {"a": inner}}
    sent = translated(tools=[{"functionDeclarations": [{"name": "f", "parameters": schema}]}])
    assert "required" not in json.dumps(sent.body)
    assert sent.losses == ()


@pytest.mark.parametrize(("model", "kept"), [("gemini-3.8-flash", False), (MODEL, True)])
def test_08_refused_keywords_are_left_out_by_model(model: str, kept: bool) -> None:
    schema = {
        "type": "ARRAY",
        "items": {"type": "STRING", "maxLength": "3"},
        "minItems": "1",
        "maxItems": "2",
    }
    config = {"responseMimeType": "application/json", "responseSchema": schema}
    sent = translated(model=model, generationConfig=config)
    written = sent.body["response_format"]["schema"]
    assert written["maxItems"] == 2
    assert ("minItems" in written) is kept
    assert ("maxLength" in written["items"]) is kept
    assert losses(sent) == ([] if kept else ["lost", "lost"])


@pytest.mark.parametrize("value", [[1, 2], {"a": []}, "x", None])
def test_09_results_are_json_strings(value: Any) -> None:
    sent = translated(USER, calls(call()), results("f", value=value))
    (step,) = steps(sent, "function_result")
    assert json.loads(step["result"]) == {"result": value}


def test_10_media_in_results_are_blocks() -> None:
    picture = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
    response = {"name": "f", "response": {"result": 1}, "parts": [picture]}
    answer = {"role": "user", "parts": [{"functionResponse": response}]}
    (step,) = steps(translated(USER, calls(call()), answer), "function_result")
    assert [block["type"] for block in step["result"]] == ["text", "image"]


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (400, "Multimodal function responses are not supported for this model.", ""),
        (400, "Set tool_config.include_server_side_tool_invocations to use both.", ""),
        (400, "The schema in response_format is not valid: maxLength", ""),
        (400, "The legacy Interactions API schema is no longer supported.", ""),
        (404, "models/x is not found", "model_not_found"),
        (501, "not implemented", "not_implemented"),
    ],
    ids=["10 media", "11 tools", "08 schema", "31 old schema", "38 model", "21 not implemented"],
)
def test_08_10_11_21_31_38_not_possible_there_falls_back(
    exchanged: Callable[..., Any],
    refusal: Callable[..., Any],
    status: int,
    message: str,
    code: str,
) -> None:
    told = exchanged(refusal(status, message, code), {"legacy": True})
    assert told.answer == {"legacy": True}
    assert told.bodies[1] == {"contents": "hi"}
    assert [decision.outcome for decision in told.decisions] == [
        Outcome.TRANSLATED,
        Outcome.LEGACY,
    ]
    strict = exchanged(refusal(status, message, code), settings=Settings(unsupported="error"))
    assert strict.status == status
    assert strict.answer["error"]["code"] == status


def test_12_a_choice_without_functions_is_left_out() -> None:
    config = {"functionCallingConfig": {"mode": "ANY"}}
    sent = translated(tools=[{"googleSearch": {}}], toolConfig=config)
    assert "generation_config" not in sent.body
    assert losses(sent) == ["approximate"]


@pytest.mark.parametrize("mode", ["AUTO", "ANY", "NONE", "VALIDATED"])
def test_13_modes_and_names(mode: str) -> None:
    plain = {"functionCallingConfig": {"mode": mode}}
    config = translated(tools=[FUNCTION], toolConfig=plain).body.get("generation_config", {})
    assert config.get("tool_choice", "auto") == mode.lower()


def test_13_forced_functions_are_named() -> None:
    forced = {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["g"]}}
    config = translated(tools=[FUNCTION], toolConfig=forced).body["generation_config"]
    assert config == {"tool_choice": {"allowed_tools": {"mode": "any", "tools": ["g"]}}}


@pytest.mark.parametrize("name", ["presencePenalty", "frequencyPenalty", "topK"])
def test_14_penalties_and_top_k_are_refused(name: str) -> None:
    sent = translated(generationConfig={name: 1})
    assert "generation_config" not in sent.body
    assert losses(sent) == ["lost"]


def test_14_top_k_when_allowed(exchanged: Callable[..., Any], said: Callable[..., Any]) -> None:
    settings = Settings(top_k=True)
    told = exchanged(said(), settings=settings, generationConfig={"topK": 4})
    assert told.bodies[0]["generation_config"] == {"top_k": 4}


@pytest.mark.parametrize(
    ("model", "budget", "level"),
    [
        (MODEL, 0, "minimal"),
        ("gemini-2.5-pro", 0, "low"),
        ("gemini-2.5-flash", 5000, "medium"),
        ("gemini-2.5-pro", 5000, "low"),
        ("gemini-3.8-flash", 30000, "high"),
    ],
)
def test_15_a_budget_becomes_a_level_that_the_model_takes(
    model: str, budget: int, level: str
) -> None:
    config = {"thinkingConfig": {"thinkingBudget": budget}}
    sent = translated(model=model, generationConfig=config)
    assert sent.body["generation_config"] == {"thinking_level": level}
    assert losses(sent) == ["approximate"]


def media(mime: str, **source: str) -> dict[str, Any]:
    kind = "fileData" if "fileUri" in source else "inlineData"
    return {"role": "user", "parts": [{kind: {"mimeType": mime, **source}}]}


def test_16_audio_mp4_is_renamed() -> None:
    sent = translated(media("audio/mp4", data="QUJD"))
    (item,) = sent.body["input"][0]["content"]
    assert item == {"type": "audio", "data": "QUJD", "mime_type": "audio/m4a"}
    assert losses(sent) == ["approximate"]


def test_17_text_files() -> None:
    inline = translated(media("text/plain", data="aGVsbG8="))
    assert inline.body["input"][0]["content"] == [{"type": "text", "text": "hello"}]
    assert losses(inline) == ["approximate"]
    by_uri = translated(media("text/plain", fileUri="https://x/f"))
    assert by_uri.body["input"][0]["content"][0]["type"] == "document"
    nowhere = translated(USER, media("application/zip", data="QUJD"))
    assert losses(nowhere)[0] == "lost"


def test_18_audio_is_asked_for_without_a_mime_type() -> None:
    voice = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}}
    config = {"responseModalities": ["AUDIO"], "speechConfig": voice}
    sent = translated(model="gemini-3.1-flash-tts-preview", generationConfig=config)
    assert sent.body["response_format"] == {"type": "audio"}
    assert sent.losses == ()


def test_19_enums_are_lower_case_without_prefix() -> None:
    safety = {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_ONLY_HIGH"}
    code = calls({"executableCode": {"code": "1", "language": "PYTHON"}})
    level = {"thinkingConfig": {"thinkingLevel": "LOW"}}
    sent = translated(USER, code, USER, safetySettings=[safety], generationConfig=level)
    assert sent.body["safety_settings"] == [{"type": "hate_speech", "threshold": "block_only_high"}]
    assert sent.body["generation_config"] == {"thinking_level": "low"}
    assert steps(sent, "code_execution_call")[0]["arguments"]["language"] == "python"


def test_22_nothing_is_stored(exchanged: Callable[..., Any], said: Callable[..., Any]) -> None:
    told = exchanged(said(), store=True)
    assert told.bodies[0]["store"] is False
    assert [loss.fidelity.value for loss in told.decisions[0].losses] == ["approximate"]


@pytest.mark.parametrize("revision", [None, "2026-05-20"])
def test_31_a_revision_is_sent_only_when_set(
    exchanged: Callable[..., Any], said: Callable[..., Any], revision: str | None
) -> None:
    told = exchanged(
        said(),
        headers=(("Api-Revision", "2025-01-01"),),
        settings=Settings(api_revision=revision),
    )
    headers = {name.lower(): value for name, value in told.sent[0].headers}
    assert headers.get("api-revision") == revision


@pytest.mark.parametrize("version", ["", "/v1", "/v1beta", "/v1alpha"])
def test_32_v1beta_whatever_the_caller_says(version: str) -> None:
    route = find("POST", f"https://x{version}/models/{MODEL}:generateContent", Settings())
    assert route is not None
    assert route.url == "https://x/v1beta/interactions"


@pytest.mark.parametrize("path", ["//v1beta/models", "/v1beta//models", "//models"])
def test_33_doubled_slashes_are_tidied(path: str) -> None:
    route = find("POST", f"https://x{path}/{MODEL}:generateContent", Settings())
    assert route is not None
    assert route.url == "https://x/v1beta/interactions"


def test_34_a_models_picture_is_replayed() -> None:
    picture = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
    sent = translated(USER, calls(picture), USER)
    (step,) = steps(sent, "model_output")
    assert step["content"] == [{"type": "image", "data": "QUJD", "mime_type": "image/png"}]


@pytest.mark.parametrize("field", [{"background": True}, {"agent": "deep-research"}])
def test_36_background_and_agents_are_refused(field: dict[str, Any]) -> None:
    sent = translated(**field)
    assert not sent.body.keys() & {"background", "agent", "agent_config"}
    assert losses(sent) == ["lost"]


def test_37_code_is_replayed_and_hidden_tools_are_not() -> None:
    ran = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}
    code = {"executableCode": {"code": "1", "language": "PYTHON"}}
    sent = translated(USER, calls(code, ran, {"text": "one"}), USER)
    assert kinds(sent)[1:4] == ["code_execution_call", "code_execution_result", "model_output"]
    first, second = sent.body["input"][1:3]
    assert first["id"] == second["call_id"]


@pytest.mark.parametrize("call", ["embedContent", "predict", "countTokens", "batchEmbedContents"])
def test_38_other_calls_pass_through(call: str) -> None:
    assert find("POST", f"https://x/v1beta/models/{MODEL}:{call}", Settings()) is None


def test_40_a_cache_keeps_the_request_on_generate_content(exchanged: Callable[..., Any]) -> None:
    told = exchanged({"legacy": True}, cachedContent="cachedContents/1")
    assert told.answer == {"legacy": True}
    assert told.sent[0].url.endswith(":generateContent")
    assert told.decisions[0].outcome is Outcome.LEGACY
