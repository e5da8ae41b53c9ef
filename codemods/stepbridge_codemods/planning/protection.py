"""Exception handlers around migrated calls keep catching.

Interactions raises classes of its own, which do not derive from ``google.genai.errors``. They are
importable from ``google.genai._interactions`` (google-genai 3.4.0); no public module has them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.plan import Import, ManualError
from stepbridge_codemods.planning.raising import (
    Reach,
    mentioned_elsewhere,
    reads_details,
    shows_text,
)
from stepbridge_codemods.planning.retrying import REMARK as RETRIED
from stepbridge_codemods.planning.retrying import left_to_the_program
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

ALIAS = "interactions_errors"
_ERRORS = "google.genai.errors."
_STATUS_ERROR = "APIStatusError"
_CLASSES = {
    "APIError": _STATUS_ERROR,
    "ClientError": _STATUS_ERROR,
    "ServerError": "InternalServerError",
}
"""Class of google.genai.errors -> class of Interactions. There is none for all client errors: what
is caught as one is an APIStatusError that is no server error."""
_OTHER_TEXT = "What the handler around it prints of an error is the text of the Interactions API."
_READS = {"code": "status_code", "response": "response"}
_SERVICES = frozenset(
    {Kind.CLIENT, Kind.AIO, Kind.MODELS, Kind.AIO_MODELS, Kind.CHAT, Kind.AIO_CHAT}
)


@dataclass(eq=False)
class Protection:
    """The edits of a module's handlers, or why they cannot be edited.

    ``remarks`` say what a person should judge about a call: its errors read otherwise, or it is
    sent more often.
    """

    edits: Edits
    imports: set[Import] = field(default_factory=set)
    refusal: ManualError | None = None
    guarded: set[ast.Call] = field(default_factory=set)
    remarks: dict[ast.Call, str] = field(default_factory=dict)

    def refuse(self, refusal: ManualError, calls: set[ast.Call]) -> None:
        """Says that some calls have to go on raising what they raise."""
        self.refusal = refusal
        self.guarded |= calls

    def remark(self, call: ast.Call, text: str) -> None:
        """Adds a sentence about a call."""
        known = self.remarks.get(call, "")
        if text not in known:
            self.remarks[call] = f"{known} {text}".strip()


def protect(values: Values, migrated: set[ast.Call]) -> Protection:
    """Makes the handlers around migrated calls catch what these raise."""
    result = Protection(Edits(values.source))
    if not migrated:
        return result
    elsewhere = mentioned_elsewhere(values)
    if elsewhere is not None:
        result.refuse(ManualError("SB013", elsewhere, ast.unparse(elsewhere)), migrated)
        return result
    for node in values.source.nodes:
        if isinstance(node, ast.Try):
            _protect(values, result, node, migrated)
    retries = left_to_the_program(values, migrated)
    result.edits.update(retries.edits)
    for call in retries.remarked:
        result.remark(call, RETRIED)
    return result


def _protect(values: Values, result: Protection, node: ast.Try, migrated: set[ast.Call]) -> None:
    handlers = [h for h in node.handlers if _families(values, h)]
    general = [h for h in node.handlers if h not in handlers and reads_details(h)]
    shown = any(h not in handlers and shows_text(values, h) for h in node.handlers)
    if not handlers and not general and not shown:
        return
    reach = Reach(values)
    reach.follow(node.body)
    inside = reach.calls & migrated
    for call in inside if shown else ():
        result.remark(call, _OTHER_TEXT)
    if reach.calls_parameter and handlers:
        result.refuse(ManualError("SB013", handlers[0], "around a function handed in"), migrated)
        return
    if not inside:
        return
    keeps = reach.by_name or any(_is_legacy(values, call) for call in reach.calls - migrated)
    try:
        for handler in general:
            raise ManualError("SB013", handler, "what an exception of any class says")
        client_errors = [h for h in handlers if _only_client_errors(values, h)]
        for handler in handlers:
            _handler(values, result, node, handler, keeps)
        for handler in client_errors:
            _without_server_errors(values, result, node, handler, keeps)
    except ManualError as refusal:
        result.refuse(refusal, inside)


def _families(values: Values, handler: ast.ExceptHandler) -> list[ast.expr]:
    """The classes of google.genai.errors that a handler names."""
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [
        node
        for node in named
        if node is not None and (values.qualified(node) or "").startswith(_ERRORS)
    ]


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
        new.append(_CLASSES[name])
    if _STATUS_ERROR in new:
        new = [_STATUS_ERROR]
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


def _only_client_errors(values: Values, handler: ast.ExceptHandler) -> bool:
    names = {(values.qualified(node) or "") for node in _families(values, handler)}
    return names == {f"{_ERRORS}ClientError"}


def _without_server_errors(
    values: Values,
    result: Protection,
    block: ast.Try,
    handler: ast.ExceptHandler,
    keeps: bool,
) -> None:
    """Server errors go where they went: to a handler of their own, or on to the caller."""
    index = block.handlers.index(handler)
    families = [
        {(values.qualified(node) or "").removeprefix(_ERRORS) for node in _families(values, one)}
        for one in block.handlers
    ]
    if any("ServerError" in names for names in families[:index]):
        return
    later = block.handlers[index + 1 :]
    if later and families[index + 1] == {"ServerError"} and len(_named(later[0])) == 1:
        _swap(values, result, handler, later[0])
        return
    if later or len(_named(handler)) > 1 or keeps:
        raise ManualError("SB013", handler, "client errors apart from others")
    _passed_on(values, result, handler)


def _swap(
    values: Values, result: Protection, one: ast.ExceptHandler, other: ast.ExceptHandler
) -> None:
    """The handler of server errors comes first."""
    first, second = values.source.span(one), values.source.span(other)
    result.edits.put(first[0], second[1], second, (first[1], second[0]), first)


def _passed_on(values: Values, result: Protection, handler: ast.ExceptHandler) -> None:
    """Raises server errors again: no other handler of the block would have had them."""
    source = values.source
    assert handler.type is not None
    name = handler.name
    if name is None:
        name = "error"
        if any(isinstance(node, ast.Name) and node.id == name for node in source.nodes):
            raise ManualError("SB013", handler, "client errors without a name")
        end = source.span(handler.type)[1]
        result.edits.put(end, end, f" as {name}")
    start = source.span(handler.body[0])[0]
    line = source.line_start(start)
    if source.text[line:start].strip():
        raise ManualError("SB013", handler, "client errors on one line")
    indent = source.indent(start)
    step = indent[len(source.indent(source.span(handler)[0])) :]
    text = f"if {name}.status_code >= 500:{source.newline}{indent}{step}raise"
    result.edits.put(start, start, f"{text}{source.newline}{indent}")


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
        if isinstance(parent, ast.Raise):
            continue
        if not isinstance(parent, ast.Attribute):
            raise ManualError("SB013", parent, "what the exception itself says")
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
