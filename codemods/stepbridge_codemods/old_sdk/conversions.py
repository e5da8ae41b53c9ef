"""Functions of the old SDK that turn plain values into messages, among the arguments of calls."""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import TYPE_CHECKING

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.old_sdk.symbols import Reference, new_type
from stepbridge_codemods.planning.plan import Plan

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

CONVERSIONS = frozenset({"types.to_content", "types.to_contents", "types.to_tool_config"})


def lower_conversions(lowering: Lowering, nodes: Set[ast.AST]) -> None:
    """Those that some calls reach; gives up on other functions whose results they are given."""
    owned = {call.func for component in lowering.components for call in component.nodes}
    for reference in lowering.references:
        call = lowering.values.source.parents[reference.node]
        called = isinstance(call, ast.Call) and call.func is reference.node
        if not called or reference.node not in nodes or reference.node in owned:
            continue
        assert isinstance(call, ast.Call)
        if reference.name in ("types.to_content", "types.to_contents"):
            _message(lowering, reference, call)
        elif new_type(reference.name) is None and reference.name not in CONVERSIONS:
            raise lowering.plan.cannot("SB006", reference.node, reference.name)


def note_converted(plan: Plan, node: ast.AST) -> None:
    """Leaves word that a conversion is rewritten."""
    known = plan.facts.setdefault("converted", set())
    assert isinstance(known, set)
    known.add(node)


def left_over(lowering: Lowering) -> Reference | None:
    """A conversion that no call reaches: what it gives must not lose its import."""
    known = lowering.plan.facts.get("converted", set())
    assert isinstance(known, set)
    found = (r for r in lowering.references if r.name in CONVERSIONS and r.node not in known)
    return next(found, None)


def _message(lowering: Lowering, reference: Reference, call: ast.Call) -> None:
    """``to_contents("text")`` is a list with one message of the user."""
    plan = lowering.plan
    note_converted(plan, reference.node)
    if len(call.args) != 1 or call.keywords or not is_text(plan, call.args[0]):
        raise plan.cannot("SB007", call, reference.name.rpartition(".")[2])
    new = f"{lowering.types}.UserContent("
    if reference.name == "types.to_contents":
        plan.edits.replace(call, f"[{new}", call.args[0], ")]")
    else:
        plan.edits.replace(call, new, call.args[0], ")")
