"""``stepbridge fields`` and ``stepbridge explain``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stepbridge.fields import FIELDS, Surface, of
from stepbridge_cli.main import main
from stepbridge_codemods.findings.reasons import REASONS


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def listed(*arguments: str) -> list[str]:
    """Ids in the JSON of ``stepbridge fields``."""
    result = run("fields", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [field["id"] for field in json.loads(result.stdout)["fields"]]


def test_fields_lists_every_row_with_its_note() -> None:
    result = run("fields")
    assert result.exit_code == 0
    assert all(row.id in result.stdout for row in FIELDS)
    assert of("GenerateContentConfig.top_k").note in result.stdout
    assert result.stdout.endswith(f"{len(FIELDS)} of {len(FIELDS)} fields\n")


def test_selections_narrow_and_the_same_option_widens() -> None:
    chats = listed("--surface", "chat")
    assert chats == [row.id for row in FIELDS if row.surface is Surface.CHAT]
    both = listed("--surface", "chat", "--surface", "SCHEMA")
    assert set(chats) < set(both)
    assert listed("--surface", "request", "--fidelity", "lost", "--search", "top_k") == ["SB105"]
    assert "SB406" in listed("--change", "renamed")
    assert "SB105" not in listed("--change", "renamed")


def test_json_holds_all_that_the_map_says() -> None:
    result = run("fields", "--json", "--search", "thinking_budget")
    document = json.loads(result.stdout)
    assert document["version"] == 1
    row = of("ThinkingConfig.thinking_budget")
    field = next(field for field in document["fields"] if field["id"] == row.id)
    assert {key: field[key] for key in ("symbol", "note", "change", "fidelity")} == {
        "symbol": row.symbol,
        "note": row.note,
        "change": "reshaped",
        "fidelity": "approximate",
    }


def test_markdown_is_what_the_guide_holds() -> None:
    result = run("fields", "--markdown")
    guide = Path(__file__).parents[2] / "MIGRATION.md"
    assert result.stdout in guide.read_text(encoding="utf-8")


def test_nothing_found_ends_with_1() -> None:
    result = run("fields", "--search", "no such words")
    assert (result.exit_code, result.stdout) == (1, f"0 of {len(FIELDS)} fields\n")


@pytest.mark.parametrize(
    "arguments", [("--surface", "nonsense"), ("--json", "--markdown"), ("surplus",)]
)
def test_mistakes_end_with_2(arguments: tuple[str, ...]) -> None:
    assert run("fields", *arguments).exit_code == 2


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "fields.json"
    result = run("fields", "--json", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(json.loads(target.read_text())["fields"]) == len(FIELDS)
    missing = tmp_path / "no" / "fields.json"
    assert run("fields", "--json", "--output", str(missing)).exit_code == 2


@pytest.mark.parametrize(
    "name",
    [
        "SB105",
        "sb105",
        "GenerateContentConfig.top_k",
        "generatecontentconfig.TOP_K",
        "config.top_k",
        "generationConfig.topK",
    ],
)
def test_explain_finds_a_field_by_any_of_its_names(name: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("SB105  GenerateContentConfig.top_k\n")
    assert of("GenerateContentConfig.top_k").note in result.stdout
    assert "(reported by others, not checked)" in result.stdout


def test_explain_shows_the_example() -> None:
    row = next(row for row in FIELDS if row.example)
    assert row.example
    shown = run("explain", row.id).stdout
    for line in (*row.example.before.splitlines(), *row.example.after.splitlines()):
        assert line in shown


@pytest.mark.parametrize("reason", REASONS)
def test_explain_knows_the_reasons(reason: str) -> None:
    result = run("explain", reason)
    assert result.exit_code == 0
    assert REASONS[reason].what_to_do in result.stdout


def test_explain_takes_several_names() -> None:
    result = run("explain", "SB004", "SB105")
    assert "SB004  not plain Interactions code because" in result.stdout
    assert "SB105  GenerateContentConfig" in result.stdout


def test_explain_gives_json() -> None:
    fields = json.loads(run("explain", "SB105", "--json").stdout)["fields"]
    assert [field["symbol"] for field in fields] == ["GenerateContentConfig.top_k"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("SB2386", "SB2385"),
        ("GenerateContentConfig.temperatur", "GenerateContentConfig.temperature"),
        ("temperatur", "GenerateContentConfig.temperature"),
        ("SB029", "SB030"),
    ],
)
def test_an_unknown_name_ends_with_2_and_names_the_nearest(name: str, near: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 2
    assert near in result.stderr
    assert result.stdout == ""


def test_a_name_of_several_fields_asks_which() -> None:
    result = run("explain", "top_k")
    assert result.exit_code == 2
    assert "SB105 (GenerateContentConfig.top_k)" in result.stderr


def test_nonsense_says_how_to_search() -> None:
    assert "stepbridge fields --search" in run("explain", "zzzzzzzz").stderr


def test_a_real_process_prints_plain_lines_into_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stepbridge_cli.main", "explain", "SB105"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith("SB105  GenerateContentConfig.top_k\n")
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
