"""The report as one page that needs no network: totals, charts, a table, sources side by side.

The findings travel as JSON inside the page; ``page/report.js`` shows them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from importlib.resources import files
from typing import Any

from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, Site, outcome
from stepbridge_cli.reports.site_text import becomes
from stepbridge_cli.reports.snippets import Sides
from stepbridge_codemods.finding import Finding

_KINDS = {"equal": "=", "replace": "~", "delete": "-", "insert": "+"}


def render(report: Report, look: Look) -> str:
    page = _asset("report.html")
    parts = {
        "title": escape(f"stepbridge {report.command}"),
        "coverage": escape(report.coverage),
        "version": escape(report.version),
        "style": _asset("report.css"),
        "script": _asset("report.js"),
        "data": _embedded(data(report)),
    }
    for name, text in parts.items():
        page = page.replace(f"{{{{{name}}}}}", text, 1)
    return page


def data(report: Report) -> dict[str, Any]:
    """What the page shows. Texts that repeat are listed once in ``texts`` and named by number."""
    texts: dict[str, int] = {}

    def number(text: str) -> int:
        return texts.setdefault(text, len(texts))

    sides = {change.path: Sides(change.before, change.after) for change in report.sources}
    sites = [_site(site, number, sides.get(site.path)) for site in report.sites]
    return {
        "command": report.command,
        "scanned": report.scanned,
        "concerned": report.concerned,
        "readiness": report.readiness,
        "tiers": report.tiers,
        "outcomes": {str(kind): count for kind, count in report.outcomes.items()},
        "fields": [
            [total.rule, number(total.legacy), number(total.new), total.seen, number(total.note)]
            for total in report.fields
        ],
        "sites": sites,
        "problems": [[item.place, item.message, item.hint] for item in report.problems],
        "proofs": [[item.path, item.proved, item.summary] for item in report.proofs],
        "history": [[point.name, list(point.tiers.values())] for point in report.history],
        "moved": report.moved,
        "owners": [[owner, list(tiers.values())] for owner, tiers in report.efforts.items()],
        "texts": list(texts),
    }


def _site(site: Site, number: Callable[[str], int], sides: Sides | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "path": site.path,
        "cell": site.cell,
        "line": site.line,
        "column": site.column,
        "name": site.call,
        "tier": site.tier,
        "findings": [_finding(finding, number) for finding in site.findings],
    }
    if sides is not None and not site.cell:
        snippet = sides.snippet(site)
        shown["code"] = [
            snippet.before_start,
            snippet.after_start,
            [[_KINDS[kind], before, after] for kind, before, after in snippet.rows],
        ]
    return shown


def _finding(finding: Finding, number: Callable[[str], int]) -> list[Any]:
    note = finding.note if finding.note != finding.reason else ""
    return [
        finding.rule,
        finding.line,
        number(becomes(finding)),
        number(note),
        outcome(finding),
        int(finding.behaviour_change),
    ]


def _embedded(value: Any) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _asset(name: str) -> str:
    return files("stepbridge_cli.reports").joinpath("page", name).read_text("utf-8")
