"""Comprehensions over parts go over the steps, and over the items or summaries in them.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions,
https://ai.google.dev/gemini-api/docs/thinking
"""

from __future__ import annotations

import ast
from typing import TypeAlias

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Atom, Layout, atom, comprehension

_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.GeneratorExp

_OUTPUTS = ("model_output", "content")
_THOUGHTS = ("thought", "summary")
"""The type of the steps that are wanted, and where what they hold is."""
_MODES = frozenset({"texts", "items", "thoughts"})
_LOOSE = (ast.IfExp, ast.NamedExpr, ast.Lambda)


def over_steps(plan: Plan, listed: ast.expr, answer: ast.expr, mode: str, step: str) -> bool:
    """``[p.text for p in parts if p.text]`` becomes one comprehension with two loops.

    ``mode`` is what the parts become, ``step`` the name of a step. False, and nothing is planned,
    where the parts are not what a comprehension goes over, where a comment stands in it, or where
    both thoughts and other parts are wanted.
    """
    clause = plan.source.parents[listed]
    if not isinstance(clause, ast.comprehension) or clause.iter is not listed:
        return False
    whole = plan.source.parents[clause]
    if mode not in _MODES or not isinstance(whole, _Comprehension) or "#" in plan.text(whole):
        return False
    if not isinstance(clause.target, ast.Name) or any(one.is_async for one in whole.generators):
        return False
    if mode == "thoughts" and _asks_for_any(plan, whole, clause):
        plan.settled.add(whole.elt.value)  # type: ignore[attr-defined]
        thoughts = [
            atom(f"{step}.summary"),
            atom(f"for {step} in ", answer, ".steps or []"),
            atom(f"if {step}.type == {plan.quote}thought{plan.quote}"),
        ]
        _write(plan, whole, thoughts)
        return True
    decisive = _decisive(clause) if mode == "thoughts" else None
    if mode == "thoughts" and decisive is None:
        return False
    clauses = [atom(whole.elt)]
    for one in whole.generators:
        clauses += (
            _steps(plan, one, answer, mode, step, decisive) if one is clause else _as_it_is(one)
        )
    _write(plan, whole, clauses)
    return True


def _asks_for_any(plan: Plan, whole: _Comprehension, loop: ast.comprehension) -> bool:
    """``any(part.thought for part in parts)``."""
    call = plan.source.parents[whole]
    asks = isinstance(call, ast.Call) and ast.unparse(call.func) == "any"
    plain = whole.generators == [loop] and not loop.ifs
    return asks and plain and ast.unparse(whole.elt) == f"{ast.unparse(loop.target)}.thought"


def _steps(
    plan: Plan,
    loop: ast.comprehension,
    answer: ast.expr,
    mode: str,
    step: str,
    decisive: tuple[ast.expr, ast.Attribute] | None,
) -> list[Atom]:
    """The loops over the steps and over what they hold, with the conditions that are left."""
    condition, read = decisive or (None, None)
    kind, held = _THOUGHTS if read is not None and condition is read else _OUTPUTS
    if read is not None:
        plan.settled.add(read.value)
    tests = [rest for test in loop.ifs if (rest := _without(test, condition)) is not None]
    if mode == "texts" and not any(_asks_for_text(test, loop.target) for test in loop.ifs):
        tests.insert(0, atom("if ", loop.target, f".type == {plan.quote}text{plan.quote}"))
    return [
        atom(f"for {step} in ", answer, ".steps or []"),
        atom(f"if {step}.type == {plan.quote}{kind}{plan.quote}"),
        atom("for ", loop.target, f" in {step}.{held} or []"),
        *tests,
    ]


def _as_it_is(loop: ast.comprehension) -> list[Atom]:
    """A loop over something else, and its conditions."""
    return [
        atom("for ", loop.target, " in ", *_wrapped(loop.iter)),
        *(atom("if ", *_wrapped(test)) for test in loop.ifs),
    ]


def _decisive(loop: ast.comprehension) -> tuple[ast.expr, ast.Attribute] | None:
    """The condition that says whether a part is a thought, and the reading in it."""
    wanted = f"{ast.unparse(loop.target)}.thought"
    for condition in (one for test in loop.ifs for one in _operands(test)):
        negated = isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not)
        read = condition.operand if negated else condition  # type: ignore[attr-defined]
        if isinstance(read, ast.Attribute) and ast.unparse(read) == wanted:
            return condition, read
    return None


def _asks_for_text(test: ast.expr, target: ast.expr) -> bool:
    """Whether a condition holds only for parts with text."""
    wanted = f"{ast.unparse(target)}.text"
    return any(ast.unparse(one) in (wanted, f"{wanted} is not None") for one in _operands(test))


def _operands(test: ast.expr) -> list[ast.expr]:
    """What must hold, each by itself."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]


def _without(test: ast.expr, condition: ast.expr | None) -> Atom | None:
    """A clause with a condition, without one of the things that must hold; None for nothing."""
    operands = _operands(test)
    if condition not in operands:
        return atom("if ", *_wrapped(test))
    rest = [one for one in operands if one is not condition]
    parts = [part for one in rest for part in (" and ", *_wrapped(one, ast.BoolOp))]
    return atom("if ", *parts[1:]) if rest else None


def _wrapped(node: ast.expr, *more: type[ast.expr]) -> tuple[str | ast.AST, ...]:
    """An expression, in parentheses where it needs them in a clause."""
    return ("(", node, ")") if isinstance(node, (*_LOOSE, *more)) else (node,)


def _write(plan: Plan, whole: _Comprehension, clauses: list[Atom]) -> None:
    source = plan.source
    start, end = source.span(whole)
    group = comprehension(source.text[start], *clauses, closing=source.text[end - 1])
    column = start - source.line_start(start)
    behind = len(source.text[end:].partition("\n")[0].rstrip())
    plan.edits.put(
        start, end, *Layout(source).pieces(group, source.indent(start), column, min(behind, 8))
    )
