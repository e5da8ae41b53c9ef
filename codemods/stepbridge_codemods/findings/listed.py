"""Which legacy fields a call and the uses of its result mention, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.objects import snake
from stepbridge_codemods.planning.plan import Site, Use
from stepbridge_codemods.values.deferred import HOLDERS, WAITING
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


def fields_of_uses(uses: list[Use]) -> list[Seen]:
    """The response fields that are read."""
    return [
        Seen(
            f"{use.kind.removeprefix('Async')}.{use.context[1:]}",
            use.parent,
            use.context[1:],
            at_end=True,
        )
        for use in uses
        if use.context.startswith(".") and not (use.kind in HOLDERS or use.context in WAITING)
    ]


def fields_of_call(values: Values, site: Site) -> list[Seen]:
    """The call itself and the request fields it mentions, followed through variables."""
    if site.is_wrapped:
        from stepbridge_codemods.wrappers.sites import fields_of_wrapped

        return fields_of_wrapped(values, site)
    assert isinstance(site.function, ast.Attribute)
    found = [Seen(site.symbol, site.function, site.function.attr, at_end=True)]
    visited: set[ast.AST] = set()
    for keyword in site.call.keywords:
        if keyword.arg is not None:
            owner = NESTED.get(keyword.arg, "")
            found += _fields(values, keyword.value, owner, visited)
    for argument in site.call.args if site.handed_on is None else ():
        found += _fields(values, argument, "", visited)
    return found


def fields_in(values: Values, node: ast.AST, owner: str) -> list[Seen]:
    """The request fields in a value that stands where a field of type ``owner`` belongs."""
    return list(_fields(values, node, owner, set()))


def _fields(values: Values, node: ast.AST, owner: str, visited: set[ast.AST]) -> Iterator[Seen]:
    if node in visited:
        return
    visited.add(node)
    if isinstance(node, ast.Call):
        yield from _constructor(values, node, visited)
    elif isinstance(node, ast.Dict):
        yield from _dict(values, node, owner, visited)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from _fields(values, item, owner, visited)
    elif isinstance(node, ast.Name | ast.Attribute):
        variable = values.variable(node)
        for binding in values.stores(variable) if variable is not None else ():
            if binding.value is not None:
                yield from _fields(values, binding.value, owner, visited)
    elif isinstance(node, ast.IfExp):
        yield from _fields(values, node.body, owner, visited)
        yield from _fields(values, node.orelse, owner, visited)


def _constructor(values: Values, node: ast.Call, visited: set[ast.AST]) -> Iterator[Seen]:
    name = values.qualified(node.func) or ""
    prefix = "google.genai.types."
    if not name.startswith(prefix):
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
            yield from _fields(values, keyword.value, inner, visited)
        else:
            yield from _fields(values, keyword.value, owner, visited)


def _dict(values: Values, node: ast.Dict, owner: str, visited: set[ast.AST]) -> Iterator[Seen]:
    if not owner:
        return
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            yield from _fields(values, value, owner, visited)
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            field = snake(key.value)
            yield Seen(f"{owner}.{field}", key, key.value)
            yield from _fields(values, value, NESTED.get(field, ""), visited)
