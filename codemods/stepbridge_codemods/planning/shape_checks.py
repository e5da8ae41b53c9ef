"""Programs that look at the class of an answer, which a bridge cannot imitate."""

from __future__ import annotations

import ast
import re

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.class_questions import CLASS_TOLD, is_never_true, is_told
from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.shown import is_only_shown

_CLASSES = frozenset(
    f"google.genai.types.{name}"
    for name in (
        "GenerateContentResponse",
        "Candidate",
        "FunctionCall",
        "GenerateContentResponseUsageMetadata",
    )
)
_DATA = frozenset({"dict", "str", "bytes", "int", "float", "bool", "list", "tuple", "set"})
_OBJECTS = frozenset(
    {Kind.RESPONSE, Kind.CHUNK, Kind.CANDIDATE, Kind.CONTENT, Kind.PART, Kind.CALL, Kind.USAGE}
)
_CONTEXTS = frozenset({".__class__", ".__dict__", ".sdk_http_response"})
_ASKING = frozenset({"vars", "type", "isinstance"})


def refuse_where_shape_matters(plan: Plan) -> None:
    """Raises where the official class itself is needed: ``isinstance``, ``vars``, ``match``."""
    for use in plan.uses:
        if use.context in _CONTEXTS:
            raise plan.cannot("SB001", use.parent, use.context.lstrip("."))
        call = use.parent
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in _ASKING:
            continue
        if is_told(plan.values, call, use.kind):
            plan.mark(use.node, CLASS_TOLD)
        elif not is_never_true(plan.values, call, use.kind):
            raise plan.cannot("SB001", call, ast.unparse(call.func))
    asked = _asked(plan.values)
    if asked is not None:
        raise plan.cannot("SB001", asked, "the class of an answer")


def _asks_for_data(use: Use) -> bool:
    """``isinstance(response, dict)``, which is false of every object of either API."""
    call = use.parent
    if not isinstance(call, ast.Call) or use.kind not in _OBJECTS or len(call.args) != 2:
        return False
    asked = call.args[1].elts if isinstance(call.args[1], ast.Tuple) else [call.args[1]]
    names = {ast.unparse(one) for one in asked}
    return ast.unparse(call.func) == "isinstance" and use.node is call.args[0] and names <= _DATA


def refuse_where_blocks_are_read(plan: Plan) -> None:
    """Raises where a blocked prompt has to be an answer: ``as_response`` is never reached then."""
    for use in plan.uses:
        if use.context == ".prompt_feedback":
            raise plan.cannot("SB021", use.parent)


def refuse_where_text_is_code(plan: Plan) -> None:
    """Raises where the names of the legacy shape are text: ``exec``, ``eval``, ``f"{r.text=}"``."""
    for call in plan.values.calls:
        if isinstance(call.func, ast.Name) and _runs_answers(plan, call, call.func.id):
            raise plan.cannot("SB001", call, call.func.id)
    for use in plan.uses:
        node = plan.values.enclosing(use.node, ast.FormattedValue, ast.stmt)
        if not isinstance(node, ast.FormattedValue) or not _shows_itself(plan, node):
            continue
        if not plan.options.safe and is_only_shown(plan.values, node):
            plan.mark(use.parent, "The expression itself is shown, under its new name.")
        else:
            raise plan.cannot("SB001", use.node, "an expression that prints its own text")


def _runs_answers(plan: Plan, call: ast.Call, function: str) -> bool:
    """Whether a text that is run may name a variable with an answer in it.

    ``eval`` of a text that does not stand in this module reads data: columns, or a model's answer.
    """
    if function == "exec":
        return True
    if function != "eval" or not call.args:
        return False
    given = [call.args[0], *(b.value for b in bindings_of(plan, call.args[0]) if b.value)]
    texts = [
        node.value
        for one in given
        for node in ast.walk(one)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    named = [part for use in plan.uses for part in (use.node, *getattr(use.parent, "targets", ()))]
    names = {part.id for part in named if isinstance(part, ast.Name)}
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names for text in texts)


def _shows_itself(plan: Plan, node: ast.FormattedValue) -> bool:
    whole = plan.source.parents[node]
    if not isinstance(whole, ast.JoinedStr) or (node.conversion == -1 and not node.format_spec):
        return False
    at = whole.values.index(node)
    before = whole.values[at - 1] if at else None
    text = before.value if isinstance(before, ast.Constant) else ""
    return (
        isinstance(text, str)
        and text.rstrip().endswith("=")
        and _bare(node.value) in _squeezed(text)
    )


def _bare(node: ast.expr) -> str:
    return _squeezed(ast.unparse(node))


def _squeezed(text: str) -> str:
    return text.replace(" ", "") + ("" if text.rstrip().endswith("=") else "=")


def _asked(values: Values) -> ast.AST | None:
    """A place in the module that asks whether something is of an answer's class."""
    for node in values.source.nodes:
        if isinstance(node, ast.MatchClass) and values.qualified(node.cls) in _CLASSES:
            return node
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ASKING and node.args[1:]:
            inner = ast.walk(node.args[1])
            if any(isinstance(n, ast.expr) and values.qualified(n) in _CLASSES for n in inner):
                return node
        if isinstance(node, ast.Call) and _asks_for_fields(values, node):
            return node
    return None


def _asks_for_fields(values: Values, call: ast.Call) -> bool:
    """``vars(r)`` of what may be an answer."""
    asks = isinstance(call.func, ast.Name) and call.func.id == "vars" and bool(call.args)
    return asks and _comes_from_a_function(values, call.args[0])


def _comes_from_a_function(values: Values, node: ast.expr) -> bool:
    """``r = twice(ask)``: what a function gives that is handed on may be an answer."""
    if values.value(node) is not None or not isinstance(node, ast.Name):
        return False
    given = [b.value for b in values.names.reads.get(node, ()) if isinstance(b.value, ast.Call)]
    arguments = [argument for call in given for argument in call.args]
    return any(isinstance(one, ast.Name) and values.function(one) is not None for one in arguments)
