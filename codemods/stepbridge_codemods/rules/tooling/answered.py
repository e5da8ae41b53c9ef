"""Which answer a function response goes back to: the one before it, in its list or its chat."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from stepbridge_codemods.objects import type_name
from stepbridge_codemods.planning.plan import Plan, Site
from stepbridge_codemods.rules.contents.parts import call_of, is_part, is_result
from stepbridge_codemods.rules.tooling.steadiness import (
    loops_around,
    means_the_same,
    statements_before,
)
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.kinds import CHATS, Kind

_CONTENTS = frozenset({"Content", "UserContent"})
_GROWING = frozenset({"append", "extend"})
_COLLECTING = (ast.ListComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: the node that names it, and the function responses to it in one expression."""

    interaction: ast.Name
    run: tuple[ast.expr, ...]


def answered_by(plan: Plan, part: ast.expr, name: ast.expr) -> Answered | None:
    """The answer that a Part with a function response follows, where it can be read there."""
    found = _before(plan, part) if not plan.bridges_result else None
    if not isinstance(found, ast.Name) or not means_the_same(plan, found, part):
        return None
    if not _is_single(plan, part, name, found):
        return None
    return Answered(found, _run(plan, part, found))


def _is_single(plan: Plan, part: ast.expr, name: ast.expr, answer: ast.expr) -> bool:
    """Whether an answer is given one response of this name at this place, not one a round."""
    known = set(loops_around(plan, answer))
    loops = [loop for loop in loops_around(plan, part) if loop not in known]
    return not loops or (len(loops) == 1 and _is_key(loops[0], name))


def _is_key(loop: ast.AST, name: ast.expr) -> bool:
    """Whether a name is the key in a loop over the items of a dict, where no key comes twice."""
    each: ast.AST = loop
    if isinstance(loop, _COLLECTING):
        if len(loop.generators) != 1:
            return False
        each = loop.generators[0]
    if not isinstance(each, ast.For | ast.comprehension) or not isinstance(name, ast.Name):
        return False
    target, given = each.target, each.iter
    first = target.elts[0] if isinstance(target, ast.Tuple) else None
    return (
        isinstance(first, ast.Name)
        and first.id == name.id
        and isinstance(given, ast.Call)
        and isinstance(given.func, ast.Attribute)
        and given.func.attr == "items"
        and not given.args
    )


def _run(plan: Plan, part: ast.expr, answer: ast.expr) -> tuple[ast.expr, ...]:
    """All function responses of the literal around one, between its answer and the next."""
    whole: ast.AST = part
    while True:
        parent = plan.source.parents[whole]
        if not isinstance(parent, ast.List | ast.Tuple | ast.Dict | ast.keyword) and not (
            isinstance(parent, ast.Call) and type_name(plan, parent) in _CONTENTS
        ):
            break
        whole = parent
    start = plan.source.span(answer)[1]
    found = [n for n in ast.walk(whole) if isinstance(n, ast.expr) and _is_result(plan, n)]
    replies = [n for n in ast.walk(whole) if isinstance(n, ast.expr) and _reply(plan, n)]
    ends = [plan.source.span(n)[0] for n in replies if plan.source.span(n)[0] > start]
    after = [n for n in found if not replies or plan.source.span(n)[0] > start]
    last = min((end for end in ends if end > plan.source.span(part)[0]), default=None)
    run = [n for n in after if last is None or plan.source.span(n)[0] < last]
    return tuple(sorted(run, key=lambda n: plan.source.span(n)[0]))


def _is_result(plan: Plan, node: ast.expr) -> bool:
    return is_part(plan, node) and is_result(plan, node)


# --- the way to the answer ---------------------------------------------------------------------


def _before(plan: Plan, node: ast.AST, depth: int = 0) -> ast.expr | None:
    """The interaction whose steps come before a part, by what the part is put into."""
    parent = plan.source.parents.get(node)
    if depth > 12:
        return None
    if isinstance(parent, ast.List | ast.Tuple):
        found = _last_reply(plan, parent.elts[: parent.elts.index(node)])  # type: ignore[arg-type]
        return found or _before(plan, parent, depth + 1)
    if isinstance(parent, ast.BinOp):
        left = parent.left if parent.right is node else None
        found = _last_reply(plan, left.elts) if isinstance(left, ast.List) else None
        return found or _before(plan, parent, depth + 1)
    if isinstance(parent, ast.Starred | ast.Dict | ast.ListComp | ast.keyword):
        return _before(plan, parent, depth + 1)
    if isinstance(parent, ast.Call):
        return _before_call(plan, parent, depth)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        return _through(plan, plan.values.variable(parent.targets[0]), depth)
    if isinstance(parent, ast.AugAssign):
        variable = plan.values.variable(parent.target)
        return _grown_before(plan, parent, variable, depth) if variable is not None else None
    return None


def _before_call(plan: Plan, call: ast.Call, depth: int) -> ast.expr | None:
    if type_name(plan, call) in _CONTENTS:
        return _before(plan, call, depth + 1)
    function = call.func
    if not isinstance(function, ast.Attribute):
        return None
    site = next((site for site in plan.sites if site.call is call), None)
    if site is not None:
        return _last_turn(plan, site) if site.kind in CHATS else None
    variable = plan.values.variable(function.value)
    if function.attr in _GROWING and variable is not None:
        return _grown_before(plan, call, variable, depth)
    return None


def _through(plan: Plan, variable: Variable | None, depth: int) -> ast.expr | None:
    """The same for a variable that is put into one place."""
    loads = plan.values.loads(variable) if variable is not None else []
    others = [load for load in loads if _growing(plan, load) is None]
    return _before(plan, others[0], depth + 1) if len(others) == 1 else None


def _growing(plan: Plan, load: ast.AST) -> ast.Call | None:
    method = plan.source.parents[load]
    call = plan.source.parents[method]
    grows = isinstance(method, ast.Attribute) and method.attr in _GROWING
    return call if grows and isinstance(call, ast.Call) and call.func is method else None


def _grown_before(plan: Plan, node: ast.AST, variable: Variable, depth: int) -> ast.expr | None:
    """What the list held last, before this was added; or what comes before the list itself."""
    for statement in statements_before(plan, node):
        changes = [n for n in ast.walk(statement) if plan.values.variable(n) == variable]
        if not changes:
            continue
        added = _added(plan, statement, variable)
        if added is None:
            return None
        reply = _last_reply(plan, added)
        if reply is not None or not all(_holds_results(plan, one) for one in added):
            return reply or _through(plan, variable, depth)
    return None


def _added(plan: Plan, statement: ast.stmt, variable: Variable) -> Sequence[ast.expr] | None:
    """What a statement puts at the end of a list; None where it does something else to it."""
    value: ast.expr | None = None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        function = call.func
        known = isinstance(function, ast.Attribute) and function.attr in _GROWING
        if not known or plan.values.variable(function.value) != variable:  # type: ignore[attr-defined]
            return None
        if function.attr == "append":  # type: ignore[attr-defined]
            return call.args
        value = call.args[0]
    elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        value = statement.value
    return value.elts if isinstance(value, ast.List) else None


def _holds_results(plan: Plan, node: ast.expr) -> bool:
    return any(isinstance(n, ast.expr) and _is_result(plan, n) for n in ast.walk(node))


def _last_reply(plan: Plan, nodes: Sequence[ast.expr]) -> ast.expr | None:
    """The interaction whose content comes last, apart from function responses."""
    for node in reversed(nodes):
        reply = _reply(plan, node)
        if reply is not None or not _holds_results(plan, node):
            return reply
    return None


def _reply(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The interaction that stands for the content of an answer."""
    call = call_of(plan, node)
    if call is not None:
        return call
    value = plan.values.value(node)
    if value is None or value.kind is not Kind.CONTENT:
        return None
    if isinstance(node, ast.Name):
        return node
    candidate = node.value if isinstance(node, ast.Attribute) else None
    listed = candidate.value if isinstance(candidate, ast.Subscript) else None
    return listed.value if isinstance(listed, ast.Attribute) else candidate


def _last_turn(plan: Plan, site: Site) -> ast.expr | None:
    """What holds the last answer of a chat, where a message is sent."""
    chat = site.call.func.value  # type: ignore[attr-defined]
    value = plan.values.value(chat)
    for statement in statements_before(plan, site.call):
        inside = set(ast.walk(statement))
        turns = [one for one in plan.sites if one.call in inside and one.kind in CHATS]
        turns = [one for one in turns if plan.values.value(one.call.func.value) == value]  # type: ignore[attr-defined]
        if not turns:
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        given = statement.value if isinstance(statement, ast.Assign) else None
        given = given.value if isinstance(given, ast.Await) else given
        return target if given is turns[0].call and isinstance(target, ast.Name) else None
    return None
