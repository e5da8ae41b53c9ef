"""What a shell offers for ids of rules, when the tabulator key is pressed."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def rule_ids(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The ids that begin so, each with its field; the last of a list with commas."""
    from stepbridge.fields import FIELDS
    from stepbridge_codemods.findings.reasons import REASONS

    before, comma, word = incomplete.rpartition(",")
    about = {row.id: row.symbol for row in FIELDS}
    about |= {reason.id: reason.title for reason in REASONS.values()}
    return [
        CompletionItem(f"{before}{comma}{name}", help=text)
        for name, text in sorted(about.items())
        if name.startswith(word.upper())
    ]
