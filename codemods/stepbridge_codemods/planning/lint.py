"""Mistakes in code that is already on Interactions: what rules find, each by itself.

A rule here looks at a whole module and yields problems. A problem with a fix is rewritten like a
call site; one without is reported with what to do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

Fix: TypeAlias = Callable[[Plan], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake at one node; ``symbol`` names its row (``wrong.event_type``).

    ``label`` is the end of the node that is pointed at, where it is not all of it. ``advice`` is
    said where there is no fix, or where the fix cannot go on; empty means the note of the row.
    """

    symbol: str
    node: ast.AST
    fix: Fix | None = None
    label: str = ""
    advice: str = ""


_ABOUT = re.compile("interactions|event_type")

LintRule: TypeAlias = Callable[[Values], Iterator[Problem]]

LINTS: list[LintRule] = []


def lint(rule: LintRule) -> LintRule:
    """Registers a rule."""
    LINTS.append(rule)
    return rule


def problems_of(values: Values) -> Iterator[Problem]:
    """Every problem of a module."""
    if not _ABOUT.search(values.source.text):
        return
    for rule in LINTS:
        yield from rule(values)


def creates(values: Values) -> Iterator[ast.Call]:
    """Every call of ``interactions.create``."""
    for call in values.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "create":
            base = values.value(call.func.value)
            if base is not None and base.kind in (Kind.INTERACTIONS, Kind.AIO_INTERACTIONS):
                yield call


def kind_of(values: Values, node: ast.AST) -> Kind | None:
    """The kind of an expression."""
    value = values.value(node)
    return value.kind if value is not None else None


def reads_of(values: Values, kind: Kind, name: str) -> Iterator[ast.Attribute]:
    """Every read of an attribute of values of a kind."""
    for node in values.attribute_nodes.get(name, ()):
        if isinstance(node.ctx, ast.Load) and kind_of(values, node.value) is kind:
            yield node
