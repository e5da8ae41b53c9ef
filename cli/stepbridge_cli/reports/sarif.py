"""SARIF 2.1.0, for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from stepbridge_cli.problem import Problem
from stepbridge_cli.reports.json import written
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, rule_order
from stepbridge_cli.reports.site_text import becomes, message
from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.findings.reasons import REASONS

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Tier.NATIVE: "note", Tier.BRIDGED: "note", Tier.MANUAL: "warning"}


def render(report: Report, look: Look) -> str:
    return written(data(report))


def data(report: Report) -> dict[str, Any]:
    """The whole log as plain JSON values."""
    rules = sorted({finding.rule: finding for finding in report.findings}.items(), key=_by_id)
    index = {rule: position for position, (rule, _) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "stepbridge",
                "version": report.version,
                "rules": [_rule(rule, finding) for rule, finding in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule]) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [_problem(item) for item in report.problems],
            }
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _by_id(item: tuple[str, Finding]) -> tuple[int, str]:
    return rule_order(item[0])


def _rule(rule: str, finding: Finding) -> dict[str, Any]:
    reason = REASONS.get(rule)
    title = f"Not plain Interactions code: {reason.title}" if reason else becomes(finding)
    return {
        "id": rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": (reason.what_to_do if reason else finding.note) or title},
        "help": {"text": f"stepbridge explain {rule}"},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.tier],
        "message": {"text": message(finding)},
        "locations": [_location(finding.path, _region(finding))],
        "partialFingerprints": {"stepbridge/v1": fingerprint(finding)},
        "properties": {
            "tier": finding.tier,
            "fidelity": finding.fidelity,
            "behaviourChange": finding.behaviour_change,
        },
    }


def fingerprint(finding: Finding) -> str:
    """Tells a finding again after lines above it moved."""
    parts = (finding.path, finding.rule, finding.legacy, finding.site.rpartition("@")[0])
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _region(finding: Finding) -> dict[str, int] | None:
    """None in a notebook, whose file has other lines than its cells."""
    if finding.cell:
        return None
    region = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_line:
        region |= {"endLine": finding.end_line, "endColumn": finding.end_column}
    return region


def _location(path: str, region: dict[str, int] | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path, errors="surrogateescape")}}
    if region:
        place["region"] = region
    return {"physicalLocation": place}


def _problem(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.line} if problem.line else None
    return {
        "level": "error",
        "message": {"text": str(problem)},
        "locations": [_location(problem.path, region)],
    }
