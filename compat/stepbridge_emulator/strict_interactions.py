"""What Interactions refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stepbridge_emulator.errors import OPAQUE, Json, Refusal
from stepbridge_emulator.interactions_shapes import (
    CONTENT,
    ENUMS,
    MESSAGES,
    REQUIRED,
    UNIONS,
)
from stepbridge_emulator.schema_check import check_schema
from stepbridge_emulator.shapes import conform

LEGACY_SCHEMA = (
    "The legacy Interactions API schema is no longer supported. "
    "Please migrate to the steps schema: "
    "https://ai.google.dev/gemini-api/docs/interactions-breaking-changes-may-2026"
)
MEDIA_TYPES = frozenset({"image", "audio", "video", "document"})
AUDIO_MIME_NAMES = {"audio/mp4": "audio/m4a"}


class InteractionsDialect:
    """snake_case only, unions told apart by ``type``."""

    messages = MESSAGES
    enums = ENUMS
    enum_numbers: Mapping[str, Mapping[int, str]] = {}
    required: Mapping[str, tuple[str, ...]] = REQUIRED
    takes_one_as_list = False

    def field_name(self, key: str) -> str:
        return key

    def variant(self, shape: str, value: Mapping[str, Any], path: str) -> str:
        if shape not in UNIONS:
            return shape
        kind = value.get("type")
        if kind is None:
            raise Refusal(f"The 'type' parameter is required at '{path}'.")
        if not isinstance(kind, str) or kind not in UNIONS[shape]:
            raise Refusal(f"The value '{kind}' is not supported for 'type' at '{path}'.")
        return f"{shape}/{kind}"

    def bad_field(self, path: str, key: str, shape: str) -> None:
        where = f"{path}.{key}" if path else key
        raise Refusal(f"Unknown parameter '{where}'.", code="parameter_unknown")

    def bad_type(self, path: str, shape: str, value: Any) -> None:
        raise Refusal(f"The value for '{path}' is invalid: expected {shape}.")

    def bad_enum(self, path: str, shape: str, value: Any) -> None:
        key = path.rpartition(".")[2]
        raise Refusal(f"The value '{value}' is not supported for '{key}' at '{path}'.")

    def bad_base64(self, path: str) -> None:
        raise Refusal(f"The value for '{path}' is not valid base64.")

    def missing(self, path: str, key: str) -> None:
        if path.startswith("input") and key == "call_id":
            raise Refusal("Missing call_id in content of type function_result")
        raise Refusal(f"The '{key}' parameter is required at '{path}'.")


DIALECT = InteractionsDialect()


def checked(body: Any) -> Json:
    """The request with ``input`` as steps; raises ``Refusal`` for what is not taken."""
    if not isinstance(body, dict):
        raise Refusal("The request body is not a valid JSON object.")
    check_schema_age(body)
    request: Json = conform(body, "CreateInteraction", DIALECT)
    request["input"] = steps_of(request.get("input"))
    check_target(request)
    check_storage(request)
    check_tools(request)
    return request


def check_schema_age(body: Json) -> None:
    entries = body.get("input")
    turns = (
        [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    )
    if any("role" in entry for entry in turns) or "outputs" in body:
        raise Refusal(LEGACY_SCHEMA)
    if isinstance(entries, dict) and "role" in entries:
        raise Refusal(LEGACY_SCHEMA)


def steps_of(entry: Any) -> list[Json]:
    """Every form that ``input`` may take (text, one item, items, steps) as a list of steps."""
    if entry is None:
        return []
    if isinstance(entry, str):
        return [user_step([{"type": "text", "text": entry}])]
    single = isinstance(entry, dict)
    entries = [entry] if single else entry
    if not isinstance(entries, list) or not all(isinstance(item, dict) for item in entries):
        raise Refusal("The value for 'input' is invalid: expected text, content or steps.")
    if not entries:
        raise Refusal("The 'input' parameter must not be empty.")
    kinds = {str(item.get("type")) for item in entries}
    if kinds <= CONTENT.keys():
        return [user_step([checked_content(item, f"input[{i}]") for i, item in enumerate(entries)])]
    if kinds & CONTENT.keys():
        raise Refusal("The value for 'input' is invalid: content and steps cannot be mixed.")
    return [checked_step(item, f"input[{index}]") for index, item in enumerate(entries)]


def user_step(content: list[Json]) -> Json:
    return {"type": "user_input", "content": content}


def checked_step(step: Json, path: str) -> Json:
    if isinstance(step.get("content"), str):  # REST takes a bare string for the content
        step = {**step, "content": [{"type": "text", "text": step["content"]}]}
    result: Json = conform(step, "Step", DIALECT, path)
    for index, item in enumerate(result.get("content", [])):
        check_media(item, f"{path}.content[{index}]")
    if step["type"] == "function_result":
        result["result"] = checked_result(result["result"], f"{path}.result")
    return result


def checked_content(item: Json, path: str) -> Json:
    result: Json = conform(item, "Content", DIALECT, path)
    check_media(result, path)
    return result


def checked_result(value: Any, path: str) -> Any:
    """A function's result: text, an object, or content items that all say their type."""
    if isinstance(value, list):
        return [checked_block(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if not isinstance(value, str | dict):
        raise Refusal(f"The value for '{path}' is invalid: expected text, an object or content.")
    return value


def checked_block(item: Any, path: str) -> Json:
    if not isinstance(item, dict) or "type" not in item:
        raise Refusal(f"The 'type' parameter is required at '{path}'.")
    return checked_content(item, path)


def check_media(item: Json, path: str) -> None:
    if item["type"] not in MEDIA_TYPES:
        return
    if not item.get("data") and not item.get("uri"):
        raise Refusal(f"Either 'data' or 'uri' is required at '{path}'.")
    mime = item.get("mime_type", "")
    if item.get("data") and not mime:
        raise Refusal(f"The 'mime_type' parameter is required at '{path}'.")
    if mime in AUDIO_MIME_NAMES:
        raise Refusal(f"The value '{mime}' is not supported for 'mime_type' at '{path}'.")


def check_target(request: Json) -> None:
    if "model" in request and "agent" in request:
        raise Refusal("Only one of 'model' and 'agent' may be set.")
    if "model" not in request and "agent" not in request:
        raise Refusal("One of 'model' and 'agent' is required.")
    if "agent" in request and "generation_config" in request:
        raise Refusal("The parameter 'generation_config' is not supported for agents.")
    if "model" in request and "agent_config" in request:
        raise Refusal("The parameter 'agent_config' is not supported for models.")
    if not request["input"] and "previous_interaction_id" not in request:
        raise Refusal("The 'input' parameter is required.")


def check_storage(request: Json) -> None:
    if request.get("store", True):
        return
    if request.get("background"):
        raise Refusal("Background interactions require 'store' to be true.")
    if "previous_interaction_id" in request:
        raise Refusal("'previous_interaction_id' cannot be used when 'store' is false.")


def check_tools(request: Json) -> None:
    for index, tool in enumerate(request.get("tools", [])):
        check_schema(tool.get("parameters"), f"tools[{index}].parameters")
    formats = request.get("response_format", [])
    for entry in formats if isinstance(formats, list) else [formats]:
        check_schema(entry.get("schema"), "response_format.schema")
    functions = [tool for tool in request.get("tools", []) if tool["type"] == "function"]
    choice = request.get("generation_config", {}).get("tool_choice")
    if choice is not None and not functions:
        raise Refusal("Function calling config is set without function_declarations.")
    names = {tool["name"] for tool in functions}
    allowed = choice.get("allowed_tools", {}).get("tools", []) if isinstance(choice, dict) else []
    if not set(allowed) <= names:
        raise Refusal(OPAQUE)
