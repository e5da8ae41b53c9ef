"""Arguments that come, go or change where they stand: in the call or in a dict spread into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import entries, text_of
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import Doc, Group, Layout
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import How


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument: a keyword, the key of a dict, or the target of ``request["name"] = value``.

    ``owner`` is the call or dict that it stands in, or the assignment.
    """

    name: str
    value: ast.expr
    node: ast.AST
    owner: ast.Call | ast.Dict | ast.Assign


def slots(values: Values, call: ast.Call | ast.Dict) -> list[Slot]:
    """The arguments of a call, with those of dicts that are written in the module.

    The entries of a dict that is sent as JSON are arguments as well.
    """
    if isinstance(call, ast.Dict):
        return list(_spread(values, call))
    found = []
    for keyword in call.keywords:
        if keyword.arg is not None:
            found.append(Slot(keyword.arg, keyword.value, keyword, call))
        else:
            found += _spread(values, keyword.value)
    return found


def slot(values: Values, call: ast.Call | ast.Dict, name: str) -> Slot | None:
    """An argument by its name."""
    return next((one for one in slots(values, call) if one.name == name), None)


def given(values: Values, call: ast.Call | ast.Dict, name: str) -> ast.expr | None:
    """The value of an argument."""
    found = slot(values, call, name)
    return found.value if found is not None else None


def _spread(values: Values, node: ast.expr) -> Iterator[Slot]:
    """The entries of what stands behind ``**``."""
    if isinstance(node, ast.Dict):
        yield from (
            Slot(text_of(key), value, key, node)
            for key, value in zip(node.keys, node.values, strict=True)
            if key is not None and text_of(key)
        )
    elif isinstance(node, ast.Call) and entries(node):
        yield from slots(values, node)
    elif isinstance(node, ast.Name):
        for binding in values.names.reads.get(node, ()):
            if binding.how is How.ASSIGN and binding.value is not None:
                yield from _spread(values, binding.value)
        yield from _later(values, node)


def _later(values: Values, node: ast.Name) -> Iterator[Slot]:
    """``request["name"] = value``."""
    variable = values.variable(node)
    for load in values.loads(variable) if variable is not None else ():
        target = values.source.parents[load]
        statement = values.source.parents[target]
        if isinstance(target, ast.Subscript) and isinstance(statement, ast.Assign):
            name = text_of(target.slice)
            if target in statement.targets and target.value is load and name:
                yield Slot(name, statement.value, target.slice, statement)


def on_own_line(plan: Plan, node: ast.AST) -> bool:
    """Whether an argument begins its line."""
    start = plan.source.span(node)[0]
    return not plan.source.text[plan.source.line_start(start) : start].strip()


def put_slot(plan: Plan, old: Slot, name: str, value: Doc) -> None:
    """Another argument in place of one."""
    start, end = plan.source.span(old.node)[0], plan.source.span(old.value)[1]
    head = _head(plan, old, name)
    plan.edits.put(start, end, head, *_pieces(plan, old, len(head), value))


def add_slot(plan: Plan, call: ast.Call | ast.Dict, name: str, value: Doc) -> None:
    """One more argument, behind the last."""
    if isinstance(call, ast.Dict):
        raise plan.cannot("SB008", call, name)
    keyword = call.keywords[-1]
    last = Slot(keyword.arg or "", keyword.value, keyword, call)
    start, end = plan.source.span(keyword)
    gap = ", "
    if on_own_line(plan, keyword):
        gap = f",{plan.source.newline}{plan.source.indent(start)}"
    plan.edits.put(end, end, f"{gap}{name}=", *_pieces(plan, last, len(name) + 1, value))


def _head(plan: Plan, old: Slot, name: str) -> str:
    if isinstance(old.node, ast.keyword):
        return f"{name}="
    key = f"{plan.quote}{name}{plan.quote}"
    return f"{key}: " if isinstance(old.owner, ast.Dict) else f"{key}] = "


def _pieces(plan: Plan, near: Slot, head: int, value: Doc) -> list[Piece]:
    start, end = plan.source.span(near.node)[0], plan.source.span(near.value)[1]
    if isinstance(value, Group) and "\n" in plan.source.text[start:end]:
        value.apart = True
    layout = Layout(plan.source, plan.quote)
    flat = layout.flat(value)
    if flat is not None and not on_own_line(plan, near.node):
        return flat
    column = start - plan.source.line_start(start) + head
    return layout.pieces(value, plan.source.indent(start), column)


def drop_slot(plan: Plan, old: Slot) -> None:
    """Takes an argument out, with its comma and, where it has one of its own, its line."""
    if isinstance(old.owner, ast.Call):
        drop_entry(plan, old.node, [*old.owner.args, *old.owner.keywords])
    elif isinstance(old.owner, ast.Dict):
        drop_entry(plan, old.value, list(old.owner.values), old.node)
    else:
        raise plan.cannot("SB011", old.owner, f"{old.name} in a statement of its own")


def drop_entry(
    plan: Plan, node: ast.AST, siblings: list[ast.AST], key: ast.AST | None = None
) -> None:
    """Takes one entry out of a call or literal; ``key`` is where a dict's entry begins."""
    text = plan.source.text
    start = plan.source.span(key or node)[0]
    end = plan.source.span(node)[1]
    index = siblings.index(node)
    while end < len(text) and text[end] in " \t":
        end += 1
    if text[end : end + 1] == ",":
        end += 1
        while end < len(text) and text[end] in " \t":
            end += 1
    elif index:
        start = plan.source.span(siblings[index - 1])[1]
        end = plan.source.span(node)[1]
        plan.edits.put(start, end)
        return
    line = plan.source.line_start(start)
    if not text[line:start].strip() and text[end : end + 1] in ("\n", "\r"):
        start, end = line, end + (2 if text.startswith("\r\n", end) else 1)
    plan.edits.put(start, end)
