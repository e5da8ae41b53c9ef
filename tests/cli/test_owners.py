"""Effort by owner: CODEOWNERS read as GitHub reads it, and counted in the reports."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from stepbridge_cli import owners

Run = Callable[..., subprocess.CompletedProcess[str]]

LINES = [
    "# teams",
    "*            @org/core",
    "/apps/       @org/apps @ada   # two of them",
    "*.ipynb      @org/science",
    "/apps/old/",
    "docs/*       docs@example.com",
]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("main.py", ("@org/core",)),
        ("apps/chat.py", ("@org/apps", "@ada")),
        ("apps/deep/chat.py", ("@org/apps", "@ada")),
        ("apps/notes.ipynb", ("@org/science",)),
        ("apps/old/chat.py", ("nobody",)),
        ("docs/a.py", ("docs@example.com",)),
        ("lib/apps/chat.py", ("@org/core",)),
    ],
)
def test_the_last_rule_that_matches_wins(
    path: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    assert owners.parse(tmp_path, LINES).of(str(tmp_path / path)) == expected


def test_a_file_outside_belongs_to_nobody(tmp_path: Path) -> None:
    rules = owners.parse(tmp_path / "repository", LINES)
    assert rules.of(str(tmp_path / "other.py")) == ("nobody",)


@pytest.fixture
def project(tmp_path: Path, legacy: str, repository: Callable[..., str]) -> Path:
    for name in ("apps/one.py", "apps/two.py", "main.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(legacy)
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text("\n".join(LINES))
    return tmp_path


def test_reports_count_sites_by_owner(stepbridge: Run, project: Path) -> None:
    value = json.loads(stepbridge("audit", ".", "--format", "json").stdout)
    assert [(row["owner"], row["native"]) for row in value["sites_by_owner"]] == [
        ("@ada", 2),
        ("@org/apps", 2),
        ("@org/core", 1),
    ]
    assert "@org/apps         2        0       0\n" in stepbridge("audit", ".").stdout
    assert "| @org/apps | 2 | 0 | 0 |" in stepbridge("audit", ".", "-f", "markdown").stdout
    page = stepbridge("audit", ".", "-f", "html").stdout
    assert '"owners":["@ada","@org/apps","@org/core"]' in page
    assert '"owners":["@org/core"]' in page


def test_it_holds_from_a_folder_below(stepbridge: Run, project: Path) -> None:
    done = stepbridge("audit", ".", "--format", "json", cwd=project / "apps")
    assert {row["owner"] for row in json.loads(done.stdout)["sites_by_owner"]} == {
        "@org/apps",
        "@ada",
    }


def test_without_the_file_nothing_is_said(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "app.py").write_text(legacy)
    done = stepbridge("audit", ".", "--format", "json")
    assert json.loads(done.stdout)["sites_by_owner"] == []
    assert "owner" not in stepbridge("audit", ".").stdout


def test_a_file_that_cannot_be_read_is_named(stepbridge: Run, project: Path) -> None:
    (project / ".github" / "CODEOWNERS").write_bytes(b"* \xff\n")
    done = stepbridge("audit", ".")
    assert done.returncode == 3
    assert "error: .github/CODEOWNERS: not UTF-8 text" in done.stderr
