"""Answers without text: ``.text`` was None where ``.output_text`` is an empty string."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan

_BARE = ast.Assign | ast.AnnAssign | ast.Return | ast.keyword | ast.FormattedValue
_JUMPS = ast.Return | ast.Continue | ast.Break | ast.Raise


def or_none(plan: Plan, node: ast.Attribute) -> tuple[str, str]:
    """What goes around ``x.output_text`` so that it is None where ``.text`` was.

    Only for calls with functions, whose answers commonly have no text, and only where the program
    has not looked for function calls before.
    """
    parent = plan.source.parents[node]
    truthy = isinstance(parent, ast.BoolOp) and parent.values[-1] is not node
    if truthy or isinstance(parent, ast.Attribute) or plan.context(node) in ("test", "compare"):
        return "", ""
    if _without_calls(plan, node):
        return "", ""
    bare = isinstance(parent, _BARE) or (isinstance(parent, ast.Call) and node in parent.args)
    return ("", " or None") if bare else ("(", " or None)")


def _without_calls(plan: Plan, node: ast.AST) -> bool:
    """Whether a node only runs where there were no function calls."""
    child, parent = node, plan.source.parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.If | ast.IfExp) and _asks(parent.test):
            negative = isinstance(parent.test, ast.UnaryOp)
            chosen = parent.body if negative else parent.orelse
            if child is chosen or (isinstance(chosen, list) and child in chosen):
                return True
        for block in (getattr(parent, name, None) for name in ("body", "orelse", "finalbody")):
            before = (
                block[: block.index(child)] if isinstance(block, list) and child in block else ()
            )
            if any(map(_settles, before)):
                return True
        child, parent = parent, plan.source.parents.get(parent)
    return False


def _settles(statement: ast.stmt) -> bool:
    """Whether calls have been dealt with behind a statement."""
    if isinstance(statement, ast.While | ast.For):
        return _asks(statement)
    if not isinstance(statement, ast.If) or not _asks(statement.test):
        return False
    return isinstance(statement.body[-1], _JUMPS) or any(map(_asks_again, statement.body))


def _asks_again(node: ast.AST) -> bool:
    """Whether the results of the calls are sent, so that another answer comes."""
    return any(name in ast.unparse(node) for name in ("generate_content", "send_message"))


def _asks(node: ast.AST) -> bool:
    return "function_call" in ast.unparse(node)
