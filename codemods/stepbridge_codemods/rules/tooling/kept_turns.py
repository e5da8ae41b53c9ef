"""The list that receives the turns of a run of functions: its name, and where it is made."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import ManualError, Plan, Site, Use
from stepbridge_codemods.rules.chats.chat_turns import fresh
from stepbridge_codemods.text.layout import Entry, atom
from stepbridge_codemods.values.names import How

_HISTORY = ".automatic_function_calling_history"


def keeps_turns(plan: Plan, site: Site) -> list[Entry]:
    """``turns=turns`` for a call whose history is read, and the empty list before it."""
    if not any(site in sites for sites in _read(plan).values()):
        return []
    statement = plan.values.enclosing(site.call, ast.stmt)
    assert isinstance(statement, ast.stmt)
    start = plan.source.span(statement)[0]
    name = _name(plan)
    plan.edits.put(start, start, f"{name} = []{plan.source.newline}{plan.source.indent(start)}")
    return [Entry(atom(name), "turns")]


def turns_read(plan: Plan, use: Use) -> tuple[str, list[Site]]:
    """The name of the list that a read of the history means, and the calls that may have filled it.

    Raises where the call's answer has not the same name all the way.
    """
    return _name(plan), _read(plan)[use.node]


def _name(plan: Plan) -> str:
    return fresh(plan, "turns", "call_turns")


def _read(plan: Plan) -> dict[ast.expr, list[Site]]:
    """Reads of a history, each with the calls that it can come from."""
    known = plan.facts.get("turns read")
    if known is None:
        reads = [use for use in plan.uses if use.context == _HISTORY]
        known = plan.facts["turns read"] = {use.node: _sites(plan, use) for use in reads}
    assert isinstance(known, dict)
    return known


def _sites(plan: Plan, use: Use) -> list[Site]:
    node = use.node
    reads = [one for one in ast.walk(plan.source.tree) if isinstance(one, ast.Attribute)]
    names = {ast.unparse(one.value) for one in reads if f".{one.attr}" == _HISTORY}
    if not isinstance(node, ast.Name) or names != {node.id}:
        raise _refusal(plan, use)
    found = []
    for binding in plan.values.names.reads.get(node, ()):
        value = binding.value
        call = value.value if isinstance(value, ast.Await) else value
        site = next((one for one in plan.sites if one.call is call), None)
        statement = plan.source.parents[value] if value is not None else None
        is_plain = isinstance(statement, ast.Assign) and len(statement.targets) == 1
        is_asked = site is not None and site.symbol == "Models.generate_content"
        if not is_asked or binding.how is not How.ASSIGN or not is_plain:
            raise _refusal(plan, use)
        if not _starts_line(plan, statement) or node.id in binding.scope.outer:
            raise _refusal(plan, use)
        assert site is not None
        found.append(site)
    if not found:
        raise _refusal(plan, use)
    return found


def _starts_line(plan: Plan, statement: ast.AST | None) -> bool:
    assert statement is not None
    start = plan.source.span(statement)[0]
    return not plan.source.text[plan.source.line_start(start) : start].strip()


def _refusal(plan: Plan, use: Use) -> ManualError:
    return plan.cannot("SB012", use.parent, _HISTORY.removeprefix("."))
