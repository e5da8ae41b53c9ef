"""A call written anew: another function, other arguments, the comments of the old ones kept."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Entry, Group, Layout, comments_of


def arguments(plan: Plan, call: ast.Call, positional: tuple[str, ...]) -> dict[str, ast.expr]:
    """The arguments of a call by name; gives up where some can only be known at run time."""
    starred = any(isinstance(a, ast.Starred) for a in call.args)
    if starred or len(call.args) > len(positional) or any(k.arg is None for k in call.keywords):
        raise plan.cannot("SB008", call)
    given = dict(zip(positional, call.args, strict=False))
    return {**given, **{k.arg or "": k.value for k in call.keywords}}


def quote_at(plan: Plan, node: ast.AST) -> str:
    """The quote for a new string: inside an f-string the one that does not end it."""
    outer = plan.values.enclosing(node, ast.JoinedStr)
    if outer is None:
        return plan.quote
    text = plan.text(outer).lstrip("rRfFbBuU")
    return "'" if text[:1] == '"' else '"'


def put_call(plan: Plan, call: ast.Call, function: str, entries: list[Entry]) -> None:
    """Replaces the function and the arguments of a call."""
    source = plan.source
    plan.edits.replace(call.func, function)
    opening = source.text.index("(", source.span(call.func)[1])
    end = source.span(call)[1]
    given: list[ast.AST] = [*call.args, *call.keywords]
    comments, tail = comments_of(source, call, given)
    by_value = {getattr(n, "value", n) if isinstance(n, ast.keyword) else n: n for n in given}
    commented = []
    for entry in entries:
        parts = () if isinstance(entry.value, Group) else entry.value.parts
        known = next((by_value[p] for p in parts if p in by_value), None)
        leading, trailing = comments.pop(known, ((), "")) if known is not None else ((), "")
        commented.append(
            Entry(entry.value, entry.key, entry.leading or leading, entry.trailing or trailing)
        )
    _keep_rest(commented, list(comments.values()))
    group = Group(commented, "(", ")", "=", tail)
    group.apart = source.text[opening + 1 :].lstrip(" \t")[:1] in ("\r", "\n") and bool(given)
    layout = Layout(source, plan.quote)
    start = source.span(call)[0]
    column = start - source.line_start(start) + len(function)
    pieces = layout.pieces(group, source.indent(opening), column)
    plan.edits.put(opening, end, *pieces)


def _keep_rest(entries: list[Entry], comments: list[tuple[tuple[str, ...], str]]) -> None:
    """Comments on settings go along with the config that the settings are a part of."""
    place = next((n for n, entry in enumerate(entries) if entry.key == "config"), -1)
    for leading, trailing in comments if entries else ():
        entry = entries[place]
        above = (*entry.leading, *leading)
        if entry.trailing and trailing:
            above, trailing = (*above, trailing), ""
        entries[place] = Entry(entry.value, entry.key, above, entry.trailing or trailing)
