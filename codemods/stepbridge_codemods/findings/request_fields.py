"""The legacy fields that a value of a request mentions, followed through variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.findings.request_values import changes, choices, given, made
from stepbridge_codemods.objects import snake
from stepbridge_codemods.values.infer import Values

NESTED = {
    "thinking_config": "ThinkingConfig",
    "tool_config": "ToolConfig",
    "function_calling_config": "FunctionCallingConfig",
    "safety_settings": "SafetySetting",
    "tools": "Tool",
    "function_declarations": "FunctionDeclaration",
    "speech_config": "SpeechConfig",
    "image_config": "ImageConfig",
    "http_options": "HttpOptions",
    "config": "GenerateContentConfig",
    "contents": "Content",
    "parts": "Part",
    "inline_data": "Blob",
    "file_data": "FileData",
    "function_response": "FunctionResponse",
    "function_call": "FunctionCall",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One legacy field at one node; ``at_end`` when only the node's last name is the field."""

    symbol: str
    node: ast.AST
    label: str
    at_end: bool = False


def fields_in(values: Values, node: ast.AST, owner: str) -> list[Seen]:
    """The request fields in a value that stands where a field of type ``owner`` belongs."""
    return list(seen_in(values, node, owner, set()))


def seen_in(values: Values, node: ast.AST, owner: str, visited: set[ast.AST]) -> Iterator[Seen]:
    """The same, past the nodes that were visited before."""
    if node in visited:
        return
    visited.add(node)
    if isinstance(node, ast.Call):
        yield from _constructor(values, node, owner, visited)
    elif isinstance(node, ast.Dict):
        yield from _dict(values, node, owner, visited)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from seen_in(values, item, owner, visited)
    elif isinstance(node, ast.ListComp | ast.GeneratorExp):
        yield from seen_in(values, node.elt, owner, visited)
    elif isinstance(node, ast.Name | ast.Attribute):
        for value in given(values, node):
            yield from seen_in(values, value, owner, visited)
        for place, name, value in changes(values, node):
            if name and owner:
                yield Seen(f"{owner}.{snake(name)}", place, name, isinstance(place, ast.Attribute))
            nested = NESTED.get(snake(name), "") if name else owner
            yield from seen_in(values, value, nested, visited)
    else:
        for inner in choices(values, node):
            yield from seen_in(values, inner, owner, visited)


def _constructor(
    values: Values, node: ast.Call, owner: str, visited: set[ast.AST]
) -> Iterator[Seen]:
    name = values.qualified(node.func) or ""
    prefix = "google.genai.types."
    if not name.startswith(prefix):
        for result in made(values, node):
            yield from seen_in(values, result, owner, visited)
        return
    owner = name.removeprefix(prefix)
    if "." in owner:
        yield Seen(owner, node.func, owner.rpartition(".")[2], at_end=True)
        return
    for keyword in node.keywords:
        if keyword.arg is not None:
            field = snake(keyword.arg)
            yield Seen(f"{owner}.{field}", keyword, keyword.arg)
            inner = NESTED.get(field, "")
            yield from seen_in(values, keyword.value, inner, visited)
        else:
            yield from seen_in(values, keyword.value, owner, visited)


def _dict(values: Values, node: ast.Dict, owner: str, visited: set[ast.AST]) -> Iterator[Seen]:
    if not owner:
        return
    owner = _as_part(node) if owner == "Content" else owner
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            yield from seen_in(values, value, owner, visited)
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            field = snake(key.value)
            yield Seen(f"{owner}.{field}", key, key.value)
            yield from seen_in(values, value, NESTED.get(field, ""), visited)


def _as_part(node: ast.Dict) -> str:
    """What a dict among contents is: a content, or a part of the one turn that is sent."""
    names = {snake(str(getattr(key, "value", ""))) for key in node.keys}
    if names & {"role", "parts"} or not names or None in node.keys:
        return "Content"
    if {"mime_type", "data"} <= names:
        return "Blob"
    return "FileData" if "file_uri" in names else "Part"
