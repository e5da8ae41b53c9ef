"""An Interactions request (checked, input as steps) as the canonical prompt."""

from __future__ import annotations

from typing import Any

from stepbridge_emulator import levels
from stepbridge_emulator.formats import output_formats
from stepbridge_emulator.legacy_tools import normal_search_types
from stepbridge_emulator.media import Resolve, media_part, present, seconds
from stepbridge_emulator.prompt import Json, Prompt, merged_turns
from stepbridge_emulator.results import error_of, normal_result
from stepbridge_emulator.schema_form import normal_schema

SAME_SETTINGS = ["max_output_tokens", "stop_sequences", "seed"]
FLOATS = ("temperature", "top_p", "top_k")


def read(request: Json, history: list[Json], resolve: Resolve) -> Prompt:
    """The meaning of a checked request; ``history`` are the steps of the interactions before it."""
    target = request["model"] if "model" in request else f"agents/{request['agent']}"
    model = levels.plain_model(target) if "model" in request else target
    config = request.get("generation_config", {})
    tools = request.get("tools", [])
    return Prompt(
        model=model,
        system=request.get("system_instruction", ""),
        turns=read_turns([*history, *request["input"]], resolve),
        functions=tuple(_function(tool) for tool in tools if tool["type"] == "function"),
        built_in=_built_in(tools),
        tool_choice=_choice(config.get("tool_choice")),
        output=output_formats(
            model,
            _formats(request, config),
            request.get("response_modalities", []),
            complete=True,
        ),
        settings=_settings(model, config, request),
        safety={
            setting["type"]: present(
                {"threshold": setting["threshold"], "method": setting.get("method")}
            )
            for setting in request.get("safety_settings", [])
        },
        labels=request.get("labels", {}),
        service_tier=_tier(request.get("service_tier", "")),
    )


def _tier(value: str) -> str:
    return "" if value == "standard" else value


def _function(tool: Json) -> Json:
    return present(
        {
            "name": tool.get("name"),
            "description": tool.get("description"),
            "parameters": normal_schema(tool.get("parameters")),
        }
    )


def _built_in(tools: list[Json]) -> tuple[Json, ...]:
    entries = [
        {"type": tool["type"], **present(_options(tool))}
        for tool in tools
        if tool["type"] != "function"
    ]
    return tuple(sorted(entries, key=lambda entry: (entry["type"], str(entry))))


OPTION_NAMES = {
    "file_search_store_names": "stores",
    "metadata_filter": "filter",
    "excluded_predefined_functions": "excluded",
    "enable_prompt_injection_detection": "injection_detection",
    "disabled_safety_policies": "disabled_policies",
}


def _options(tool: Json) -> Json:
    options = {OPTION_NAMES.get(key, key): value for key, value in tool.items() if key != "type"}
    if "search_types" in options:
        options["search_types"] = normal_search_types(options["search_types"])
    if options.get("enable_widget") is False:
        del options["enable_widget"]
    return options


def _choice(choice: Any) -> Json:
    if choice is None or choice == "auto":
        return {}
    if isinstance(choice, str):
        return {"mode": choice}
    allowed = choice.get("allowed_tools", {})
    return present({"mode": allowed.get("mode", "auto"), "names": sorted(allowed.get("tools", []))})


def _formats(request: Json, config: Json) -> list[Json]:
    given = request.get("response_format", [])
    formats = list(given) if isinstance(given, list) else [given]
    if request.get("response_mime_type") == "application/json" and not formats:
        formats.append({"type": "text", "mime_type": "application/json"})
    if config.get("image_config"):
        formats.append({"type": "image", **config["image_config"]})
    return formats


def _settings(model: str, config: Json, request: Json) -> Json:
    settings = {name: config.get(name) for name in SAME_SETTINGS}
    settings |= {name: float(config[name]) for name in FLOATS if name in config}
    settings |= {
        "thinking_level": levels.normal_level(model, config.get("thinking_level", "")) or None,
        "thoughts": config.get("thinking_summaries") == "auto" or None,
        "speech": _speech(config.get("speech_config")) or None,
        "transcription": _transcription(config.get("transcription_config", {})) or None,
        "video": config.get("video_config"),
        "cached_content": request.get("cached_content"),
        "agent_config": request.get("agent_config"),
        "environment": request.get("environment"),
    }
    return {key: value for key, value in settings.items() if value is not None and value != []}


def _speech(speech: Any) -> list[Json]:
    if isinstance(speech, dict):
        speech = speech.get("speakers", [speech])
    return [present(entry) for entry in speech or []]


def _transcription(config: Json) -> Json:
    mode = config.get("mode", {})
    mode = {"type": mode} if isinstance(mode, str) else mode
    granular = mode.get("timestamp_granularities") or config.get("timestamp_granularities") or []
    diarized = mode.get("diarization_mode") or config.get("diarization_mode")
    return present(
        {
            "language_codes": config.get("language_codes") or config.get("language_hints"),
            "custom_vocabulary": config.get("custom_vocabulary")
            or config.get("adaptation_phrases"),
            "words": "word" in granular or None,
            "speakers": bool(diarized) or None,
            "mode": "smart" if mode.get("type") == "smart" else None,
            "source_text": mode.get("source_text"),
        }
    )


def read_turns(steps: list[Json], resolve: Resolve) -> tuple[Json, ...]:
    """Steps as alternating turns; thoughts and server tool steps carry no meaning of their own."""
    calls: list[Json] = []
    parts: list[tuple[str, Json]] = []
    for step in steps:
        if step["type"] == "function_call":
            calls.append(step)
        if step["type"] == "function_result":
            parts.append(("user", _result(step, calls, resolve)))
        elif step["type"] in READERS:
            role = "model" if step["type"] != "user_input" else "user"
            parts += [(role, part) for part in READERS[step["type"]](step, resolve)]
    return merged_turns(parts)


def _content(step: Json, resolve: Resolve) -> list[Json]:
    return [_item(item, resolve) for item in step.get("content", [])]


def _call(step: Json, resolve: Resolve) -> list[Json]:
    return [{"call": step["name"], "arguments": step["arguments"]}]


def _code(step: Json, resolve: Resolve) -> list[Json]:
    arguments = step.get("arguments", {})
    language = arguments.get("language", "")
    return [{"code": arguments.get("code", ""), "language": language}]


def _code_output(step: Json, resolve: Resolve) -> list[Json]:
    result = step.get("result", "")
    if isinstance(result, list):
        result = "".join(item.get("text", "") for item in result)
    return [{"code_output": result, "failed": bool(step.get("is_error"))}]


READERS = {
    "user_input": _content,
    "model_output": _content,
    "function_call": _call,
    "code_execution_call": _code,
    "code_execution_result": _code_output,
}


def _result(step: Json, calls: list[Json], resolve: Resolve) -> Json:
    same = [number for number, call in enumerate(calls) if call["id"] == step["call_id"]]
    number = same[-1] if same else None
    name = step.get("name") or (calls[number]["name"] if number is not None else "")
    raw = step["result"]
    items = [_item(item, resolve) for item in raw] if isinstance(raw, list) else []
    media = [item for item in items if "text" not in item]
    texts = [item["text"] for item in items if "text" in item]
    if isinstance(raw, list):
        raw = texts[0] if len(texts) == 1 else (texts or {})
    value, failed = error_of(normal_result(raw))
    extra = present({"media": media, "failed": failed or step.get("is_error") or None})
    return {"result_of": name, "call": number, "value": value, **extra}


def _item(item: Json, resolve: Resolve) -> Json:
    if item["type"] == "text":
        return {"text": item["text"], **_spoken(item)}
    return media_part(
        data=item.get("data", ""),
        uri=item.get("uri", ""),
        mime=item.get("mime_type", ""),
        details=_details(item),
        resolve=resolve,
    )


def _spoken(item: Json) -> Json:
    for note in item.get("annotations", []):
        if note.get("type") == "speech_metadata":
            return {"speech": present({k: note.get(k) for k in ("speaker", "style")})}
    return {}


def _details(item: Json) -> Json:
    processing = item.get("processing", {})
    if isinstance(processing, str):
        processing = {"type": processing}
    return present(
        {
            "resolution": item.get("resolution"),
            "start": seconds(processing.get("start_offset")),
            "end": seconds(processing.get("end_offset")),
            "fps": processing.get("fps"),
            "layers": processing.get("content_layers"),
            "agentic": processing.get("type") == "agentic" or None,
            "pages": _layered(processing.get("page_options", {})),
            "sheet": _layered(processing.get("spreadsheet_options", {})),
        }
    )


def _layered(options: Json) -> Json:
    layers = options.get("content_layers")
    rest = {key: value for key, value in options.items() if key != "content_layers"}
    return present({**rest, "layers": layers})
