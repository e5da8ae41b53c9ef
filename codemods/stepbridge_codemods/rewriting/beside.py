"""A second value beside one that other code still needs as it is, under a name of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import TYPES
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.writing_out import is_harmless
from stepbridge_codemods.text.layout import Doc, Group, Layout
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.names import How

T = TypeVar("T")
_PREFIX = "interaction_"
_PLAIN = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.keyword, ast.JoinedStr, ast.Name),
    *(ast.FormattedValue, ast.expr_context, ast.Attribute, ast.UnaryOp, ast.unaryop),
    *(ast.Subscript, ast.BinOp, ast.operator),
)

_UNCHANGEABLE = frozenset(
    {"temperature", "top_p", "top_k", "max_output_tokens", "seed", "candidate_count", "text"}
    | {"role", "mime_type", "uri", "file_uri", "name", "response_mime_type", "system_instruction"}
)
"""Fields whose values are numbers and texts."""


def beside(
    plan: Plan, node: ast.expr, convert: Callable[[Plan, ast.expr], tuple[Doc, T]]
) -> tuple[str, T] | None:
    """The name of a converted value that gets a statement below that of the old one.

    ``convert`` gives the new value, and what its caller wants to know of it. None where the old
    value need not stay, or where it is not known to be the same at both places.
    """
    variable = plan.values.variable(node)
    if not isinstance(node, ast.Name) or variable is None or variable not in plan.inlined:
        return None
    done = plan.facts.setdefault("values beside others", {})
    assert isinstance(done, dict)
    if variable not in done:
        statement = _definition(plan, variable)
        name = _PREFIX + node.id
        if statement is None or statement.value is None or _is_taken(plan, name):
            return None
        _keep_names(plan, statement.value)
        doc, known = convert(plan, statement.value)
        _put_below(plan, statement, name, doc)
        done[variable] = (name, known)
    found: tuple[str, T] = done[variable]
    return found


def has_room(plan: Plan, variable: Variable) -> bool:
    """Whether a second value can stand below that of a variable."""
    return _definition(plan, variable) is not None


def _definition(plan: Plan, variable: Variable) -> ast.Assign | ast.AnnAssign | None:
    """The one statement that gives a variable its value, which nothing changes later."""
    stores = plan.values.stores(variable)
    if len(stores) != 1 or stores[0].how is not How.ASSIGN or plan.values.is_shared(variable):
        return None
    statement = plan.source.parents[stores[0].target]
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return None
    if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
        return None
    if not all(_is_plain(plan, inner) for inner in ast.walk(statement.value)):
        return None
    if not all(_only_reads(plan, load) for load in plan.values.loads(variable)):
        return None
    return statement if _stands_alone(plan, statement) else None


def _is_plain(plan: Plan, node: ast.AST) -> bool:
    """Whether a part of a value can be worked out twice, and is nothing that migrates itself."""
    if plan.values.value(node) is not None:
        return False
    if isinstance(node, ast.Call):
        return (plan.values.qualified(node.func) or "").startswith(TYPES)
    return isinstance(node, _PLAIN)


def _only_reads(plan: Plan, load: ast.expr) -> bool:
    """Whether a value is read without a way to change what lies in it."""
    node, parent = load, plan.source.parents[load]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is node:
        if not isinstance(parent.ctx, ast.Load):
            return False
        node, parent = parent, plan.source.parents[parent]
    if isinstance(parent, ast.Call) and parent.func is node:
        return False
    if isinstance(parent, ast.BinOp | ast.Compare) or is_harmless(plan, node):
        return True
    return node is not load and _last_name(node) in _UNCHANGEABLE


def _last_name(node: ast.expr) -> str:
    key = node.slice if isinstance(node, ast.Subscript) else None
    return str(getattr(node, "attr", "") or getattr(key, "value", ""))


def _stands_alone(plan: Plan, statement: ast.stmt) -> bool:
    """Whether nothing else is on the lines of a statement."""
    start, end = plan.source.span(statement)
    text = plan.source.text
    before = text[plan.source.line_start(start) : start]
    after = text[end : _line_end(text, end)].strip()
    return not before.strip() and (not after or after.startswith("#"))


def _line_end(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] not in "\r\n":
        offset += 1
    return offset


def _is_taken(plan: Plan, name: str) -> bool:
    return any(
        name in (getattr(node, "id", ""), getattr(node, "arg", ""), getattr(node, "name", ""))
        for node in plan.source.nodes
    )


def _keep_names(plan: Plan, value: ast.expr) -> None:
    """What the names in a value stand for is read by the old value, too."""
    names = [one for one in ast.walk(value) if isinstance(one, ast.Name) and not is_text(plan, one)]
    kept = {plan.values.variable(one) for one in names}
    plan.inlined |= {one for one in kept if one is not None}


def _put_below(plan: Plan, statement: ast.stmt, name: str, doc: Doc) -> None:
    source = plan.source
    start, end = source.span(statement)
    indent = source.indent(start)
    if isinstance(doc, Group):
        doc.apart = "\n" in source.text[start:end] and bool(doc.entries)
    pieces = Layout(source, plan.quote).pieces(doc, indent, len(f"{indent}{name} = "))
    texts = [one if isinstance(one, str) else plan.edits.render(*one) for one in pieces]
    # What was converted inside the old value is said in the new one, and only there.
    plan.edits = plan.edits.outside(start, end)
    at = _line_end(source.text, end)
    plan.edits.insert(at, f"{source.newline}{indent}{name} = {''.join(texts)}")
