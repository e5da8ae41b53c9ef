"""Functions that are handed to other code to be called: what they are called with then.

``executor.submit(ask, prompt)``, ``pool.map(ask, prompts)``, ``asyncio.to_thread(ask, prompt)``.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.closed import mentions
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Function

_METHODS = {"submit": 0, "run_in_executor": 1, "call_soon": 0, "start_soon": 0}
"""Methods that call a function with the arguments behind it, and its place among theirs."""
_FUNCTIONS = {"asyncio.to_thread": 0, "anyio.to_thread.run_sync": 0}
_MAPPING = frozenset({"map", "imap", "imap_unordered"})
_THREADS = frozenset({"threading.Thread", "multiprocessing.Process"})


def handed_calls(plan: Plan, function: Function) -> list[ast.Call] | None:
    """The calls that come of handing a function on; None where it is mentioned for another end."""
    called = {call.func for call in plan.values.callers.get(function, [])}
    found = []
    for mention in mentions(plan, function):
        if mention in called:
            continue
        made = _call_of(plan, mention)
        if made is None:
            return None
        found.append(made)
    return found


def _call_of(plan: Plan, mention: ast.expr) -> ast.Call | None:
    parent = plan.source.parents[mention]
    if isinstance(parent, ast.keyword):
        return _thread(plan, mention, parent)
    if not isinstance(parent, ast.Call) or mention not in parent.args:
        return None
    place = parent.args.index(mention)
    given = parent.args[place + 1 :]
    name = plan.values.qualified(parent.func) or ""
    method = getattr(parent.func, "attr", "")
    if _FUNCTIONS.get(name, _METHODS.get(method)) == place:
        return _called(mention, given, parent.keywords)
    built_in = isinstance(parent.func, ast.Name) and parent.func.id == "map"
    if place == 0 and given and (built_in or method in _MAPPING):
        return _called(mention, [_item(one) for one in given], [])
    return None


def _thread(plan: Plan, mention: ast.expr, keyword: ast.keyword) -> ast.Call | None:
    """``Thread(target=ask, args=(prompt,))``."""
    made = plan.source.parents[keyword]
    if not isinstance(made, ast.Call) or keyword.arg != "target":
        return None
    if plan.values.qualified(made.func) not in _THREADS or len(made.args) > 0:
        return None
    given = {one.arg: one.value for one in made.keywords}
    positional = given.get("args")
    if "kwargs" in given or not isinstance(positional, ast.Tuple | ast.List | None):
        return None
    return _called(mention, positional.elts if positional is not None else [], [])


def _called(mention: ast.expr, given: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    return ast.copy_location(ast.Call(mention, given, keywords), mention)


def _item(node: ast.expr) -> ast.expr:
    """Any one of what a function is mapped over: ``next(prompts)``."""
    function = ast.copy_location(ast.Name("next", ast.Load()), node)
    return ast.copy_location(ast.Call(function, [node], []), node)
