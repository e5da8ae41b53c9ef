"""The change as a patch, each file headed by its findings; ``git apply`` takes it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stepbridge_cli.diffs import annotated
from stepbridge_cli.reports import site_text as text
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Change, Report
from stepbridge_codemods.finding import Finding

WIDTH = 100
_COLOURS = (("+++", None), ("---", None), ("+", "green"), ("-", "red"), ("@@", "cyan"))


def render(report: Report, look: Look) -> str:
    return "".join(f"{line}\n" for change in report.changes for line in _file(change, report, look))


def _file(change: Change, report: Report, look: Look) -> Iterator[str]:
    findings = [finding for finding in report.findings if finding.path == change.path]
    said = (tuple(_said(finding, look)) for finding in findings if look.detail >= 0)
    for lines in dict.fromkeys(said):  # what several call sites share is said once
        yield from lines
    # Split at line feeds only: a carriage return belongs to its line.
    for line in annotated(change.diff, findings).removesuffix("\n").split("\n"):
        yield painted(line, look)


def _said(finding: Finding, look: Look) -> Iterator[str]:
    yield f"# {text.line(finding, look)}"
    if look.detail > 0 or finding.behaviour_change or finding.reason:
        yield from text.notes(finding, replace(look, width=look.width or WIDTH), "#     ")


def painted(line: str, look: Look) -> str:
    """A line of a diff in its colour."""
    for prefix, colour in _COLOURS:
        if line.startswith(prefix):
            return look.paint(line, fg=colour) if colour else look.paint(line, bold=True)
    return line
