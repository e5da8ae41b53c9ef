"""Legacy objects field by field, by tables: the value stays, or its place, or its meaning."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TypeAlias

from stepbridge_codemods.objects import (
    TYPES,
    Argument,
    constant_of,
    fields_of,
    is_none,
    member,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import Lists
from stepbridge_codemods.text.layout import Doc, Entry, atom, listing, mapping

Rule: TypeAlias = Callable[[Plan, Argument], Entry | None]
Table: TypeAlias = Mapping[str, Rule]


def entries_of(plan: Plan, node: ast.expr, table: Table) -> list[Entry]:
    """The entries that an object becomes; gives up on fields that the table does not have.

    A class in the place of its instance has no fields: the SDK takes ``url_context=UrlContext``.
    """
    if is_class(plan, node):
        return []
    if not isinstance(node, ast.Dict) and type_name(plan, node) is None:
        raise plan.cannot("SB007", node, ast.unparse(node)[:60])
    found = []
    for argument in fields_of(plan, node).arguments:
        if is_none(argument.value):
            continue
        rule = table.get(argument.name)
        if rule is None:
            raise plan.cannot("SB006", argument.value, argument.name)
        entry = rule(plan, argument)
        if entry is not None:
            found.append(entry)
    return found


def is_class(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a class of ``types`` itself."""
    if not isinstance(node, ast.Name | ast.Attribute):
        return False
    name = (plan.values.qualified(node) or "").removeprefix(TYPES)
    return name.isidentifier() and name[0].isupper() and not name.isupper()


def same(key: str) -> Rule:
    """The value as it is."""
    return lambda plan, argument: argument.entry(key, atom(argument.value))


def alone(key: str) -> Rule:
    """A list of the one value."""
    return lambda plan, argument: argument.entry(key, listing([atom(argument.value)]))


def chosen(key: str, enum: str, prefix: str = "") -> Rule:
    """A member of an enum in lower case, without its prefix; nothing where it is unspecified."""

    def rule(plan: Plan, argument: Argument) -> Entry | None:
        name = member(plan, argument.value, enum)
        if name is None:
            raise plan.cannot("SB007", argument.value, argument.name)
        if name.upper().endswith("UNSPECIFIED"):
            return None
        return argument.entry(key, plan.quoted(name.upper().removeprefix(prefix).lower()))

    return rule


def nested(key: str, table: Table) -> Rule:
    """An object by a table of its own."""

    def rule(plan: Plan, argument: Argument) -> Entry:
        return argument.entry(key, mapping(*entries_of(plan, argument.value, table)))

    return rule


def each(key: str, table: Table) -> Rule:
    """A list of objects, each by a table of its own."""

    def item(plan: Plan, node: ast.expr) -> Doc:
        return mapping(*entries_of(plan, node, table))

    def rule(plan: Plan, argument: Argument) -> Entry:
        return argument.entry(key, Lists(plan, key, item).convert(argument.value))

    return rule


def neutral(*values: object) -> Rule:
    """A field without a counterpart whose value says what holds anyway."""

    def rule(plan: Plan, argument: Argument) -> None:
        if constant_of(plan, argument.value) not in values:
            raise plan.cannot("SB006", argument.value, argument.name)

    return rule
