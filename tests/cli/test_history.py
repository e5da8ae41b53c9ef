"""Migration over time: baselines, and what moved since an earlier report."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
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
    assert "january: 2 call sites: 2 native, 0 bridged, 0 manual\n" in done.stdout
    assert "now: 2 call sites: 2 native, 0 bridged, 0 manual\n" in done.stdout
    assert "  a.py: client.models.generate_content(...): native -> gone\n" in done.stdout
    assert "  c.py: client.models.generate_content(...): new, native\n" in done.stdout


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
