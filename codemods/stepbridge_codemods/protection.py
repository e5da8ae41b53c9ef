"""Exception handlers around migrated calls keep catching.

Interactions raises classes of its own, which do not derive from ``google.genai.errors``. They are
importable from ``google.genai._interactions`` (google-genai 3.4.0); no public module has them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from stepbridge_codemods.edits import Edits
from stepbridge_codemods.plan import Import, ManualError
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

ALIAS = "interactions_errors"
_ERRORS = "google.genai.errors."
_CLIENT_ERRORS = (
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "UnprocessableEntityError",
    "RateLimitError",
)
_CLASSES = {
    "APIError": ("APIStatusError",),
    "ClientError": _CLIENT_ERRORS,
    "ServerError": ("InternalServerError",),
}
_READS = {"code": "status_code", "response": "response"}
_SERVICES = frozenset(
    {Kind.CLIENT, Kind.AIO, Kind.MODELS, Kind.AIO_MODELS, Kind.CHAT, Kind.AIO_CHAT}
)


@dataclass(eq=False)
class Protection:
    """The edits of a module's handlers, or why they cannot be edited."""

    edits: Edits
    imports: set[Import] = field(default_factory=set)
    refusal: ManualError | None = None
    guarded: set[ast.Call] = field(default_factory=set)


def protect(values: Values, migrated: set[ast.Call]) -> Protection:
    """Makes the handlers around migrated calls catch what these raise."""
    result = Protection(Edits(values.source))
    for node in values.source.nodes:
        if not isinstance(node, ast.Try):
            continue
        handlers = [h for h in node.handlers if _families(values, h)]
        if not handlers:
            continue
        reached = set(_calls(values, node.body, set()))
        inside = reached & migrated
        if not inside:
            continue
        keeps = any(_is_legacy(values, call) for call in reached - migrated)
        try:
            for handler in handlers:
                _handler(values, result, node, handler, keeps)
        except ManualError as refusal:
            result.refusal = refusal
            result.guarded |= inside
    return result


def _families(values: Values, handler: ast.ExceptHandler) -> list[ast.expr]:
    """The classes of google.genai.errors that a handler names."""
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [
        node
        for node in named
        if node is not None and (values.qualified(node) or "").startswith(_ERRORS)
    ]


def _calls(values: Values, body: list[ast.stmt], seen: set[ast.AST]) -> Iterator[ast.Call]:
    """The calls in a block, and in the functions of this module that it calls."""
    for statement in body:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call):
                continue
            yield node
            function = values.function(node.func)
            if function is not None and function not in seen:
                seen.add(function)
                yield from _calls(values, function.body, seen)


def _is_legacy(values: Values, call: ast.Call) -> bool:
    """Whether a call that stays can raise the classes of google.genai.errors."""
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        value = values.value(node.value)
        if value is not None and value.kind in _SERVICES:
            return True
        node = node.value
    return False


def _handler(
    values: Values,
    result: Protection,
    block: ast.Try,
    handler: ast.ExceptHandler,
    keeps: bool,
) -> None:
    families = _families(values, handler)
    new: list[str] = []
    for node in families:
        name = (values.qualified(node) or "").removeprefix(_ERRORS)
        if name not in _CLASSES:
            raise ManualError("SB013", node, name)
        new += _CLASSES[name]
    names = list(dict.fromkeys(f"{ALIAS}.{name}" for name in new))
    others = [n for n in _named(handler) if n not in families]
    kept = [*others, *(families if keeps else [])]
    source = values.source
    texts = [source.text[slice(*source.span(node))] for node in kept] + names
    assert handler.type is not None
    text = texts[0] if len(texts) == 1 else _tuple(values, handler, texts)
    result.edits.replace(handler.type, text)
    result.imports.add(Import("google.genai", "_interactions", ALIAS))
    _reads(values, result, handler, keeps or bool(others))


def _named(handler: ast.ExceptHandler) -> list[ast.expr]:
    if isinstance(handler.type, ast.Tuple):
        return handler.type.elts
    return [handler.type] if handler.type is not None else []


def _tuple(values: Values, handler: ast.ExceptHandler, texts: list[str]) -> str:
    source = values.source
    indent = source.indent(source.span(handler)[0])
    flat = f"({', '.join(texts)})"
    if len(indent) + len("except  as error:") + len(flat) <= 100:
        return flat
    newline = source.newline
    lines = "".join(f"{newline}{indent}    {text}," for text in texts)
    return f"({lines}{newline}{indent})"


def _reads(values: Values, result: Protection, handler: ast.ExceptHandler, mixed: bool) -> None:
    """What is read from the exception, by its new name; only plain reads have one."""
    quote = "'" if values.source.text.count("'") > 2 * values.source.text.count('"') else '"'
    for name, bindings in values.names.reads.items():
        if all(binding.target is not handler for binding in bindings):
            continue
        parent = values.source.parents[name]
        if not isinstance(parent, ast.Attribute):
            continue
        if len(bindings) != 1 or (mixed and parent.attr != "response"):
            raise ManualError("SB013", parent, f"{parent.attr} of either family of exceptions")
        end = values.source.span(parent)[1]
        start = end - len(parent.attr)
        if parent.attr in _READS:
            result.edits.put(start, end, _READS[parent.attr])
        elif parent.attr == "message":
            keys = f"[{quote}error{quote}][{quote}message{quote}]"
            result.edits.put(start, end, f"body{keys}")
        elif parent.attr not in ("args", "with_traceback", "add_note"):
            raise ManualError("SB013", parent, parent.attr)
