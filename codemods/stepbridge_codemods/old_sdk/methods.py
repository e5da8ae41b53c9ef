"""Methods of models and chats: called where they stand, or handed to what calls them.

``asyncio.to_thread(model.generate_content, prompt)`` is a call like any other.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk.clients import free_name
from stepbridge_codemods.old_sdk.written import arguments, put_call
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.text.layout import Entry, Group, atom
from stepbridge_codemods.values.deferred import Gives, Valued, handed
from stepbridge_codemods.values.kinds import Kind

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

_HANDED = {(Kind.OLD_MODEL, "generate_content"), (Kind.OLD_CHAT, "send_message")}
_CONTENTS = frozenset({"contents", "content"})
_ONLY_IN_ORDER = "run_in_executor"
"""A method that hands on positional arguments and nothing else."""


@dataclass(frozen=True, slots=True)
class Handing:
    """A call that is handed a method, with its arguments behind it.

    ``gives`` is None where it calls the method for each of a list, ``pool.map``.
    """

    method: ast.Attribute
    before: list[ast.expr]
    given: list[ast.expr]
    gives: Gives | None


def handing_of(values: Valued, call: ast.Call) -> Handing | None:
    """The method of a model or chat that a call hands on with what it is to send."""
    found = _mapped(values, call) or handed(values, call)
    if found is None:
        return None
    method, gives = found
    if not isinstance(method, ast.Attribute):
        return None
    base = values.value(method.value)
    if base is None or base.pending or (base.kind, method.attr) not in _HANDED:
        return None
    place = call.args.index(method)
    given = call.args[place + 1 :]
    if len(given) > 1 or any(isinstance(one, ast.Starred) for one in call.args):
        return None
    if not given and not any(k.arg in _CONTENTS for k in call.keywords):
        return None
    return Handing(method, call.args[:place], given, gives)


def _mapped(values: Valued, call: ast.Call) -> tuple[ast.expr, None] | None:
    """``pool.map(model.generate_content, prompts)``, or the function of that name."""
    called = isinstance(call.func, ast.Attribute) and call.func.attr == "map"
    built_in = isinstance(call.func, ast.Name) and call.func.id == "map"
    if len(call.args) != 2 or call.keywords or not (called or built_in):
        return None
    method = call.args[0]
    known = isinstance(method, ast.Attribute) and method.attr == "generate_content"
    return (method, None) if known and values.function(call.func) is None else None


def method_of(values: Valued, call: ast.Call) -> ast.Attribute | None:
    """The method that a call calls, or hands on."""
    handing = handing_of(values, call)
    if handing is not None:
        return handing.method
    return call.func if isinstance(call.func, ast.Attribute) else None


def is_called(values: Valued, call: ast.Call, method: ast.AST) -> bool:
    """Whether a call calls a method, or hands it on in a way that is followed."""
    if call.func is method:
        return True
    return method_of(values, call) is method and values.value(call) is not None


def given_to(lowering: Lowering, call: ast.Call, name: str) -> dict[str, ast.expr]:
    """The arguments of a method by name, the first of them in its place."""
    handing = handing_of(lowering.values, call)
    if handing is None:
        return arguments(lowering.plan, call, (name,))
    if any(keyword.arg is None for keyword in call.keywords):
        raise lowering.plan.cannot("SB008", call)
    given = {k.arg or "": k.value for k in call.keywords}
    if handing.given and handing.gives is not None:
        given = {name: handing.given[0], **given}
    return given


def put_method(lowering: Lowering, call: ast.Call, function: str, entries: list[Entry]) -> None:
    """Writes the call of a method anew, or the call that it is handed to."""
    plan = lowering.plan
    handing = handing_of(lowering.values, call)
    if handing is None:
        put_call(plan, call, function, entries)
        return
    before = [Entry(atom(one)) for one in handing.before]
    method = [Entry(atom(function)), *entries]
    if handing.gives is None:
        name = each_of(lowering, call)
        calling = Group(entries, f"lambda {name}: {function}(", ")", "=")
        put_call(plan, call, plan.text(call.func), [Entry(calling), Entry(atom(handing.given[0]))])
        return
    in_order = isinstance(call.func, ast.Attribute) and call.func.attr == _ONLY_IN_ORDER
    if in_order and any(entry.key for entry in entries):
        method = [Entry(Group(method, f"{_partial(plan)}(", ")", "="))]
    put_call(plan, call, plan.text(call.func), [*before, *method])


def each_of(lowering: Lowering, call: ast.Call) -> str | None:
    """What stands for the contents of each call, where a call makes one for each of a list."""
    handing = handing_of(lowering.values, call)
    if handing is None or handing.gives is not None:
        return None
    return free_name(lowering.values, "contents")


def _partial(plan: Plan) -> str:
    """What the module calls ``functools.partial``, which is imported where it is not."""
    for node in plan.source.tree.body:
        for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
            bound = alias.asname or alias.name
            if isinstance(node, ast.Import) and alias.name == "functools":
                return f"{bound}.partial"
            if getattr(node, "module", "") == "functools" and alias.name == "partial":
                return bound
    plan.imports.add(Import("functools", "partial"))
    return "partial"
