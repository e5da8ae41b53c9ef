"""Comments that mark what is left to a person.

``# TODO(stepbridge): SB006`` above a statement says that somebody has to look.
``# stepbridge: leave[SB006]: why`` in its place says that somebody looked and it stays; it needs
the why.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.findings.listing import seen_of
from stepbridge_codemods.findings.reasons import REASONS
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.findings.strays import strays
from stepbridge_codemods.planning.groups import Group
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values

TODO = re.compile(r"#\s*TODO\(stepbridge\)")
_LEAVE = re.compile(r"#\s*stepbridge:\s*leave(?:\[[\w\s,]*\])?:\s*\S")


def mark(values: Values, groups: list[Group], edits: Edits) -> None:
    """A comment above every statement with a call that is left to a person, if it has none."""
    source = values.source
    done: set[int] = set()
    for node, rule, why in _left(values, groups):
        statement = statement_of(source, node)
        start = source.line_start(source.span(statement)[0])
        if start in done or list(_markers_at(source, start)):
            continue
        done.add(start)
        text = f"# TODO(stepbridge): {rule} {why}"
        edits.put(start, start, f"{source.indent(start)}{text}{source.newline}")


def _left(values: Values, groups: list[Group]) -> Iterator[tuple[ast.AST, str, str]]:
    """What is left to a person: the node, the rule, and why."""
    for group in groups:
        refusal = group.refusal
        if refusal is None or refusal.reason == "SB018":
            continue
        rule, why = _of_reason(refusal) if refusal.reason else _of_field(values, group)
        for site in group.sites:
            yield site.call, rule, why
    for stray in strays(values, groups):
        yield stray.node, stray.reason, REASONS[stray.reason].title


def _of_reason(refusal: ManualError) -> tuple[str, str]:
    detail = refusal.detail
    about = f" ({detail})" if detail and "\n" not in detail else ""
    return refusal.reason, f"{REASONS[refusal.reason].title}{about}"


def _of_field(values: Values, group: Group) -> tuple[str, str]:
    """A mistake in code for Interactions is its own reason."""
    known = row(seen_of(values, group)[0].symbol)
    return known.id, known.legacy_python or known.symbol


def statement_of(source: Source, node: ast.AST) -> ast.AST:
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


def markers(source: Source) -> list[tuple[int, int]]:
    """Start and end of every marker and leave comment of a module."""
    return [(a, b) for a, b in source.comments if _is_marker(source.text[a:b])]


def standing(values: Values, groups: list[Group]) -> set[int]:
    """Where the markers begin that stand at a call of the legacy API."""
    calls = [site.call for group in groups for site in group.sites]
    found: set[int] = set()
    for node in [*calls, *(stray.node for stray in strays(values, groups))]:
        statement = statement_of(values.source, node)
        start = values.source.line_start(values.source.span(statement)[0])
        found.update(_markers_at(values.source, start))
    return found


def _markers_at(source: Source, start: int) -> Iterator[int]:
    """The markers in the comments right above a statement, and on its first line."""
    line = source.position(start)[0]
    found = [(a, b) for a, b in source.comments if source.position(a)[0] == line]
    lines = {
        source.position(a)[0]: (a, b)
        for a, b in source.comments
        if not source.text[source.line_start(a) : a].strip()
    }
    while (line := line - 1) in lines:
        found.append(lines[line])
    return (a for a, b in found if _is_marker(source.text[a:b]))


def _is_marker(text: str) -> bool:
    return TODO.search(text) is not None or _LEAVE.search(text) is not None
