"""One source of an answer: an annotation, which says by its type what kind of source it is.

https://ai.google.dev/gemini-api/docs/interactions/google-search
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import drop, rename
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.values.kinds import Kind

_TYPES = {"web": "url_citation", "retrieved_context": "file_citation", "maps": "place_citation"}
_NAMES = {
    "web": {"uri": "url", "title": "title"},
    "retrieved_context": {"uri": "document_uri", "title": "file_name"},
    "maps": {"uri": "url", "title": "name", "place_id": "place_id"},
}
_OTHERS = (".retrieved_context", ".maps")
_OTHER = "sources other than the web"


@use((Kind.SOURCES, Kind.RETRIEVED), "bind", "test", "for", "[]", "or nothing")
@use((Kind.SOURCE, Kind.WEB_SOURCE), "bind", "test", "is None")
def same(plan: Plan, use: Use) -> None:
    """A list of annotations or results, or one of them, stands there instead."""


@use((Kind.SOURCES, Kind.RETRIEVED), "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(chunks)``, ``enumerate(chunks)``, shown, or handed to a function that is known."""
    if not counts(use.parent, plan.source) and not shown(plan, use):
        argument(plan, use)


@use(Kind.SOURCE, ".web")
def web(plan: Plan, use: Use) -> None:
    """A source is what was its ``web``; its type is asked where there may be others."""
    read = use.parent
    assert isinstance(read, ast.Attribute)
    if _united(plan, read):
        return
    asks = plan.context(read)
    if asks == "is None" or (asks == "test" and _may_be_other(plan)):
        type_test(plan, read, (_TYPES["web"],), read.value)
    else:
        drop(plan, read)


@use(Kind.SOURCE, *_OTHERS)
def other(plan: Plan, use: Use) -> None:
    """A place or a file, which no answer of these calls cites; code asks for it all the same."""
    read = use.parent
    assert isinstance(read, ast.Attribute)
    if _united(plan, read):
        return
    if plan.context(read) in ("test", "is None"):
        type_test(plan, read, (_TYPES[read.attr],), read.value)
    elif plan.context(read).removeprefix(".") in _NAMES[read.attr]:
        drop(plan, read)
    else:
        raise plan.cannot("SB001", read, _OTHER)


def _may_be_other(plan: Plan) -> bool:
    return any(
        use.kind is Kind.SOURCE and use.context in _OTHERS and _union(plan, use.parent) is None
        for use in plan.uses
    )


def _united(plan: Plan, read: ast.Attribute) -> bool:
    """``chunk.web or chunk.retrieved_context or chunk.maps`` is the annotation."""
    union = _union(plan, read)
    if union is None:
        return False
    for one in union.values:
        assert isinstance(one, ast.Attribute)
        plan.settled |= {one, one.value}
    plan.edits.replace(union, read.value)
    return True


def _union(plan: Plan, read: ast.AST) -> ast.BoolOp | None:
    whole = plan.source.parents[read]
    if not isinstance(whole, ast.BoolOp) or not isinstance(whole.op, ast.Or):
        return None
    names = {one.attr for one in whole.values if isinstance(one, ast.Attribute)}
    owners = {ast.unparse(getattr(one, "value", one)) for one in whole.values}
    return whole if "web" in names and names <= _TYPES.keys() and len(owners) == 1 else None


@use(Kind.WEB_SOURCE, ".title", ".uri")
def source_field(plan: Plan, use: Use) -> None:
    """``uri`` is ``url``; places and files have names of their own for it."""
    read, owner = use.parent, use.node
    assert isinstance(read, ast.Attribute)
    home = owner.attr if isinstance(owner, ast.Attribute) else "web"
    name = _NAMES.get(home, _NAMES["web"])[read.attr]
    if name != read.attr or read in plan.source.spelled:
        rename(plan, read, name)
