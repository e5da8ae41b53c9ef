"""One row a finding, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, bucket

_OF_TRAFFIC = ("fate", "count")
COLUMNS = (
    "path", "cell", "line", "column", "rule", "legacy", "new", "tier", "fidelity", "outcome",
    "behaviour_change", "applied", "site", "reason", "note",
)  # fmt: skip
# A spreadsheet runs a cell that begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, look: Look) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = COLUMNS if report.traffic is None else (*COLUMNS, *_OF_TRAFFIC)
    writer.writerow(columns)
    for finding in report.findings:
        values = {name: getattr(finding, name, "") for name in columns}
        values["outcome"] = bucket(finding).name.lower()
        writer.writerow(_cell(values[name]) for name in columns)
    return stream.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
