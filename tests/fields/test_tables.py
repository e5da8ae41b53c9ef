"""The tables of the guide: made from the map, and a command that says whether they are current."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from stepbridge.fields import FIELDS, of
from stepbridge_cli.reports import migration_tables
from stepbridge_cli.reports.migration_tables import BEGIN, END, inserted, main, tables


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    path = tmp_path / "MIGRATION.md"
    path.write_text(f"# Guide\n\n{BEGIN}\nold\n{END}\n\nafter\n", encoding="utf-8")
    return path


def test_each_row_has_one_anchor_and_one_line() -> None:
    text = tables()
    anchors = re.findall(r'<a id="(sb\d+)"></a>', text)
    assert sorted(anchors) == sorted(row.id.lower() for row in FIELDS)


def test_each_line_has_as_many_cells_as_the_head() -> None:
    lines = [line for line in tables().splitlines() if line.startswith("|")]
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
    assert cells == {6}


def test_a_note_cannot_break_the_page() -> None:
    line = tables([of("Tool.google_search")])
    assert "`tools[].google_search`" in line
    assert "'google\\_search'" in line


def test_what_surrounds_the_tables_is_kept(guide: Path) -> None:
    text = inserted(guide.read_text(encoding="utf-8"))
    assert text.startswith("# Guide\n\n")
    assert text.endswith(f"{END}\n\nafter\n")
    assert "old" not in text.partition(BEGIN)[2].partition("###")[0]
    assert inserted(text) == text


def test_check_says_what_to_do_and_changes_nothing(
    guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = guide.read_bytes()
    assert main(["--check", str(guide)]) == 1
    assert guide.read_bytes() == before
    assert f"python -m {migration_tables.__name__}" in capsys.readouterr().err
    assert main([str(guide)]) == 0
    assert main(["--check", str(guide)]) == 0


def test_a_missing_guide_or_marker_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check", str(tmp_path / "none.md")]) == 2
    (tmp_path / "plain.md").write_text("nothing")
    assert main([str(tmp_path / "plain.md")]) == 2
    assert "markers" in capsys.readouterr().err


def test_the_command_of_continuous_integration(guide: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", migration_tables.__name__, "--check"],
        cwd=guide.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("MIGRATION.md: the field tables are out of date")
