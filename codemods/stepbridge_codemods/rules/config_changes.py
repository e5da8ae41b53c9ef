"""Configs that are changed after they were written, by attribute or by key."""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Entry, Group, Layout, quote_of
from stepbridge_codemods.objects import Argument, Fields, is_none, snake
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.config import CHANGES, FLAGS, Draft, convert
from stepbridge_codemods.values.infer import Variable

_JOINT = frozenset(
    {"response_format", "response_mime_type", "response_schema", "response_json_schema"}
    | {"response_modalities", "image_config", "automatic_function_calling"}
)
"""Fields that only several of together say what the new call needs."""


def changed_later(plan: Plan, variable: Variable, drafts: list[Draft]) -> None:
    """Rewrites every assignment to one field of a config."""
    spread = any(draft.spread for draft in drafts)
    for load in plan.values.loads(variable):
        # A dict that was spread shares what lies in it.
        spread |= isinstance(plan.source.parents[load], ast.Dict)
    for load in plan.values.loads(variable):
        target = plan.source.parents[load]
        statement = plan.source.parents[target]
        name = _field(target, load)
        if name is None or not isinstance(statement, ast.Assign) or statement.targets != [target]:
            continue
        if spread:
            raise plan.cannot("SB016", target, f"{name} is set later")
        plan.visited.add(load)
        _assign(plan, target, load, Argument(name, statement.value, statement.value), drafts)


def _field(target: ast.AST, load: ast.expr) -> str | None:
    """The field that an assignment sets; None for anything else."""
    if not isinstance(getattr(target, "ctx", None), ast.Store):
        return None
    if isinstance(target, ast.Attribute):
        return target.attr
    key = target.slice if isinstance(target, ast.Subscript) and target.value is load else None
    known = isinstance(key, ast.Constant) and isinstance(key.value, str)
    return snake(key.value) if known else None  # type: ignore[union-attr]


def _assign(
    plan: Plan, target: ast.AST, config: ast.expr, argument: Argument, drafts: list[Draft]
) -> None:
    if argument.name in _JOINT or is_none(argument.value):
        raise plan.cannot("SB016", target, f"{argument.name} is set later")
    part = Draft(plan, Fields(argument.value, (argument,)))
    convert(part)
    if part.limit is not None or len(part.arguments) != 1:
        raise plan.cannot("SB016", target, f"{argument.name} is set later")
    for draft in drafts:
        for flag in FLAGS:
            setattr(draft, flag, getattr(draft, flag) or getattr(part, flag))
    ((head, entry),) = part.arguments.items()
    quote = plan.quote
    start, end = plan.source.span(target)
    if head != "generation_config":
        plan.edits.put(start, end, config, f"[{quote}{head}{quote}]")
        _value(plan, argument.value, entry)
        return
    assert isinstance(entry.value, Group)
    if len(entry.value.entries) != 1:
        raise plan.cannot("SB016", target, f"{argument.name} is set later")
    inner = entry.value.entries[0]
    nested = f".setdefault({quote}{head}{quote}, {{}})[{quote}{inner.key}{quote}]"
    plan.edits.put(start, end, config, nested)
    _value(plan, argument.value, inner)


def _value(plan: Plan, node: ast.expr, entry: Entry) -> None:
    start, end = plan.source.span(node)
    layout = Layout(plan.source, quote_of(plan.source))
    column = start - plan.source.line_start(start)
    pieces = layout.pieces(entry.value, plan.source.indent(start), column)
    if pieces != [(start, end)]:
        plan.edits.put(start, end, *pieces)


CHANGES.append(changed_later)
