"""Keyword arguments that come, go or change, each where it stands."""

from __future__ import annotations

import ast

from stepbridge_codemods.edits import Piece
from stepbridge_codemods.layout import Doc, Group, Layout
from stepbridge_codemods.plan import Plan


def on_own_line(plan: Plan, keyword: ast.keyword) -> bool:
    """Whether a keyword argument begins its line."""
    start = plan.source.span(keyword)[0]
    return not plan.source.text[plan.source.line_start(start) : start].strip()


def put_keyword(plan: Plan, keyword: ast.keyword, name: str, value: Doc) -> None:
    """Another argument in place of one."""
    start, end = plan.source.span(keyword)
    plan.edits.put(start, end, f"{name}=", *_pieces(plan, keyword, name, value))


def add_keyword(plan: Plan, call: ast.Call, name: str, value: Doc) -> None:
    """One more argument, behind the last."""
    last = call.keywords[-1]
    start, end = plan.source.span(last)
    gap = ", "
    if on_own_line(plan, last):
        gap = f",{plan.source.newline}{plan.source.indent(start)}"
    plan.edits.put(end, end, f"{gap}{name}=", *_pieces(plan, last, name, value))


def _pieces(plan: Plan, near: ast.keyword, name: str, value: Doc) -> list[Piece]:
    start, end = plan.source.span(near)
    if isinstance(value, Group) and "\n" in plan.source.text[start:end]:
        value.apart = True
    layout = Layout(plan.source, plan.quote)
    flat = layout.flat(value)
    if flat is not None and not on_own_line(plan, near):
        return flat
    column = start - plan.source.line_start(start) + len(name) + 1
    return layout.pieces(value, plan.source.indent(start), column)


def drop_keyword(plan: Plan, call: ast.Call, keyword: ast.keyword) -> None:
    """Takes an argument out, with its comma and, where it has one of its own, its line."""
    drop_entry(plan, keyword, [*call.args, *call.keywords])


def drop_entry(
    plan: Plan, node: ast.AST, siblings: list[ast.AST], key: ast.AST | None = None
) -> None:
    """Takes one entry out of a call or literal; ``key`` is where a dict's entry begins."""
    text = plan.source.text
    start = plan.source.span(key or node)[0]
    end = plan.source.span(node)[1]
    index = siblings.index(node)
    while end < len(text) and text[end] in " \t":
        end += 1
    if text[end : end + 1] == ",":
        end += 1
        while end < len(text) and text[end] in " \t":
            end += 1
    elif index:
        start = plan.source.span(siblings[index - 1])[1]
        end = plan.source.span(node)[1]
        plan.edits.put(start, end)
        return
    line = plan.source.line_start(start)
    if not text[line:start].strip() and text[end : end + 1] in ("\n", "\r"):
        start, end = line, end + (2 if text.startswith("\r\n", end) else 1)
    plan.edits.put(start, end)
