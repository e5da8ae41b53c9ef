"""``.text`` of an answer without text raised ValueError: where code catches it, it still is.

An answer that is blocked is an error of the call now, so the call comes under the same handler.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.clients import insert_before
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.exceptions import caught
from stepbridge_codemods.planning.error_classes import ALIAS
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.values.kinds import Kind

_OTHER_TIME = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_PER_ITEM = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def raise_without_text(plan: Plan, component: Component) -> None:
    """A test in front of the first read of a text whose ValueError is caught around it."""
    guarded: set[tuple[ast.Try, str]] = set()
    reads = [
        parent
        for node, kind, context, parent in component.uses
        if kind is Kind.RESPONSE and context == ".text" and isinstance(node, ast.Name)
    ]
    for read in sorted(reads, key=lambda one: plan.source.span(one)):
        assert isinstance(read, ast.Attribute)
        block = _caught_around(plan, read)
        key = (block, ast.unparse(read.value)) if block is not None else None
        if key is None or key in guarded:
            continue
        statement = plan.values.enclosing(read, ast.stmt)
        if statement is not None and _begins_line(plan, statement):
            guarded.add(key)
            _test(plan, statement, read)
            if not component.stays:
                _catch_blocked(plan, component, key[0], read)


def _test(plan: Plan, statement: ast.AST, read: ast.Attribute) -> None:
    start = plan.source.span(statement)[0]
    inner = f"{plan.source.newline}{plan.source.indent(start)}{plan.source.step}"
    message = f"{plan.quote}The answer has no text.{plan.quote}"
    test = f"if not {ast.unparse(read)}:{inner}raise ValueError({message})"
    insert_before(plan, statement, test)


def _caught_around(plan: Plan, read: ast.AST) -> ast.Try | None:
    """The block around a read that has a handler for ValueError by that name."""
    child, parent = read, plan.source.parents.get(read)
    while parent is not None and not isinstance(parent, (*_OTHER_TIME, *_PER_ITEM)):
        if isinstance(parent, ast.Try) and child in parent.body and _catches(parent):
            return parent
        child, parent = parent, plan.source.parents.get(parent)
    return None


def _catches(block: ast.Try) -> bool:
    return any(map(_names_it, block.handlers))


def _names_it(handler: ast.ExceptHandler) -> bool:
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(one, ast.Name) and one.id == "ValueError" for one in named)


def _catch_blocked(plan: Plan, component: Component, block: ast.Try, read: ast.Attribute) -> None:
    """Lets the handler catch what the call raises for a blocked answer."""
    value = plan.values.value(read.value)
    calls = [call for call in component.calls if value is not None and call in value.origins]
    inside = {id(node) for statement in block.body for node in ast.walk(statement)}
    outside = [call for call in calls if id(call) not in inside]
    if _looks_again(block, read):
        return
    if not calls or (outside and (len(calls) > 1 or not _take_in(plan, block, calls[0]))):
        return
    for handler in block.handlers:
        if not _names_it(handler) or caught(plan.values, handler) or _is_read(plan, handler):
            continue
        assert handler.type is not None
        given = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names = [plan.text(one) for one in given]
        names.append(f"{ALIAS}.BadRequestError")
        plan.edits.replace(handler.type, f"({', '.join(names)})")
        plan.imports.add(Import("google.genai", "_interactions", ALIAS))


def _looks_again(block: ast.Try, read: ast.Attribute) -> bool:
    """Whether a handler asks the answer why it has no text: then the call must not raise."""
    answer = ast.unparse(read.value)
    return any(
        isinstance(node, ast.Name) and node.id == answer
        for handler in filter(_names_it, block.handlers)
        for node in ast.walk(handler)
    )


def _take_in(plan: Plan, block: ast.Try, call: ast.Call) -> bool:
    """Moves the call into the block, where its statement is the one before."""
    statement = plan.values.enclosing(call, ast.stmt)
    body = getattr(plan.source.parents[block], "body", [])
    before: ast.stmt | None = body[body.index(block) - 1] if block in body[1:] else None
    if before is None or statement is not before:
        return False
    if not _begins_line(plan, before):
        return False
    start, end = plan.source.span(before)
    opening = plan.source.span(block)[0]
    colon = plan.source.text.index(":", opening) + 1
    text = plan.source.text
    if text[end:opening].strip() or "\n" in text[start:end] or text[opening:colon] != "try:":
        return False
    inner = plan.source.indent(plan.source.span(block.body[0])[0])
    plan.edits.put(start, colon, f"try:{plan.source.newline}{inner}", before)
    return True


def _is_read(plan: Plan, handler: ast.ExceptHandler) -> bool:
    """Whether more is asked of the exception than its text."""
    return any(
        isinstance(plan.source.parents[name], ast.Attribute)
        for name, bindings in plan.values.names.reads.items()
        if any(binding.target is handler for binding in bindings)
    )


def _begins_line(plan: Plan, statement: ast.AST) -> bool:
    start = plan.source.span(statement)[0]
    return not plan.source.text[plan.source.line_start(start) : start].strip()
