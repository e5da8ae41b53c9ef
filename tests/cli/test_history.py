"""Migration over time: baselines, and what moved since an earlier report."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_only_new_findings_fail_though_lines_moved(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "a.py").write_text(legacy)
    done = stepbridge("audit", ".", "--write-baseline", "known.json")
    assert done.returncode == 0
    (tmp_path / "a.py").write_text("# moved\n" * 5 + legacy)
    done = stepbridge("audit", ".", "--baseline", "known.json")
    assert (done.returncode, "a.py:" in done.stdout) == (0, False)
    assert "2 findings are in the baseline and not shown" in done.stderr
    again = legacy + legacy.partition("client =")[2].replace(" genai.Client()\n", "", 1)
    (tmp_path / "a.py").write_text(again)
    (tmp_path / "b.py").write_text(legacy)
    done = stepbridge("audit", ".", "--baseline", "known.json", "--format", "json")
    assert done.returncode == 1
    assert [item["path"] for item in json.loads(done.stdout)["findings"]] == [
        "a.py", "a.py", "b.py", "b.py"
    ]  # fmt: skip


def test_the_baseline_may_stand_in_the_configuration(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "a.py").write_text(legacy)
    stepbridge("audit", ".", "--write-baseline", "known.json")
    (tmp_path / "stepbridge.toml").write_text('baseline = "known.json"\n')
    assert stepbridge("audit", ".").returncode == 0


def test_compare_tells_what_moved(stepbridge: Run, tmp_path: Path, legacy: str, stays: str) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(legacy)
    stepbridge("audit", ".", "-o", "january.json")
    stepbridge("rewrite", "a.py")
    (tmp_path / "c.py").write_text(legacy)
    done = stepbridge("audit", ".", "--compare", "january.json")
    assert re.search(r"^january  20\S+ \d\d:\d\d +2 +0 +0 +2$", done.stdout, re.MULTILINE)
    assert re.search(r"^now      20\S+ \d\d:\d\d +2 +0 +0 +2 +\+0$", done.stdout, re.MULTILINE)
    assert "  a.py: client.models.generate_content(...): native -> gone\n" in done.stdout
    assert "  c.py: client.models.generate_content(...): new, native\n" in done.stdout


def test_a_history_is_in_the_order_of_time(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    """Times are those in the reports; one of version 1.1 has none and is as old as its file."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, month, sites in (("z", 1, 3), ("a", 3, 2), ("old", 2, 1)):
        (tmp_path / "app.py").write_text(again(legacy, sites))
        moment = int(datetime(2026, month, 5, 9, tzinfo=UTC).timestamp())
        file = reports / f"{name}.json"
        stepbridge("audit", "app.py", "-o", str(file), env={"SOURCE_DATE_EPOCH": str(moment)})
        if name == "old":
            value = json.loads(file.read_text())
            value["schema_version"] = "1.1"
            del value["created"]
            file.write_text(json.dumps(value))
            os.utime(file, (moment, moment))
    now = {"SOURCE_DATE_EPOCH": str(int(datetime(2026, 4, 5, tzinfo=UTC).timestamp()))}
    wanted = ("audit", "app.py", "--compare", "reports/*.json", "--compare", "reports/z.json")
    done = stepbridge(*wanted, env=now)
    [head, *rows] = done.stdout[done.stdout.index("report ") :].splitlines()[:5]
    assert head.split() == [
        "report",
        "made",
        "(UTC)",
        "native",
        "bridged",
        "manual",
        "left",
        "change",
    ]
    assert [row.split() for row in rows] == [
        ["z", "2026-01-05", "09:00", "3", "0", "0", "3"],
        ["old", "2026-02-05", "09:00", "1", "0", "0", "1", "-2"],
        ["a", "2026-03-05", "09:00", "2", "0", "0", "2", "+1"],
        ["now", "2026-04-05", "00:00", "1", "0", "0", "1", "-1"],
    ]
    value = json.loads(stepbridge(*wanted, "--format", "json", env=now).stdout)
    assert [point["name"] for point in value["history"]] == ["z", "old", "a", "now"]
    assert value["history"][1]["time"] == "2026-02-05T09:00:00Z"
    table = stepbridge(*wanted, "--format", "markdown", env=now).stdout
    assert "| old | 2026-02-05 09:00 | 1 | 0 | 0 | 1 |" in table


def again(legacy: str, sites: int) -> str:
    """The program with its call several times, each with a variable of its own."""
    head, _, call = legacy.partition("reply =")
    calls = (f"reply_{number} ={call}" for number in range(sites))
    return head + "".join(
        text.replace("(reply", f"(reply_{number}") for number, text in enumerate(calls)
    )


def test_a_pattern_that_fits_nothing_is_named(stepbridge: Run, tmp_path: Path) -> None:
    done = stepbridge("audit", ".", "--compare", "none/*.json")
    assert done.returncode == 2
    assert "none/*.json: cannot read it: no such file" in done.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read it: no such file"),
        ("{", "not a JSON report"),
        ("[]", "not a report of stepbridge"),
        ('{"schema_version": "9.0"}', "not a report of stepbridge that this version can read"),
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--compare"])
def test_a_file_that_is_no_report(
    option: str, content: str | None, message: str, stepbridge: Run, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "old.json").write_text(content)
    done = stepbridge("audit", ".", option, "old.json")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
