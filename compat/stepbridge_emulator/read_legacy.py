"""A generateContent request (checked, camelCase) as the canonical prompt."""

from __future__ import annotations

from typing import Any

from stepbridge_emulator import levels
from stepbridge_emulator.call_pairs import CallPairs
from stepbridge_emulator.formats import output_formats
from stepbridge_emulator.legacy_tools import built_in_tools, tool_choice
from stepbridge_emulator.media import Resolve, lower_enum, media_part, present, seconds
from stepbridge_emulator.prompt import Json, Prompt, merged_turns
from stepbridge_emulator.results import error_of, normal_result
from stepbridge_emulator.schema_form import normal_schema

# Same meaning, same spelling on both sides but for the case of the name.
SETTINGS = {
    "maxOutputTokens": "max_output_tokens",
    "stopSequences": "stop_sequences",
    "seed": "seed",
    "logprobs": "logprobs",
    "translationConfig": "translation_config",
}
# Settings that are off when they are not said: zero and false say nothing.
SWITCHES = {
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "responseLogprobs": "response_logprobs",
    "enableEnhancedCivicAnswers": "enable_enhanced_civic_answers",
}
FLOATS = {"temperature": "temperature", "topP": "top_p", "topK": "top_k"}


def read(request: Json, model: str, resolve: Resolve) -> Prompt:
    """The meaning of a checked generateContent request."""
    model = levels.plain_model(model)
    config = request.get("generationConfig", {})
    tools = request.get("tools", [])
    tool_config = request.get("toolConfig", {})
    resolution = lower_enum(config.get("mediaResolution", ""), "media_resolution_")
    return Prompt(
        model=model,
        system="\n".join(
            part["text"]
            for part in request.get("systemInstruction", {}).get("parts", [])
            if part.get("text")
        ),
        turns=_turns(request.get("contents", []), resolve, resolution),
        functions=tuple(_functions(tools)),
        built_in=built_in_tools(tools, tool_config),
        tool_choice=tool_choice(tool_config),
        output=output_formats(model, _formats(config), _modalities(config)),
        settings=_settings(model, config, request),
        safety={
            lower_enum(setting["category"], "harm_category_"): present(
                {
                    "threshold": lower_enum(setting.get("threshold", "")),
                    "method": lower_enum(setting.get("method", "")),
                }
            )
            for setting in request.get("safetySettings", [])
        },
        labels=request.get("labels", {}),
        service_tier=_tier(request.get("serviceTier", "")),
    )


def _tier(value: str) -> str:
    tier = value.lower().removeprefix("service_tier_")
    return "" if tier in ("unspecified", "standard") else tier


def _functions(tools: list[Json]) -> list[Json]:
    declarations = [item for tool in tools for item in tool.get("functionDeclarations", [])]
    return [
        present(
            {
                "name": item.get("name"),
                "description": item.get("description"),
                "parameters": normal_schema(
                    item.get("parametersJsonSchema", item.get("parameters"))
                ),
            }
        )
        for item in declarations
    ]


def _formats(config: Json) -> list[Json]:
    formats: list[Json] = list(config.get("responseFormat", []))
    mime = config.get("responseMimeType", "")
    schema = config.get("responseJsonSchema", config.get("responseSchema"))
    if mime not in ("", "text/plain") or schema is not None:
        formats.append({"type": "text", "mime_type": "application/json", "schema": schema or {}})
    image = config.get("imageConfig", {})
    output = image.get("imageOutputOptions", {})
    picture = present(
        {
            "aspect_ratio": image.get("aspectRatio"),
            "image_size": image.get("imageSize"),
            "mime_type": image.get("outputMimeType", output.get("mimeType")),
            "person_generation": image.get("personGeneration"),
        }
    )
    return [*formats, {"type": "image", **picture}] if picture else formats


def _modalities(config: Json) -> list[str]:
    return [lower_enum(item) for item in config.get("responseModalities", [])]


def _settings(model: str, config: Json, request: Json) -> Json:
    thinking = config.get("thinkingConfig", {})
    level = lower_enum(thinking.get("thinkingLevel", ""))
    level = "" if level == "thinking_level_unspecified" else level
    if not level and "thinkingBudget" in thinking:
        level = levels.level_of_budget(thinking["thinkingBudget"])
    settings = {new: config.get(old) for old, new in SETTINGS.items()}
    settings |= {new: config[old] for old, new in SWITCHES.items() if config.get(old)}
    settings |= {new: float(config[old]) for old, new in FLOATS.items() if old in config}
    count = config.get("candidateCount", 1)
    return {
        key: value
        for key, value in {
            **settings,
            "candidate_count": count if count > 1 else None,
            "thinking_level": levels.normal_level(model, level) or None,
            "thoughts": thinking.get("includeThoughts") or None,
            "speech": _speech(config.get("speechConfig", {})) or None,
            "transcription": _transcription(config.get("audioTranscriptionConfig", {})) or None,
            "cached_content": request.get("cachedContent"),
        }.items()
        if value is not None and value != []
    }


def _speech(speech: Json) -> list[Json]:
    language = speech.get("languageCode")
    multiple = speech.get("multiSpeakerVoiceConfig", {}).get("speakerVoiceConfigs", [])
    entries = [
        {"speaker": entry.get("speaker"), "voice": _voice(entry.get("voiceConfig", {}))}
        for entry in multiple
    ]
    if "voiceConfig" in speech:
        entries.insert(0, {"voice": _voice(speech["voiceConfig"])})
    if language and not entries:
        entries = [{}]
    return [present({**entry, "language": language}) for entry in entries]


def _voice(voice: Json) -> Any:
    return voice.get("prebuiltVoiceConfig", {}).get("voiceName", voice.get("voice"))


def _transcription(config: Json) -> Json:
    hints = config.get("languageHints", {})
    return present(
        {
            "language_codes": config.get("languageCodes") or hints.get("languageCodes"),
            "custom_vocabulary": config.get("customVocabulary") or config.get("adaptationPhrases"),
            "words": config.get("wordTimestamp"),
            "speakers": config.get("diarization"),
            "mode": "smart" if "SMART" in str(config.get("mode")) else None,
            "source_text": config.get("sourceText"),
        }
    )


def _turns(contents: list[Json], resolve: Resolve, resolution: str) -> tuple[Json, ...]:
    parts: list[tuple[str, Json]] = []
    pairs = CallPairs(contents)
    for content in contents:
        role = "model" if content.get("role") == "model" else "user"
        pairs.turn(role)
        for part in content.get("parts", []):
            if "functionCall" in part:
                pairs.call(part["functionCall"])
            if "functionResponse" in part:
                number = pairs.answered(part["functionResponse"])
                parts.append((role, _result(part["functionResponse"], number, resolve)))
                continue
            converted = _part(part, resolve, resolution)
            if converted is not None:
                parts.append((role, converted))
    return merged_turns(parts)


def _result(response: Json, call: int | None, resolve: Resolve) -> Json:
    value, failed = error_of(normal_result(response.get("response", {})))
    media = [
        media_part(
            data=item.get("inlineData", {}).get("data", ""),
            uri=item.get("fileData", {}).get("fileUri", ""),
            mime={**item.get("inlineData", {}), **item.get("fileData", {})}.get("mimeType", ""),
            details=_details(item, ""),
            resolve=resolve,
        )
        for item in response.get("parts", [])
    ]
    extra = present({"media": media, "failed": failed or None})
    return {"result_of": response.get("name", ""), "call": call, "value": value, **extra}


def _part(part: Json, resolve: Resolve, resolution: str) -> Json | None:
    if part.get("thought"):
        return None
    if "text" in part:
        return {"text": part["text"], **_spoken(part)}
    if "inlineData" in part or "fileData" in part:
        blob = part.get("inlineData", {})
        file = part.get("fileData", {})
        return media_part(
            data=blob.get("data", ""),
            uri=file.get("fileUri", ""),
            mime=blob.get("mimeType", file.get("mimeType", "")),
            details=_details(part, resolution),
            resolve=resolve,
        )
    if "functionCall" in part:
        call = part["functionCall"]
        return {"call": call.get("name", ""), "arguments": call.get("args", {})}
    if "executableCode" in part:
        code = part["executableCode"]
        return {"code": code.get("code", ""), "language": lower_enum(code.get("language", ""))}
    if "codeExecutionResult" in part:
        result = part["codeExecutionResult"]
        failed = result.get("outcome", "OUTCOME_OK") != "OUTCOME_OK"
        return {"code_output": result.get("output", ""), "failed": failed}
    return None


def _spoken(part: Json) -> Json:
    speech = part.get("speechMetadata", {})
    return {"speech": present(speech)} if present(speech) else {}


def _details(part: Json, resolution: str) -> Json:
    video: Json = part.get("videoMetadata") or part.get("audioMetadata") or {}
    own = lower_enum(part.get("mediaResolution", {}).get("level", ""), "media_resolution_")
    blob: Json = part.get("inlineData") or part.get("fileData") or {}
    mime = blob.get("mimeType", "")
    audible = mime.startswith(("audio/", "text/"))
    return present(
        {
            "resolution": own or ("" if audible else resolution),
            "start": seconds(video.get("startOffset")),
            "end": seconds(video.get("endOffset")),
            "fps": video.get("fps"),
            "layers": [lower_enum(item) for item in video.get("contentLayers", [])],
            "agentic": part.get("mediaProcessing") == "AGENTIC" or None,
            "pages": _pages(part.get("documentMetadata", {})),
            "sheet": _sheet(part.get("spreadsheetMetadata", {})),
        }
    )


def _pages(document: Json) -> Json:
    return present(
        {
            "start_page": document.get("startPage"),
            "end_page": document.get("endPage"),
            "layers": [lower_enum(item) for item in document.get("contentLayers", [])],
        }
    )


def _sheet(sheet: Json) -> Json:
    return present(
        {
            "visible_cells": sheet.get("visibleCells"),
            "sheet_index": sheet.get("sheetIndex"),
            "layers": [lower_enum(item) for item in sheet.get("contentLayers", [])],
        }
    )
