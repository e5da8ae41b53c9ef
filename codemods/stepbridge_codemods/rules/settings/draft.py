"""What a config turns into while its fields are converted, and the rules that convert them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from stepbridge_codemods.objects import Argument, Fields
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, atom, mapping

FLAGS = (
    "has_tools",
    "runs_tools",
    "cites_other_sources",
    "calls_functions",
    "shows_thoughts",
    "makes_media",
    "makes_sound",
)
"""What holds for a config when it holds for one that is spread into it."""


@dataclass(eq=False)
class Draft:
    """The arguments of ``create`` that one config turns into, and what other rules ask about it.

    ``is_part``: other fields may have been said before, or are spread. ``clashes``: what is spread
    and what is written name the same arguments, so that the last one has to win. ``later`` are the
    paths that are set once the config is there.
    """

    plan: Plan
    fields: Fields
    arguments: dict[str, Entry] = field(default_factory=dict)
    schema: ast.expr | None = None
    has_tools: bool = False
    runs_tools: bool = False
    cites_other_sources: bool = False
    functions: list[ast.expr] = field(default_factory=list)
    only_declares: bool = False
    place: list[Entry] = field(default_factory=list)
    keeps_calls: ast.expr | None = None
    limit: Entry | None = None
    calls_functions: bool = False
    shows_thoughts: bool = False
    makes_media: bool = False
    makes_sound: bool = False
    bare_enum: bool = False
    resolution: str | None = None
    resolution_from: ast.expr | None = None
    outputs: list[str] = field(default_factory=list)
    outputs_from: Argument | None = None
    image: list[Entry] = field(default_factory=list)
    spread: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    schema_changes: bool = False
    is_part: bool = False
    clashes: bool = False

    def put(self, path: str, value: Doc, argument: Argument) -> None:
        """Puts a value at a path such as ``generation_config.top_p``."""
        head, _, tail = path.partition(".")
        if not tail:
            self.arguments[head] = argument.entry(head, value)
            return
        entry = self.arguments.setdefault(head, Entry(mapping(), head))
        assert isinstance(entry.value, Group)
        entry.value.entries.append(argument.entry(tail, value))

    def include(self, head: str, argument: Argument, *, may_be_none: bool) -> None:
        """Spreads a value, which was written as entries elsewhere, into the mapping at ``head``."""
        entry = self.arguments.setdefault(head, Entry(mapping(), head))
        assert isinstance(entry.value, Group)
        value = spread(self.plan, argument.value, may_be_none=may_be_none)
        entry.value.entries.append(argument.entry("", value))


def spread(plan: Plan, node: ast.expr, *, may_be_none: bool) -> Atom:
    """``**value`` of what was written as entries elsewhere; None spreads nothing."""
    choice = node.orelse if isinstance(node, ast.IfExp) else None
    if isinstance(choice, ast.Constant) and choice.value is None:
        plan.edits.replace(choice, "{}")
        may_be_none = False
    if isinstance(node, ast.Name | ast.Attribute) and not may_be_none:
        return atom("**", node)
    return atom("**(", node, ")" if not may_be_none else " or {})")


FieldRule: TypeAlias = Callable[[Draft, Argument], None]
FIELD_RULES: dict[str, FieldRule] = {}


def config_field(*names: str) -> Callable[[FieldRule], FieldRule]:
    """Registers the rewriter of fields of GenerateContentConfig that change shape."""

    def register(rule: FieldRule) -> FieldRule:
        FIELD_RULES.update(dict.fromkeys(names, rule))
        return rule

    return register


FINISHERS: list[Callable[[Draft], None]] = []
"""Called when all fields of a config have been seen."""
