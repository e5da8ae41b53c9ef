"""Loops and filters over steps that find nothing, or lose something.

https://ai.google.dev/gemini-api/docs/interactions
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, kind_of, lint, reads_of
from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.rules.answers.compared import constants_compared
from stepbridge_codemods.rules.beta.guards import CONTENT, named_uses, wanted
from stepbridge_codemods.rules.beta.lists import Read, in_comprehension, put_list
from stepbridge_codemods.rules.beta.names import CONTENT_TYPES
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_LISTS = (ast.ListComp, ast.GeneratorExp)


@lint
def content_types(values: Values) -> Iterator[Problem]:
    """``step.type == "text"``: a step is never that."""
    for node in reads_of(values, Kind.STEP, "type"):
        for constant in constants_compared(values, node):
            if text_of(constant) in CONTENT_TYPES:
                yield Problem("wrong.step_type_text", constant, _nested(values, node))


def _nested(values: Values, node: ast.Attribute) -> Fix | None:
    """Lets the loop run over the items of model_output steps, where it wants nothing else."""
    loop = _loop_of(values, node.value)
    if loop is None or not isinstance(loop.iter, ast.Attribute):
        return None
    read = Read(loop.iter, loop.iter.value, loop.iter)
    is_comprehension = isinstance(loop, ast.comprehension)
    whole = values.source.parents[loop] if is_comprehension else loop
    name = ast.unparse(node.value)

    def fix(plan: Plan) -> None:
        uses = _uses(plan, whole, name)
        if not uses or wanted(plan, uses) != CONTENT:
            raise plan.cannot("SB001", node)
        if isinstance(loop, ast.comprehension):
            in_comprehension(plan, read, loop, CONTENT)
        else:
            put_list(plan, read, CONTENT)

    return fix


def _loop_of(values: Values, node: ast.expr) -> ast.For | ast.comprehension | None:
    """The one loop over steps that gives a name its value."""
    if not isinstance(node, ast.Name):
        return None
    found = [b for b in values.names.reads.get(node, ()) if b.how == "loop"]
    if len(found) != 1:
        return None
    loop = values.source.parents.get(found[0].target)
    return loop if isinstance(loop, ast.For | ast.comprehension) else None


def _uses(plan: Plan, whole: ast.AST, name: str) -> list[Use]:
    """What is read from the steps; a step that a list keeps is not."""
    return [
        use
        for use in named_uses(plan, whole, name)
        if not (isinstance(use.parent, _LISTS) and use.parent.elt is use.node)
    ]


@lint
def first_call(values: Values) -> Iterator[Problem]:
    """One call is answered where there may be several."""
    for loop, whole in _filters(values, ast.Eq, "function_call"):
        del loop
        parent = values.source.parents[whole]
        is_next = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "next"
        is_first = isinstance(parent, ast.Subscript) and ast.unparse(parent.slice) == "0"
        if (is_next or is_first) and "function_result" in values.source.text:
            yield Problem("wrong.parallel_calls", parent)


@lint
def without_thoughts(values: Values) -> Iterator[Problem]:
    """Steps without their thoughts, on the way into a history."""
    for loop, whole in _filters(values, ast.NotEq, "thought"):
        del loop
        place = ast.unparse(values.enclosing(whole, ast.stmt) or whole)
        if any(word in place for word in ("history", "input", "messages", ".extend(", "+=")):
            yield Problem("wrong.thoughts_dropped", whole)


def _filters(
    values: Values, operator: type[ast.cmpop], name: str
) -> Iterator[tuple[ast.comprehension, ast.expr]]:
    """Comprehensions over steps with exactly this condition."""
    for node in reads_of(values, Kind.STEP, "type"):
        test = values.source.parents[node]
        loop = values.source.parents.get(test)
        if not isinstance(test, ast.Compare) or not isinstance(loop, ast.comprehension):
            continue
        if not isinstance(test.ops[0], operator) or text_of(test.comparators[0]) != name:
            continue
        if kind_of(values, loop.iter) is Kind.STEPS:
            whole = values.source.parents[loop]
            if isinstance(whole, _LISTS) and len(whole.generators) == 1:
                yield loop, whole
