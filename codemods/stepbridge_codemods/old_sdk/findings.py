"""Findings of a lowered module at the places of the old one, in the old SDK's names."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from stepbridge import fields
from stepbridge.fields.row import Fidelity, Field
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.left import left
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.old_sdk.components import Component, contents_of
from stepbridge_codemods.old_sdk.made_of import made_of
from stepbridge_codemods.old_sdk.mentioned import mentions
from stepbridge_codemods.old_sdk.methods import method_of
from stepbridge_codemods.old_sdk.models import PARAMETERS
from stepbridge_codemods.old_sdk.places import Places
from stepbridge_codemods.old_sdk.symbols import Reference, short_name
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_READS = {
    "GenerateContentResponse.text": "response.text",
    "GenerateContentResponse.parts": "response.parts",
    "GenerateContentResponse.candidates": "response.candidates",
    "GenerateContentResponse.prompt_feedback": "response.prompt_feedback",
    "GenerateContentResponse.usage_metadata": "response.usage_metadata",
    "Candidate.finish_reason": "candidate.finish_reason",
    "Part.function_call": "part.function_call",
}
_CALLS = {
    "generate_content": "GenerativeModel.generate_content",
    "generate_content_async": "GenerativeModel.generate_content_async",
    "count_tokens": "GenerativeModel.count_tokens",
    "count_tokens_async": "GenerativeModel.count_tokens_async",
    "start_chat": "GenerativeModel.start_chat",
    "send_message": "ChatSession.send_message",
    "send_message_async": "ChatSession.send_message_async",
}
_ARGUMENTS = frozenset(
    {"stream", "request_options", "generation_config", "safety_settings", "tools", "tool_config"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the old SDK at a place, and the component that it belongs to."""

    symbol: str
    node: ast.AST
    component: Component | None


def named(values: Values, components: list[Component], references: list[Reference]) -> list[Named]:
    """Everything of the old SDK that is written down, but for what is read from results."""
    found: list[Named] = []
    owners: dict[ast.AST, Component] = {}
    for component in components:
        for call in component.nodes:
            owners[call.func] = component
            found += _call(values, component, call)
            found += _settings(values, component, call)
        found += _pictures(values, component)
    for reference in references:
        owner = owners.get(reference.node)
        if row_of(reference.name) is not None:
            found.append(Named(reference.name, reference.node, owner))
    for component in components:
        for call in component.makers:
            found += _maker(component, call)
        for _, kind, context, read in component.uses:
            if kind is Kind.OLD_CHAT and context in (".history", ".last", ".rewind"):
                found.append(Named(f"ChatSession{context}", read, component))
            elif kind in (Kind.RESPONSE, Kind.STREAM) and context == ".resolve":
                found.append(Named("response.resolve", read, component))
    return found


def _call(values: Values, component: Component, call: ast.Call) -> list[Named]:
    method = method_of(values, call)
    if method is None or method.attr not in _CALLS:
        return []
    found = [Named(_CALLS[method.attr], method, component)]
    for keyword in call.keywords:
        if keyword.arg in _ARGUMENTS:
            found.append(Named(f"generate_content.{keyword.arg}", keyword, component))
        elif keyword.arg in ("history", "enable_automatic_function_calling"):
            found.append(Named(f"start_chat.{keyword.arg}", keyword, component))
    return found


def _pictures(values: Values, component: Component) -> list[Named]:
    """Pillow images where they are put into contents."""
    given = contents_of(component)
    calls = {id(node) for call in component.nodes for node in ast.walk(call)}
    found = [node for node in made_of(values, given) if id(node) in calls]
    return [
        Named("content.image", node, component)
        for node in found
        if (value := values.value(node)) is not None and value.kind is Kind.PICTURE
    ]


def _maker(component: Component, call: ast.Call) -> list[Named]:
    found = [
        Named(f"GenerativeModel.{name}", node, component)
        for name, node in zip(PARAMETERS, call.args, strict=False)
    ]
    return found + [Named(f"GenerativeModel.{k.arg}", k, component) for k in call.keywords if k.arg]


def _settings(values: Values, component: Component, call: ast.Call) -> list[Named]:
    """The fields inside the settings of a model or a call."""
    given = {k.arg: k.value for k in call.keywords if k.arg is not None}
    if call in component.makers:
        given |= dict(zip(PARAMETERS, call.args, strict=False))
    return [
        Named(symbol, node, component)
        for name, value in given.items()
        for symbol, node in mentions(values, name, value)
    ]


def row_of(name: str) -> Field | None:
    """The row of an old name, or of what it is a part of."""
    while name:
        known = fields.find(f"generativeai.{name}")
        if known is not None:
            return known
        name = name.rpartition(".")[0]
    return None


def finding(
    source: Source,
    node: ast.AST,
    known: Field,
    tier: Tier,
    site: str,
    *,
    applied: bool,
    remark: str = "",
    reason: str = "",
) -> Finding:
    """One finding at a node."""
    start, end = source.span(node)
    if isinstance(node, ast.Attribute):
        start = end - len(node.attr)
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    return Finding(
        path=source.path,
        cell=0,
        line=line,
        column=column,
        rule=known.id,
        legacy=known.legacy_python or known.symbol,
        new=known.interactions or "",
        tier=tier,
        fidelity=known.fidelity,
        note=" ".join(filter(None, (known.note, remark))),
        site=site,
        reason=reason,
        behaviour_change=bool(remark) or known.fidelity is not Fidelity.EXACT,
        applied=applied and tier is not Tier.MANUAL,
        end_line=end_line,
        end_column=end_column,
    )


def refused(source: Source, component: Component, site: str) -> Finding:
    """Why a component stays."""
    refusal = component.refusal
    assert refusal is not None
    node = refusal.node if hasattr(refusal.node, "lineno") else component.first
    return left(source, node, refusal.reason, refusal.detail, site)


def moved(source: Source, lowered: Source, places: Places, found: Finding) -> Finding | None:
    """A finding of the lowered module at its old place; None for what the lowering put there."""
    old, kept = places.old(lowered.at(found.line, found.column - 1))
    if not kept and not found.rule.startswith("SB0"):
        return None
    line, column = source.position(old)
    end = (line, column)
    if found.end_line:
        old_end, _ = places.old(lowered.at(found.end_line, found.end_column - 1))
        end = source.position(max(old_end, old))
    return _in_old_names(
        replace(found, line=line, column=column, end_line=end[0], end_column=end[1])
    )


def _in_old_names(found: Finding) -> Finding:
    try:
        symbol = fields.by_id(found.rule).symbol
    except KeyError:
        return found
    owner, _, name = symbol.partition(".")
    old = _READS.get(symbol)
    if old is None and owner == "GenerateContentConfig":
        old = f"GenerationConfig.{name}"
    known = row_of(old) if old else None
    if known is None or known.symbol != f"generativeai.{old}":
        return found
    remark = found.note.removeprefix(fields.by_id(found.rule).note).strip()
    return replace(
        found,
        rule=known.id,
        legacy=known.legacy_python or known.symbol,
        new=known.interactions or "",
        fidelity=known.fidelity,
        note=" ".join(filter(None, (known.note, remark))),
        behaviour_change=bool(remark) or known.fidelity is not Fidelity.EXACT,
    )


__all__ = ["Named", "finding", "left", "moved", "named", "refused", "row", "short_name"]
