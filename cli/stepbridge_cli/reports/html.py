"""The report as one page that needs no network: verdict, what is left, charts, sources.

The findings travel as JSON inside the page; the scripts in ``page/`` show them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple
from html import escape
from importlib.resources import files
from typing import Any

from stepbridge_cli.reports.causes import cause_of, causes, unsaid
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, Site, outcome
from stepbridge_cli.reports.site_text import becomes, texts
from stepbridge_cli.reports.snippets import Row, Sources
from stepbridge_codemods.finding import Finding

SCRIPTS = ("page.js", "charts.js", "summary.js", "history.js", "code.js", "table.js", "keys.js")
_KINDS = {"equal": "=", "replace": "~", "delete": "-", "insert": "+", "gap": ""}


def render(report: Report, look: Look) -> str:
    page = _asset("report.html")
    parts = {
        "title": escape(f"stepbridge {report.command}: {report.coverage}"),
        "coverage": escape(report.coverage),
        "made": escape(f"stepbridge {report.version}, {report.created[:16].replace('T', ' ')} UTC"),
        "style": _asset("report.css"),
        "theme": _asset("theme.js"),
        "script": "".join(map(_asset, SCRIPTS)),
        "data": _embedded(data(report)),
    }
    for name, text in parts.items():
        page = page.replace(f"{{{{{name}}}}}", text, 1)
    return page


def data(report: Report) -> dict[str, Any]:
    """What the page shows. Texts that repeat are listed once in ``texts`` and named by number."""
    known: dict[str, int] = {}

    def number(text: str) -> int:
        return known.setdefault(text, len(known))

    sources = Sources(report.sources)
    return {
        "command": report.command,
        "scanned": report.scanned,
        "concerned": report.concerned,
        "readiness": report.readiness,
        "tiers": report.tiers,
        "outcomes": {str(kind): count for kind, count in report.outcomes.items()},
        "traffic": report.traffic and astuple(report.traffic),
        "fields": [
            [
                total.rule,
                number(total.legacy),
                number(total.new),
                total.fidelity,
                total.seen,
                number(total.note),
            ]
            for total in report.fields
        ],
        "sites": [
            _site(site, number, sources, report.owners.get(site.path, ())) for site in report.places
        ],
        "causes": [astuple(cause) for cause in causes(report)],
        "problems": [[item.place, item.message, item.hint] for item in report.problems],
        "notes": report.notes,
        "proofs": [astuple(item) for item in report.proofs],
        "history": [
            [point.name, point.time, list(point.tiers.values())] for point in report.history
        ],
        "moved": report.moved,
        "owners": list(report.efforts),
        "texts": list(known),
    }


def _site(
    site: Site, number: Callable[[str], int], sources: Sources, owners: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "path": site.path,
        "cell": site.cell,
        "line": site.line,
        "name": site.call,
        "tier": site.kind,
        "owners": owners,
        "cause": cause_of(site) if site.is_call else "",
        "why": [number(text) for text in unsaid(site)],
        "findings": [_finding(finding, number) for finding in site.findings],
        "code": [
            [snippet.cell, [_row(row) for row in snippet.rows]]
            for snippet in sources.snippets(site)
        ],
    }


def _finding(finding: Finding, number: Callable[[str], int]) -> list[Any]:
    return [
        finding.rule,
        finding.cell,
        finding.line,
        number(becomes(finding)),
        number(" ".join(texts(finding))),
        outcome(finding),
        int(finding.behaviour_change),
    ]


def _row(row: Row) -> list[Any]:
    """A row of code; where both sides are equal the text is there once."""
    values = [_KINDS[row.kind], row.before_line, row.before, row.after_line, row.after]
    return values[:4] if row.kind == "equal" else values


def _embedded(value: Any) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _asset(name: str) -> str:
    return files("stepbridge_cli.reports").joinpath("page", name).read_text("utf-8")
