"""Exception handlers around migrated calls keep catching.

Interactions raises classes of its own, which do not derive from ``google.genai.errors``. They are
importable from ``google.genai._interactions`` (google-genai 3.4.0); no public module has them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.error_classes import ALIAS, CLASSES, ERRORS, STATUS_ERROR
from stepbridge_codemods.planning.exceptions import Exceptions
from stepbridge_codemods.planning.plan import Import, ManualError
from stepbridge_codemods.planning.raising import Reach, is_general, is_legacy
from stepbridge_codemods.planning.retrying import REMARK as RETRIED
from stepbridge_codemods.planning.retrying import left_to_the_program
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values

_CLASSES = {**CLASSES, "ClientError": STATUS_ERROR}
"""What is caught as a ClientError is an APIStatusError that is no server error."""
_OTHER_TEXT = "What the handler around it prints of an error is the text of the Interactions API."


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


def protect(values: Values, migrated: set[ast.Call], wrapped: set[ast.Call]) -> Protection:
    """Makes the handlers around migrated calls catch what these raise.

    ``wrapped`` are calls that go over a bridge as a whole: they raise what they did.
    """
    result = Protection(Edits(values.source))
    retries = left_to_the_program(values, migrated | wrapped)
    result.edits.update(retries.edits)
    for call in retries.remarked:
        result.remark(call, RETRIED)
    if not migrated:
        return result
    around = Exceptions(values, result.edits, migrated)
    for node in values.source.nodes:
        if isinstance(node, ast.Try):
            _protect(values, result, node, migrated, around)
    try:
        around.settle()
    except ManualError as refusal:
        result.refuse(refusal, migrated)
        return result
    if around.names_classes:
        result.imports.add(Import("google.genai", "_interactions", ALIAS))
    for call in around.reached if around.shows_text else ():
        result.remark(call, _OTHER_TEXT)
    return result


def _protect(
    values: Values,
    result: Protection,
    node: ast.Try,
    migrated: set[ast.Call],
    around: Exceptions,
) -> None:
    handlers = [h for h in node.handlers if _families(values, h)]
    general = [h for h in node.handlers if h not in handlers and is_general(h) and h.name]
    if not handlers and not general:
        return
    reach = Reach(values)
    reach.follow(node.body)
    inside = reach.calls & migrated
    if reach.calls_parameter and handlers:
        result.refuse(ManualError("SB013", handlers[0], "around a function handed in"), migrated)
        return
    if not inside:
        return
    shown = False
    keeps = reach.by_name or any(is_legacy(values, call) for call in reach.calls - migrated)
    try:
        for handler in general:
            shown |= around.handle(handler, reach.calls, certain=False, mixed=keeps)
        client_errors = [h for h in handlers if _only_client_errors(values, h)]
        for handler in handlers:
            mixed = _handler(values, result, handler, keeps)
            shown |= around.handle(handler, reach.calls, certain=True, mixed=mixed)
        for handler in client_errors:
            _without_server_errors(values, result, node, handler, keeps)
    except ManualError as refusal:
        result.refuse(refusal, inside)
    for call in inside if shown else ():
        result.remark(call, _OTHER_TEXT)


def _families(values: Values, handler: ast.ExceptHandler) -> list[ast.expr]:
    """The classes of google.genai.errors that a handler names."""
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [
        node
        for node in named
        if node is not None and (values.qualified(node) or "").startswith(ERRORS)
    ]


def _handler(
    values: Values,
    result: Protection,
    handler: ast.ExceptHandler,
    keeps: bool,
) -> bool:
    """Names other classes; whether exceptions of any other class may be caught as well."""
    families = _families(values, handler)
    new: list[str] = []
    for node in families:
        name = (values.qualified(node) or "").removeprefix(ERRORS)
        if name not in _CLASSES:
            raise ManualError("SB013", node, name)
        new.append(_CLASSES[name])
    if STATUS_ERROR in new:
        new = [STATUS_ERROR]
    names = list(dict.fromkeys(f"{ALIAS}.{name}" for name in new))
    others = [n for n in _named(handler) if n not in families]
    kept = [*others, *(families if keeps else [])]
    source = values.source
    texts = [source.text[slice(*source.span(node))] for node in kept] + names
    assert handler.type is not None
    text = texts[0] if len(texts) == 1 else _tuple(values, handler, texts)
    result.edits.replace(handler.type, text)
    result.imports.add(Import("google.genai", "_interactions", ALIAS))
    return keeps or bool(others)


def _only_client_errors(values: Values, handler: ast.ExceptHandler) -> bool:
    names = {(values.qualified(node) or "") for node in _families(values, handler)}
    return names == {f"{ERRORS}ClientError"}


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
        {(values.qualified(node) or "").removeprefix(ERRORS) for node in _families(values, one)}
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
    lines = "".join(f"{newline}{indent}{source.hanging}{text}," for text in texts)
    return f"({lines}{newline}{indent})"
