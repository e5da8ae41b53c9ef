"""Workflow commands of GitHub Actions: annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report
from stepbridge_cli.reports.site_text import message
from stepbridge_codemods.finding import Finding, Tier

_LEVELS = {Tier.NATIVE: "notice", Tier.BRIDGED: "notice", Tier.MANUAL: "warning"}


def render(report: Report, look: Look) -> str:
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for problem in report.problems:
        place = {"file": problem.path, "line": problem.line, "col": problem.column}
        yield _command("error", place, "stepbridge", f"{problem.message}. {problem.hint}".strip())
    # What several call sites share is one annotation: GitHub shows ten of a step.
    yield from dict.fromkeys(_annotation(finding) for finding in report.findings)
    yield report.coverage


def _annotation(finding: Finding) -> str:
    place: dict[str, object] = {"file": finding.path}
    # The file of a notebook has other lines than its cells.
    if not finding.cell:
        place |= {"line": finding.line, "endLine": finding.end_line, "col": finding.column}
    return _command(_LEVELS[finding.tier], place, f"stepbridge {finding.rule}", message(finding))


def _command(level: str, place: dict[str, object], title: str, message: str) -> str:
    properties = {**{name: value for name, value in place.items() if value}, "title": title}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
