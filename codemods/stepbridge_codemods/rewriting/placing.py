"""New lists and elements put where old ones stand."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.text.layout import Doc, Group, atom, listing


def put(plan: Plan, node: ast.expr, doc: Doc) -> None:
    """Puts a document where a node stands, unless it is the node."""
    if doc != atom(node):
        in_place(plan, node, doc)


def append(plan: Plan, method: ast.Attribute, argument: ast.expr, docs: list[Doc]) -> None:
    """``append``, or ``extend`` where one content becomes several steps."""
    if len(docs) == 1 and not is_spread(docs[0]):
        put(plan, argument, docs[0])
        return
    end = plan.source.span(method)[1]
    plan.edits.put(end - len("append"), end, "extend")
    if len(docs) > 1:
        in_place(plan, argument, listing(docs))
        return
    assert not isinstance(docs[0], Group)
    put(plan, argument, atom(*docs[0].parts[1:]))


def is_spread(doc: Doc) -> bool:
    """Whether an element is the steps of an answer, or of a list, with a star in front."""
    return not isinstance(doc, Group) and doc.parts[:1] == ("*",)
