"""Every kind of step has its legacy parts, and signatures ride on the part that follows."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from google.genai import types

from stepbridge.translate import parts
from stepbridge.translate.answers.answer_losses import LossLog

TEXT = {"type": "text", "text": "Hi."}
OUTPUT = {"type": "model_output", "content": [TEXT]}
CALL = {"type": "function_call", "id": "c1", "name": "f", "arguments": {"a": 1}}
CALL_2 = {"type": "function_call", "id": "c2", "name": "f", "arguments": {"a": 2}}
SIGNED = {"type": "thought", "signature": "c2ln"}
PNG = "iVBORw0KGgoAAAANSUhEUg=="


def call_part(call: dict[str, Any], **more: Any) -> dict[str, Any]:
    name, args, call_id = call["name"], call["arguments"], call["id"]
    return {"functionCall": {"name": name, "args": args, "id": call_id}, **more}


SIGNATURES = {
    "on the text that follows": ([SIGNED, OUTPUT], [{"text": "Hi.", "thoughtSignature": "c2ln"}]),
    "on the first of parallel calls only": (
        [SIGNED, CALL, CALL_2],
        [call_part(CALL, thoughtSignature="c2ln"), call_part(CALL_2)],
    ),
    "alone at the end": (
        [OUTPUT, SIGNED],
        [{"text": "Hi."}, {"text": "", "thoughtSignature": "c2ln"}],
    ),
    "not when it is empty": ([{"type": "thought", "signature": ""}, OUTPUT], [{"text": "Hi."}]),
    "two thoughts in a row lose none": (
        [SIGNED, {"type": "thought", "signature": "b3RoZXI="}, CALL],
        [
            {"text": "", "thoughtSignature": "c2ln"},
            call_part(CALL, thoughtSignature="b3RoZXI="),
        ],
    ),
    "past a summary to what the thought led to": (
        [{**SIGNED, "summary": [{"type": "text", "text": "Hm."}]}, CALL],
        [{"text": "Hm.", "thought": True}, call_part(CALL, thoughtSignature="c2ln")],
    ),
    "a call's own signature": (
        [{**CALL, "signature": "c2ln"}],
        [call_part(CALL, thoughtSignature="c2ln")],
    ),
    "an empty one on a call is none": ([{**CALL, "signature": ""}], [call_part(CALL)]),
    "before code it is no empty text": (
        [SIGNED, {"type": "code_execution_call", "id": "x", "arguments": {"code": "1"}}, OUTPUT],
        [
            {"thoughtSignature": "c2ln"},
            {"executableCode": {"language": "PYTHON", "code": "1", "id": "x"}},
            {"text": "Hi."},
        ],
    ),
    "the same on thought and call counts once": (
        [SIGNED, {**CALL, "signature": "c2ln"}, CALL_2],
        [call_part(CALL, thoughtSignature="c2ln"), call_part(CALL_2)],
    ),
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_signature(case: str) -> None:
    steps, expected = SIGNATURES[case]
    before = copy.deepcopy(steps)
    assert parts.from_steps(steps) == expected
    assert steps == before, "the input was changed"


STEPS = {
    "inline image": (
        {"type": "model_output", "content": [{"type": "image", "data": PNG}]},
        [{"inlineData": {"mimeType": "image/png", "data": PNG}}],
    ),
    "image of a stated type and resolution": (
        {
            "type": "model_output",
            "content": [
                {"type": "image", "data": PNG, "mime_type": "image/webp", "resolution": "high"}
            ],
        },
        [
            {
                "inlineData": {"mimeType": "image/webp", "data": PNG},
                "mediaResolution": {"level": "MEDIA_RESOLUTION_HIGH"},
            }
        ],
    ),
    "raw audio": (
        {
            "type": "model_output",
            "content": [
                {"type": "audio", "data": "AAAA", "mime_type": "audio/l16", "sample_rate": 24000}
            ],
        },
        [{"inlineData": {"mimeType": "audio/L16;codec=pcm;rate=24000", "data": "AAAA"}}],
    ),
    "video by address": (
        {"type": "model_output", "content": [{"type": "video", "uri": "gs://b/v.mp4"}]},
        [{"fileData": {"fileUri": "gs://b/v.mp4"}}],
    ),
    "video with processing": (
        {
            "type": "user_input",
            "content": [
                {
                    "type": "video",
                    "uri": "https://v",
                    "mime_type": "video/mp4",
                    "processing": {
                        "type": "static",
                        "start_offset": "1s",
                        "end_offset": "2s",
                        "fps": 2,
                        "content_layers": ["frames"],
                    },
                }
            ],
        },
        [
            {
                "fileData": {"mimeType": "video/mp4", "fileUri": "https://v"},
                "videoMetadata": {
                    "startOffset": "1s",
                    "endOffset": "2s",
                    "fps": 2,
                    "contentLayers": ["FRAMES"],
                },
            }
        ],
    ),
    "document with pages": (
        {
            "type": "user_input",
            "content": [
                {
                    "type": "document",
                    "uri": "u",
                    "processing": {
                        "type": "static",
                        "page_options": {"start_page": 1, "content_layers": ["page_text"]},
                    },
                }
            ],
        },
        [
            {
                "fileData": {"fileUri": "u"},
                "documentMetadata": {"startPage": 1, "contentLayers": ["PAGE_TEXT"]},
            }
        ],
    ),
    "agentic video": (
        {
            "type": "user_input",
            "content": [{"type": "video", "uri": "u", "processing": "agentic"}],
        },
        [{"fileData": {"fileUri": "u"}, "mediaProcessing": "AGENTIC"}],
    ),
    "code": (
        {
            "type": "code_execution_call",
            "id": "x",
            "arguments": {"code": "1+1", "language": "python"},
            "signature": "c2ln",
        },
        [
            {
                "executableCode": {"language": "PYTHON", "code": "1+1", "id": "x"},
                "thoughtSignature": "c2ln",
            }
        ],
    ),
    "code that failed": (
        {"type": "code_execution_result", "call_id": "x", "result": "boom", "is_error": True},
        [{"codeExecutionResult": {"outcome": "OUTCOME_FAILED", "output": "boom", "id": "x"}}],
    ),
    "code that drew": (
        {
            "type": "code_execution_result",
            "call_id": "x",
            "result": [{"type": "text", "text": "ok"}, {"type": "image", "data": PNG}],
        },
        [
            {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "ok", "id": "x"}},
            {"inlineData": {"mimeType": "image/png", "data": PNG}},
        ],
    ),
    "result as a JSON string": (
        {"type": "function_result", "call_id": "c1", "name": "f", "result": '{"a": [1]}'},
        [{"functionResponse": {"name": "f", "response": {"a": [1]}, "id": "c1"}}],
    ),
    "result as plain text": (
        {"type": "function_result", "call_id": "c1", "name": "f", "result": "12"},
        [{"functionResponse": {"name": "f", "response": {"output": "12"}, "id": "c1"}}],
    ),
    "failed result": (
        {"type": "function_result", "call_id": "c1", "name": "f", "result": "no", "is_error": True},
        [{"functionResponse": {"name": "f", "response": {"error": "no"}, "id": "c1"}}],
    ),
    "result with media": (
        {
            "type": "function_result",
            "call_id": "c1",
            "name": "f",
            "result": [{"type": "text", "text": '{"n": 1}'}, {"type": "image", "data": PNG}],
        },
        [
            {
                "functionResponse": {
                    "name": "f",
                    "response": {"n": 1},
                    "id": "c1",
                    "parts": [{"inlineData": {"mimeType": "image/png", "data": PNG}}],
                }
            }
        ],
    ),
    "image search": (
        {
            "type": "google_search_call",
            "id": "s",
            "arguments": {"queries": ["q"]},
            "search_type": "image_search",
        },
        [
            {
                "toolCall": {
                    "id": "s",
                    "toolType": "GOOGLE_SEARCH_IMAGE",
                    "args": {"queries": ["q"]},
                }
            }
        ],
    ),
    "URL result": (
        {
            "type": "url_context_result",
            "call_id": "u",
            "result": [{"url": "https://a", "status": "success"}],
        },
        [
            {
                "toolResponse": {
                    "id": "u",
                    "toolType": "URL_CONTEXT",
                    "response": {"url": "https://a", "status": "success"},
                }
            }
        ],
    ),
    "MCP call": (
        {
            "type": "mcp_server_tool_call",
            "id": "m",
            "name": "t",
            "server_name": "s",
            "arguments": {"x": 1},
        },
        [
            {
                "toolCall": {
                    "id": "m",
                    "toolType": "TOOL_TYPE_UNSPECIFIED",
                    "args": {
                        "type": "mcp_server_tool_call",
                        "name": "t",
                        "server_name": "s",
                        "arguments": {"x": 1},
                    },
                }
            }
        ],
    ),
}


@pytest.mark.parametrize("case", STEPS)
def test_step(case: str) -> None:
    step, expected = STEPS[case]
    log = LossLog()
    found = parts.from_steps([step], losses=log)
    assert found == expected
    assert log.losses == []
    for part in found:
        types.Part.model_validate(part)


def test_base64_is_shared_not_copied() -> None:
    data = "A" * 4000
    (part,) = parts.from_steps(
        [{"type": "model_output", "content": [{"type": "image", "data": data}]}]
    )
    assert part["inlineData"]["data"] is data


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([{"type": "new_step", "x": 1}], "steps[0]"),
        ([{"type": "model_output", "content": [{"type": "smell"}]}], "steps[0].content[0]"),
        ([{**CALL, "new": 1}], "steps[0].new"),
        ([{"type": "model_output", "content": [{**TEXT, "new": 1}]}], "steps[0].content[0].new"),
        (
            [{"type": "model_output", "content": [{**TEXT, "annotations": [{"type": "x"}]}]}],
            "steps[0].content[0].annotations[0]",
        ),
        ([{"type": "model_output", "error": {"code": 3}}], "steps[0].error"),
    ],
)
def test_what_has_no_home_is_a_loss(steps: list[Any], path: str) -> None:
    log = LossLog()
    parts.from_steps(steps, losses=log)
    assert [loss.path for loss in log.losses] == [path]


def test_summaries_can_be_left_out_but_not_signatures() -> None:
    thought = {**SIGNED, "summary": [{"type": "text", "text": "Hm."}]}
    found = parts.from_steps([thought, OUTPUT], include_thoughts=False)
    assert found == [{"text": "Hi.", "thoughtSignature": "c2ln"}]


def test_words_of_a_transcription_become_a_transcription() -> None:
    words = [
        {"type": "word_info", "text": "Hi", "start_offset": "0s", "end_offset": "1s"},
        {"type": "word_info", "text": "you", "start_offset": "1s", "end_offset": "2s"},
    ]
    step = {
        "type": "model_output",
        "content": [{"type": "text", "text": "Hi you", "annotations": words}],
    }
    (part,) = parts.from_steps([step])
    transcription = types.Part.model_validate(part).audio_transcription
    assert transcription is not None
    assert [word.word for word in transcription.words or []] == ["Hi", "you"]
    assert (transcription.start_offset, transcription.end_offset) == ("0s", "2s")
    assert part["text"] == "Hi you"
