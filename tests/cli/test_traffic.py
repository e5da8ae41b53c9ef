"""audit --traffic: what real requests used, from the log of `run --audit` and `proxy --audit`."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stepbridge_cli import traffic
from stepbridge_cli.reports import FORMATS, render
from stepbridge_cli.reports.json import schema
from stepbridge_cli.reports.usage import Fate

Run = Callable[..., subprocess.CompletedProcess[str]]

PROGRAM = """\
from google import genai

client = genai.Client()
for number in range(3):
    client.models.generate_content(
        model="gemini-2.5-flash",
        contents="Hi",
        config={"temperature": 0.2, "thinking_config": {"thinking_budget": 100}},
    )
client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config={"top_k": 5})
"""


def record(**changes: Any) -> dict[str, Any]:
    loss = {
        "id": "SB105",
        "path": "generationConfig.topK",
        "fidelity": "lost",
        "note": "No top_k.",
    }
    return {
        "time": "2026-01-01T00:00:00.000+00:00",
        "model": "gemini-2.5-pro",
        "stream": False,
        "outcome": "translated",
        "fallback": False,
        "file": None,
        "line": None,
        "used": ["contents", "generationConfig", "generationConfig.topK"],
        "losses": [loss],
        **changes,
    }


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., str]:
    """Writes records as a log and returns its path."""

    def write(*records: dict[str, Any]) -> str:
        path = tmp_path / "traffic.jsonl"
        path.write_text("".join(f"{json.dumps(item)}\n" for item in records))
        return str(path)

    return write


def test_a_program_that_runs_and_its_report(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    done = stepbridge("run", "--emulate", "--audit", "traffic.jsonl", "app.py")
    assert done.returncode == 0, done.stderr
    done = stepbridge("audit", "--traffic", "traffic.jsonl")
    assert done.returncode == 1, done.stderr
    first, second = done.stdout.partition("\n\n")[0].split("app.py:10\n")
    assert first.startswith("app.py:5\n")
    assert "SB103 generationConfig.temperature" in first
    assert "[carried], 3 times\n" in first
    assert "SB141 " in first
    assert "[approximated], 3 times\n    There are no token budgets" in first
    assert "SB105 generationConfig.topK -> no equivalent [passed], once\n" in second
    assert "The request went to generateContent as it was." in second
    assert "Requests: 3 translated, 1 legacy\n" in done.stdout
    assert "4 requests from 2 call sites" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("outcome", "fate"),
    [("legacy", Fate.PASSED), ("refused", Fate.REFUSED), ("dropped", Fate.DROPPED)],
)
def test_each_way_a_field_without_equivalent_fares(
    outcome: str, fate: Fate, log: Callable[..., str]
) -> None:
    report = traffic.report(log(record(outcome=outcome), record(outcome=outcome)))
    [top_k] = [finding for finding in report.findings if finding.rule == "SB105"]
    assert (top_k.fate, top_k.count, top_k.legacy) == (fate, 2, "generationConfig.topK")
    others = {finding.fate for finding in report.findings if finding is not top_k}
    assert others == {Fate.CARRIED if outcome == "dropped" else fate}
    assert report.outcomes[fate] == sum(
        finding.count for finding in report.findings if finding.fate is fate
    )


def test_an_unknown_field_is_not_passed_over(log: Callable[..., str]) -> None:
    report = traffic.report(log(record(used=["brandNew"], losses=[])))
    assert [finding.legacy for finding in report.findings] == ["brandNew"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_fields_fates_and_counts(name: str, log: Callable[..., str]) -> None:
    report = traffic.report(log(*[record(outcome="legacy", file="app.py", line=7)] * 12))
    text = render(report, name)
    assert "SB105" in text
    assert "app.py" in text
    if name not in ("sarif", "junit"):
        assert "passed" in text
    if name == "json":
        value = json.loads(text)
        jsonschema.validate(value, schema())
        assert value["traffic"] == {
            "requests": 12,
            "outcomes": {"legacy": 12},
            "models": {"gemini-2.5-pro": 12},
        }
    if name == "csv":
        assert {row["count"] for row in csv.DictReader(text.splitlines())} == {"12"}


def test_lines_that_are_no_records_are_named_and_the_rest_is_reported(
    stepbridge: Run, log: Callable[..., str]
) -> None:
    path = log(record())
    with Path(path).open("a") as stream:
        stream.write('{"half": \n')
    done = stepbridge("audit", "--traffic", "traffic.jsonl")
    assert done.returncode == 3
    assert "error: traffic.jsonl:2: not a record of an audit log" in done.stderr
    assert done.stdout.splitlines()[-1].startswith("1 request from 1 call site")


def test_what_is_no_log(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "app.py").write_text(legacy)
    done = stepbridge("audit", "--traffic", "app.py")
    assert (done.returncode, "app.py: not an audit log" in done.stderr) == (2, True)
    done = stepbridge("audit", "--traffic", "nowhere.jsonl")
    assert (done.returncode, "cannot read it: no such file" in done.stderr) == (2, True)
    done = stepbridge("audit", "--traffic", "x.jsonl", "src")
    assert (done.returncode, "it takes no paths" in done.stderr) == (2, True)


def test_a_request_that_fell_back_is_one_request(log: Callable[..., str]) -> None:
    used = ["contents", "generationConfig", "generationConfig.temperature"]
    sent = record(outcome="translated", used=used, losses=[])
    back = record(outcome="legacy", fallback=True, used=used, losses=[])
    report = traffic.report(log(sent, sent, back))
    assert report.traffic is not None
    assert report.traffic.outcomes == {"translated": 1, "legacy": 1}
    assert report.traffic.models == {"gemini-2.5-pro": 2}
    told = {(use.rule, use.fate, use.count, use.reason) for use in report.findings}
    refused = "The Interactions API refused the request; it went to generateContent as it was."
    assert ("SB103", Fate.CARRIED, 1, "") in told
    assert ("SB103", Fate.PASSED, 1, refused) in told


def test_contents_that_were_translated_alone_have_no_model(log: Callable[..., str]) -> None:
    report = traffic.report(log(record(model="", outcome="translated", losses=[])))
    assert report.traffic is not None
    assert (report.traffic.requests, report.traffic.models) == (1, {})
