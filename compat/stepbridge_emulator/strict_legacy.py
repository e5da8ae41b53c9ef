"""What generateContent refuses. ``checked`` gives the request with camelCase names, or raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stepbridge_emulator.errors import Json, Refusal, bad_request
from stepbridge_emulator.legacy_shapes import ENUM_NUMBERS, ENUMS, MESSAGES, REQUIRED
from stepbridge_emulator.schema_check import check_schema
from stepbridge_emulator.shapes import conform

ROLES = frozenset({"user", "model", "function", "tool"})
# A part holds exactly one of these.
PAYLOADS = [
    "text",
    "inlineData",
    "fileData",
    "functionCall",
    "functionResponse",
    "executableCode",
    "codeExecutionResult",
    "toolCall",
    "toolResponse",
]
# Those of them that name a function.
NAMED = {"functionCall": "function_call", "functionResponse": "function_response"}
# A schema has two fields, of which only one may be set.
SCHEMAS = {
    "parameters": ("parameters", "parametersJsonSchema"),
    "response": ("responseSchema", "responseJsonSchema"),
}
# Refused by the Developer API, served on the enterprise platform only.
ENTERPRISE_ONLY = ("routingConfig", "modelSelectionConfig", "audioTimestamp")


def camel_case(key: str) -> str:
    """``system_instruction`` as ``systemInstruction``; ``$ref`` as ``ref``."""
    head, *tail = key.lstrip("$").split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in tail)


class LegacyDialect:
    """camelCase with snake_case allowed anywhere, complaints in the words of the JSON parser."""

    messages = MESSAGES
    enums = ENUMS
    enum_numbers: Mapping[str, Mapping[int, str]] = ENUM_NUMBERS
    required: Mapping[str, tuple[str, ...]] = REQUIRED
    # The guides for curl write "parts": {"text": ...}, and it works.
    takes_one_as_list = True

    def field_name(self, key: str) -> str:
        return camel_case(key)

    def variant(self, shape: str, value: Mapping[str, Any], path: str) -> str:
        return shape

    def bad_field(self, path: str, key: str, shape: str) -> None:
        where = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.'
        raise Refusal(text, details=bad_request(path, text))

    def bad_type(self, path: str, shape: str, value: Any) -> None:
        text = f"Invalid value at '{path}' (expected {shape}), {value!r}"
        raise Refusal(text, details=bad_request(path, text))

    def bad_enum(self, path: str, shape: str, value: Any) -> None:
        text = f"Invalid value at '{path}' (type.googleapis.com/{shape}), \"{value}\""
        raise Refusal(text, details=bad_request(path, text))

    def bad_base64(self, path: str) -> None:
        text = f"Invalid value at '{path}' (TYPE_BYTES), Base64 decoding failed"
        raise Refusal(text, details=bad_request(path, text))

    def missing(self, path: str, key: str) -> None:
        raise Refusal(f"* {path}.{key}: is required")


def checked(body: Any, shape: str = "GenerateContentRequest") -> Json:
    """The request under its REST names; raises ``Refusal`` for what the service does not take."""
    if not isinstance(body, dict):
        raise Refusal("Invalid JSON payload received. Expected an object.")
    request: Json = conform(body, shape, LegacyDialect())
    if shape == "GenerateContentRequest":
        check_contents(request.get("contents", []))
        check_config(request.get("generationConfig", {}))
        check_tools(request.get("tools", []))
    return request


def check_contents(contents: list[Json]) -> None:
    if not contents:
        raise Refusal("* GenerateContentRequest.contents: contents is not specified")
    for index, content in enumerate(contents):
        if content.get("role", "user") not in ROLES:
            raise Refusal("Please use a valid role: user, model.")
        if not content.get("parts"):
            raise Refusal(
                f"* GenerateContentRequest.contents[{index}].parts: "
                "contents.parts must not be empty."
            )
        for number, part in enumerate(content["parts"]):
            check_part(part, f"GenerateContentRequest.contents[{index}].parts[{number}]")


def check_tools(tools: list[Json]) -> None:
    for tool in tools:
        for function in tool.get("functionDeclarations", []):
            check_one_schema(function, "parameters", "tools.function_declarations")


def check_one_schema(holder: Json, kind: str, path: str) -> None:
    """A schema in its old form or as JSON Schema, not both."""
    names = [name for name in SCHEMAS[kind] if holder.get(name) is not None]
    for name in names:
        check_schema(holder[name], f"{path}.{name}")
    if len(names) > 1:
        raise Refusal(f"* {path}: {names[0]} and {names[1]} are mutually exclusive.")


def check_part(part: Json, path: str) -> None:
    held = [name for name in PAYLOADS if name in part]
    if len(held) > 1:
        raise Refusal(f"Invalid value at '{path}' (oneof), oneof field 'data' is already set.")
    if not held and "thoughtSignature" not in part:
        raise Refusal(f"* {path}.data: required oneof field 'data' must have one initialized field")
    blob = part.get("inlineData")
    if blob is not None and not blob.get("data"):
        raise Refusal(f"* {path}.inline_data.data: required field 'data' must be non-empty")
    if blob is not None and not blob.get("mimeType"):
        raise Refusal(f"Unsupported MIME type: {blob.get('mimeType', '')}")
    for kind, name in NAMED.items():
        if kind in part and not part[kind].get("name"):
            raise Refusal(f"* {path}.{name}.name: Name cannot be empty.")
    if "fileData" in part and not part["fileData"].get("fileUri"):
        raise Refusal(f"* {path}.file_data.file_uri: must be non-empty")


def check_config(config: Json) -> None:
    check_one_schema(config, "response", "generation_config")
    for name in ENTERPRISE_ONLY:
        if name in config:
            LegacyDialect().bad_field("generation_config", name, "GenerationConfig")
    if not 0 <= config.get("temperature", 0) <= 2:
        raise Refusal(
            "* GenerateContentRequest.generation_config.temperature: "
            "temperature must be in the range [0.0, 2.0]."
        )
    if not 0 <= config.get("topP", 0) <= 1:
        raise Refusal("top_p must be in the range [0.0, 1.0].")
    if "responseSchema" in config and config.get("responseMimeType", "text/plain") == "text/plain":
        raise Refusal(
            "* GenerateContentRequest.generation_config.response_schema: only allowed when "
            "response mime type is `application/json` or `text/x.enum`"
        )
