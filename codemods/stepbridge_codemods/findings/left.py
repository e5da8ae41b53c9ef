"""The finding that says why something was left alone."""

from __future__ import annotations

import ast

from stepbridge.fields.row import Fidelity
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.reasons import REASONS
from stepbridge_codemods.text.source import Source

LONGEST = 80


def left(source: Source, node: ast.AST, reason_id: str, detail: str, site: str) -> Finding:
    """Names the reason, the node that is in the way, and what a person does about it."""
    reason = REASONS[reason_id]
    start, end = source.span(node)
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    about = f" ({detail})" if detail else ""
    return Finding(
        path=source.path,
        cell=0,
        line=line,
        column=column,
        rule=reason.id,
        legacy=_first_line(node),
        new="",
        tier=Tier.MANUAL,
        fidelity=Fidelity.EXACT,
        note=f"Left alone because {reason.title}{about}.",
        site=site,
        reason=reason.what_to_do,
        end_line=end_line,
        end_column=end_column,
    )


def _first_line(node: ast.AST) -> str:
    text = ast.unparse(node)
    line = text.partition("\n")[0][:LONGEST]
    return text if line == text else f"{line} ..."
