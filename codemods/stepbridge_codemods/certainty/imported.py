"""What other modules of the tree write out, behind names of this one."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.literals import changed_in
from stepbridge_codemods.values.names import How


def literal_of(plan: Plan, node: ast.expr) -> object | None:
    """The list or dict of an imported name; one that nothing here binds may come with ``*``."""
    name = plan.values.qualified(node)
    if name is None and isinstance(node, ast.Name) and not plan.values.names.reads.get(node):
        name = node.id
    return plan.values.around.literals.get(name or "")


def written_elsewhere(plan: Plan, node: ast.expr) -> object | None:
    """What an expression always is: a list or dict that another module writes out.

    It may have passed through names of this module. None where that is not known, or where a
    module of the tree fills or empties something of one of these names.
    """
    changed = plan.values.around.changed | changed_in(plan.source.nodes)
    seen: set[ast.expr] = set()
    while isinstance(node, ast.Name | ast.Attribute) and node not in seen:
        seen.add(node)
        if (node.id if isinstance(node, ast.Name) else node.attr) in changed:
            return None
        found = literal_of(plan, node)
        if found is not None:
            return found
        bindings = [one for one in bindings_of(plan, node) if one.how is not How.ANNOTATION]
        only = bindings[0] if len(bindings) == 1 and bindings[0].how is How.ASSIGN else None
        if only is None or only.value is None or only.path:
            return None
        node = only.value
    return None
