"""Raw answers through the shim are those of generateContent: whole, events and arrays.

The emulator writes both forms with code of its own, from one answer for one meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import stepbridge
from stepbridge_emulator import Emulator

Json = dict[str, Any]
SPEECH = "gemini-2.5-flash-preview-tts"
IMAGES = "gemini-2.5-flash-image"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"
PICTURE = {"inlineData": {"mimeType": "image/png", "data": PIXEL}}
SCHEMA = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}, "required": ["city"]}
FUNCTIONS = {
    "functionDeclarations": [
        {"name": "weather", "description": "Weather", "parameters": SCHEMA},
        {"name": "add", "parametersJsonSchema": {"type": "object", "properties": {}}},
    ]
}


def user(*parts: Any) -> Json:
    return {"role": "user", "parts": [{"text": p} if isinstance(p, str) else p for p in parts]}


def ask(*parts: Any, **fields: Any) -> Json:
    return {"contents": [user(*parts or ("Grüße aus 東京 🎉",))], **fields}


def tool(name: str, **settings: Any) -> Json:
    return ask(tools=[{name: settings}])


def config(**fields: Any) -> Json:
    return ask(generationConfig=fields)


def voice(name: str) -> Json:
    return {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": name}}}


SPEAKERS = [{"speaker": "Joe", **voice("Kore")}, {"speaker": "Jane", **voice("Puck")}]
AUDIO = {"responseModalities": ["AUDIO"]}
CALLED = {"role": "model", "parts": [{"functionCall": {"name": "weather", "args": {"city": "x"}}}]}
RESULT = {"functionResponse": {"name": "weather", "response": {"result": "sun"}}}
REQUESTS: dict[str, tuple[str, Json]] = {
    "text": ("", ask()),
    "service tier": ("", ask(serviceTier="flex", labels={"team": "x"})),
    "search": ("", tool("googleSearch")),
    "image search": ("", tool("googleSearch", searchTypes={"imageSearch": {}})),
    "old search": ("", tool("googleSearchRetrieval")),
    "enterprise search": ("", tool("enterpriseWebSearch")),
    "url context": ("", ask("Read https://example.com/a", tools=[{"urlContext": {}}])),
    "code execution": ("", tool("codeExecution")),
    "maps": ("", tool("googleMaps", enableWidget=True)),
    "file search": ("", tool("fileSearch", fileSearchStoreNames=["fileSearchStores/x"], topK=3)),
    "computer use": ("", tool("computerUse", environment="ENVIRONMENT_BROWSER")),
    "retrieval": ("", tool("retrieval", vertexAiSearch={"datastore": "d"})),
    "partner search": ("", tool("parallelAiSearch", apiKey="k")),
    "calls": ("", ask("Weather in Rome", tools=[FUNCTIONS])),
    "forced call": (
        "",
        ask(
            tools=[FUNCTIONS],
            toolConfig={"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["add"]}},
        ),
    ),
    "result": (
        "gemini-2.5-flash",
        {"contents": [user("Weather?"), CALLED, user(RESULT)], "tools": [FUNCTIONS]},
    ),
    "schema": ("", config(responseMimeType="application/json", responseSchema=SCHEMA)),
    "enum": (
        "",
        config(
            responseMimeType="text/x.enum",
            responseSchema={"type": "STRING", "enum": ["cat", "dog"], "format": "enum"},
        ),
    ),
    "thoughts": ("", config(thinkingConfig={"includeThoughts": True, "thinkingLevel": "HIGH"})),
    "cut short": ("", config(maxOutputTokens=3)),
    "stopped": ("", config(stopSequences=["said"])),
    "image and text": (
        IMAGES,
        config(responseModalities=["TEXT", "IMAGE"], imageConfig={"aspectRatio": "16:9"}),
    ),
    "image": (IMAGES, config(responseModalities=["IMAGE"])),
    "speech": (SPEECH, config(**AUDIO, speechConfig=voice("Kore"))),
    "two speakers": (
        SPEECH,
        config(
            **AUDIO, speechConfig={"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": SPEAKERS}}
        ),
    ),
    "media": (
        "",
        ask(
            {**PICTURE, "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"}},
            {
                "fileData": {"fileUri": "https://www.youtube.com/watch?v=x"},
                "videoMetadata": {"startOffset": "10s", "endOffset": "20s", "fps": 2},
            },
            {"inlineData": {"mimeType": "application/pdf", "data": "JVBERi0x"}},
            generationConfig={"mediaResolution": "MEDIA_RESOLUTION_HIGH"},
        ),
    ),
    "transcription": (
        "",
        ask(
            {"inlineData": {"mimeType": "audio/wav", "data": "UklGRg=="}},
            generationConfig={"audioTranscriptionConfig": {"wordTimestamp": True}},
        ),
    ),
    "mixed case": (
        "",
        {
            "contents": [user({"inline_data": {"mime_type": "image/png", "data": PIXEL}})],
            "generation_config": {"maxOutputTokens": 50, "top_p": 0.5},
            "system_instruction": {"parts": [{"text": "Be short"}]},
        },
    ),
}
# Made anew for each answer, or for each API.
OWN = frozenset({"responseId", "thoughtSignature", "createTime"})
VERBS = ("generateContent", "streamGenerateContent?alt=sse", "streamGenerateContent")


@pytest.mark.parametrize("verb", VERBS, ids=["whole", "events", "array"])
@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_is_the_same(emulator: Emulator, name: str, verb: str) -> None:
    model, body = REQUESTS[name]
    url = f"{emulator.url}/v1beta/models/{model or 'gemini-3.5-flash'}:{verb}"
    headers = {"x-goog-api-key": "k"}
    expected = httpx.post(url, json=body, headers=headers)
    with httpx.Client(transport=stepbridge.InteractionsTransport(), headers=headers) as client:
        got = client.post(url, json=body)
    assert emulator.exchanges[-1].api == "interactions"
    assert got.status_code == expected.status_code == 200
    assert (
        got.headers["content-type"].partition(";")[0]
        == (expected.headers["content-type"].partition(";")[0])
    )
    assert plain(joined(decoded(got))) == plain(joined(decoded(expected)))


def decoded(answer: httpx.Response) -> list[Json]:
    if "event-stream" in answer.headers["content-type"]:
        lines = answer.text.splitlines()
        return [json.loads(line.removeprefix("data: ")) for line in lines if line]
    value = answer.json()
    return value if isinstance(value, list) else [value]


def joined(chunks: list[Json]) -> Json:
    """An answer as one: text that was cut is joined, and the latest word counts."""
    whole: Json = {}
    parts: list[Json] = []
    for chunk in chunks:
        whole.update({key: value for key, value in chunk.items() if key != "candidates"})
        for candidate in chunk["candidates"]:
            whole.setdefault("candidate", {}).update(candidate)
            for part in candidate.get("content", {}).get("parts", []):
                _add(parts, part)
    whole["candidate"]["content"] = [part for part in parts if part not in ({}, {"text": ""})]
    return whole


def _add(parts: list[Json], part: Json) -> None:
    kept = {key: value for key, value in part.items() if key != "thoughtSignature"}
    cut = kept.keys() <= {"text", "thought"} and parts and parts[-1].keys() == kept.keys()
    if cut:
        parts[-1] = {**kept, "text": parts[-1]["text"] + kept["text"]}
    else:
        parts.append(kept)


def plain(value: Any) -> Any:
    """Without what is made anew, and without the ids of code, which Interactions alone needs."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in _kept(value)}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def _kept(value: Json) -> Iterator[tuple[str, Any]]:
    is_code = not value.keys().isdisjoint({"code", "outcome"})
    return ((k, v) for k, v in value.items() if k not in OWN and not (is_code and k == "id"))
