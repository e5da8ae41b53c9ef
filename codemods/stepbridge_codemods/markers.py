"""Comments that speak to the codemods, and those that they leave.

``# stepbridge: ignore[SB105]`` on a line of a call leaves it alone. ``# TODO(stepbridge): SB006``
above a statement marks what is left to a person. ``# stepbridge: leave[SB006]: why`` in its place
says that somebody looked and it stays; it needs the why.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.edits import Edits
from stepbridge_codemods.groups import Group
from stepbridge_codemods.reasons import REASONS
from stepbridge_codemods.source import Source
from stepbridge_codemods.strays import strays
from stepbridge_codemods.values.infer import Values

_IGNORE = re.compile(r"#\s*stepbridge:\s*ignore(?:\[([\w\s,]*)\])?\s*(?:$|#|--|:)")
_TODO = re.compile(r"#\s*TODO\(stepbridge\)")
_LEAVE = re.compile(r"#\s*stepbridge:\s*leave(?:\[[\w\s,]*\])?:\s*\S")


def ignored(values: Values, group: Group) -> frozenset[str] | None:
    """The ids that comments on a group's calls name; empty for all, None without a comment."""
    source = values.source
    found: set[str] | None = None
    for site in group.sites:
        statement = _statement(source, site.call)
        first = source.position(source.span(statement)[0])[0]
        last = source.position(source.span(site.call)[1])[0]
        for start, end in source.comments:
            match = _IGNORE.search(source.text[start:end])
            if match is None or not first <= source.position(start)[0] <= last:
                continue
            ids = {one.strip() for one in (match[1] or "").split(",")} - {""}
            if not ids:
                return frozenset()
            found = (found or set()) | ids
    return frozenset(found) if found is not None else None


def mark(values: Values, groups: list[Group], edits: Edits) -> None:
    """A comment above every statement with a call that is left to a person, if it has none."""
    source = values.source
    done: set[int] = set()
    for node, reason, detail in _left(values, groups):
        statement = _statement(source, node)
        start = source.line_start(source.span(statement)[0])
        if start in done or _has_marker(source, start):
            continue
        done.add(start)
        about = f" ({detail})" if detail and "\n" not in detail else ""
        text = f"# TODO(stepbridge): {reason} {REASONS[reason].title}{about}"
        edits.put(start, start, f"{source.indent(start)}{text}{source.newline}")


def _left(values: Values, groups: list[Group]) -> Iterator[tuple[ast.AST, str, str]]:
    for group in groups:
        refusal = group.refusal
        if refusal is not None and refusal.reason != "SB018":
            for site in group.sites:
                yield site.call, refusal.reason, refusal.detail
    for stray in strays(values, groups):
        yield stray.node, stray.reason, ""


def _statement(source: Source, node: ast.AST) -> ast.AST:
    """The statement around a node that begins its line."""
    while True:
        if isinstance(node, ast.stmt):
            start = source.span(node)[0]
            if not source.text[source.line_start(start) : start].strip():
                return node
        parent = source.parents.get(node)
        if parent is None and isinstance(node, ast.Call):
            parent = node.func  # a reference stands for its call
        if parent is None or isinstance(parent, ast.Module):
            return node
        node = parent


def _has_marker(source: Source, start: int) -> bool:
    """Whether a marker stands in the comments right above a statement, or on its first line."""
    line = source.position(start)[0]
    found = [source.text[a:b] for a, b in source.comments if source.position(a)[0] == line]
    lines = {
        source.position(a)[0]: source.text[a:b]
        for a, b in source.comments
        if not source.text[source.line_start(a) : a].strip()
    }
    while (line := line - 1) in lines:
        found.append(lines[line])
    return any(_TODO.search(text) or _LEAVE.search(text) for text in found)
