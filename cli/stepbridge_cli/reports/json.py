"""The report as JSON, as ``report.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from stepbridge_cli.reports.causes import causes
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import SCHEMA_VERSION, Report, Site, bucket
from stepbridge_codemods.finding import Finding


def render(report: Report, look: Look) -> str:
    return written(data(report))


def written(value: Any) -> str:
    """A value as JSON for people to read. Bytes that are not UTF-8 become escapes."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the report, as published with the package."""
    text = files("stepbridge_cli.reports").joinpath("report.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def data(report: Report) -> dict[str, Any]:
    """The whole report as plain JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "stepbridge", "version": report.version},
        "created": report.created,
        "command": report.command,
        "coverage": report.coverage,
        "totals": _totals(report),
        "fields": [
            {
                "rule": total.rule,
                "legacy": total.legacy,
                "new": total.new,
                "fidelity": total.fidelity,
                "note": total.note,
                "seen": total.seen,
                **{kind.name.lower(): count for kind, count in total.buckets.items()},
            }
            for total in report.fields
        ],
        "sites": [_site(site) for site in report.sites],
        "findings": [_finding(finding) for finding in report.findings],
        "causes": [asdict(cause) for cause in causes(report)],
        "changes": [
            {"path": change.path, "written": change.written, "diff": _text(change.diff)}
            for change in report.changes
        ],
        "proofs": [asdict(proof) for proof in report.proofs],
        "problems": [asdict(problem) for problem in report.problems],
        "notes": list(report.notes),
        "history": [
            {"name": point.name, "time": point.time, "sites_by_tier": point.tiers}
            for point in report.history
        ],
        "moved": list(report.moved),
        "sites_by_owner": [
            {"owner": owner, **{str(tier): count for tier, count in tiers.items()}}
            for owner, tiers in report.efforts.items()
        ],
        **({"traffic": asdict(report.traffic)} if report.traffic else {}),
    }


def _totals(report: Report) -> dict[str, Any]:
    return {
        "files_scanned": report.scanned,
        "files_concerned": report.concerned,
        "files_failed": len(report.problems),
        "files_changed": len(report.changes),
        "fields": sum(report.buckets.values()),
        "fields_by_outcome": {kind.name.lower(): count for kind, count in report.buckets.items()},
        "sites": len(report.sites),
        "sites_by_tier": {str(tier): count for tier, count in report.tiers.items()},
        "readiness": round(report.readiness, 4),
    }


def _site(site: Site) -> dict[str, Any]:
    return {
        "path": site.path,
        "cell": site.cell,
        "line": site.line,
        "column": site.column,
        "name": site.name,
        "call": site.call,
        "tier": site.tier,
        "fields": len(site.findings),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "outcome": bucket(finding).name.lower()}


def _text(text: str) -> str:
    """Bytes that are not UTF-8 in the source appear as escapes: JSON has no place for them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
