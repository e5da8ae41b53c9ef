"""Tokens by modality: lists of usage_metadata that have other names in usage, as their fields have.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.objects import member
from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark, shown
from stepbridge_codemods.values.kinds import READS, Kind

_LISTS = [f".{name}" for (_, name), kind in READS.items() if kind is Kind.TOKEN_COUNTS]


@use(Kind.USAGE, *_LISTS)
def details(plan: Plan, use: Use) -> None:
    """``usage_metadata.prompt_tokens_details`` is ``usage.input_tokens_by_modality``."""
    assert isinstance(use.parent, ast.Attribute)
    new = row(f"{Kind.USAGE}.{use.parent.attr}").interactions or ""
    rename(plan, use.parent, new.rpartition(".")[2])


@use(Kind.TOKEN_COUNTS, "bind", "test", "is None", "for", "[]", "or nothing")
@use(Kind.TOKEN_COUNT, "bind", "test")
def kept(plan: Plan, use: Use) -> None:
    """A list of counts, or one of them, stands where it stood; both lists can be None."""


@use(Kind.TOKEN_COUNTS, "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(details)`` and the like, or shown."""
    call = use.parent
    is_counted = counts(call, plan.source)
    if not is_counted and not shown(plan, use):
        raise plan.cannot("SB002", use.node, ast.unparse(call)[:60])


@use(Kind.TOKEN_COUNT, ".token_count")
def tokens(plan: Plan, use: Use) -> None:
    """``token_count`` is ``tokens``."""
    rename(plan, use.parent, "tokens")


@use(Kind.TOKEN_COUNT, ".modality")
def modality(plan: Plan, use: Use) -> None:
    """A word in lower case where there was a member of an enumeration; shown, or compared."""
    read = use.parent
    assert isinstance(read, ast.Attribute)
    outer = plan.source.parents[read]
    if isinstance(outer, ast.Attribute) and outer.attr in ("name", "value"):
        if is_shown(plan, outer):
            remark(plan, read)
            plan.edits.replace(outer, read)
            return
        read, outer = outer, plan.source.parents[outer]
    if is_shown(plan, read):
        remark(plan, read)
        return
    if not isinstance(outer, ast.Compare) or outer.left is not read or len(outer.ops) != 1:
        raise plan.cannot("SB001", read, "modality")
    name = member(plan, outer.comparators[0], "MediaModality")
    is_equality = isinstance(outer.ops[0], ast.Eq | ast.NotEq | ast.Is | ast.IsNot)
    if not name or not is_equality:
        raise plan.cannot("SB001", read, "modality")
    operator = "==" if isinstance(outer.ops[0], ast.Eq | ast.Is) else "!="
    word = f"{plan.quote}{name.lower()}{plan.quote}"
    plan.edits.replace(outer, use.node, f".modality {operator} {word}")
