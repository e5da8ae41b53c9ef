"""rewrite: what is written, what is only shown, and when it refuses."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

REWRITTEN = """\
from google import genai

client = genai.Client()
reply = client.interactions.create(model="gemini-2.5-flash", input="Hi", store=False)
print(reply.output_text)
"""


@pytest.fixture
def app(tmp_path: Path, legacy: str) -> Path:
    path = tmp_path / "app.py"
    path.write_text(legacy)
    return path


def test_by_default_it_writes_and_a_second_run_is_clean(stepbridge: Run, app: Path) -> None:
    first = stepbridge("rewrite", "app.py")
    assert (first.returncode, app.read_text()) == (0, REWRITTEN)
    assert first.stdout.endswith(
        "2 fields in 1 call site: 2 migrated, 0 bridged, 0 left to a person, 0 without equivalent\n"
    )
    second = stepbridge("rewrite", "app.py")
    assert (second.returncode, app.read_text()) == (0, REWRITTEN)


@pytest.mark.parametrize("flag", ["--diff", "--check"])
def test_looking_writes_nothing_and_ends_with_1(
    flag: str, stepbridge: Run, app: Path, legacy: str
) -> None:
    done = stepbridge("rewrite", "app.py", flag)
    assert (done.returncode, app.read_text()) == (1, legacy)
    assert stepbridge("rewrite", "app.py").returncode == 0
    assert stepbridge("rewrite", "app.py", flag).returncode == 0


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_diff_is_a_patch(
    newline: str, stepbridge: Run, app: Path, legacy: str, repository: Callable[..., str]
) -> None:
    app.write_bytes(legacy.replace("\n", newline).encode())
    done = stepbridge("rewrite", "app.py", "--diff", "--output", "change.patch")
    assert done.returncode == 1
    patch = (app.parent / "change.patch").read_text()
    assert patch.startswith("# app.py:4:")
    assert "\x1b" not in patch
    repository("apply", "change.patch")
    assert app.read_bytes() == REWRITTEN.replace("\n", newline).encode()


def test_a_diff_keeps_bytes_of_other_encodings(
    stepbridge: Run, app: Path, legacy: str, repository: Callable[..., str]
) -> None:
    app.write_bytes(b"# coding: latin-1\n# caf\xe9\n" + legacy.encode() + b"# \xe9t\xe9")
    stepbridge("rewrite", "app.py", "--diff", "--output", "change.patch")
    repository("apply", "change.patch")
    expected = b"# coding: latin-1\n# caf\xe9\n" + REWRITTEN.encode() + b"# \xe9t\xe9"
    assert app.read_bytes() == expected


def test_colour_only_where_it_is_wanted(stepbridge: Run, app: Path) -> None:
    assert "\x1b[32m+" in stepbridge("rewrite", "app.py", "--diff", env={"FORCE_COLOR": "1"}).stdout
    plain = stepbridge("rewrite", "app.py", "--diff", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b" not in plain.stdout


def test_standard_input_to_standard_output(stepbridge: Run, legacy: str) -> None:
    done = stepbridge("rewrite", "-", input=legacy)
    assert (done.returncode, done.stdout) == (0, REWRITTEN)


def test_standard_input_that_needs_nothing_comes_out_unchanged(stepbridge: Run) -> None:
    done = stepbridge("rewrite", "-", "--stdin-filename", "a.py", input="x = 1  \n")
    assert (done.returncode, done.stdout) == (0, "x = 1  \n")


def test_standard_input_that_cannot_be_parsed_comes_out_unchanged(stepbridge: Run) -> None:
    source = "from google import genai\ngenai.Client(:\n"
    done = stepbridge("rewrite", "-", "--stdin-filename", "a.py", input=source)
    assert (done.returncode, done.stdout) == (2, source)
    assert "error: a.py:2:" in done.stderr


def test_a_dirty_tree_is_refused_before_anything_is_read(
    stepbridge: Run, app: Path, legacy: str, repository: Callable[..., str]
) -> None:
    done = stepbridge("rewrite", ".")
    assert (done.returncode, app.read_text()) == (2, legacy)
    assert "git has uncommitted changes (app.py)" in done.stderr
    assert "--allow-dirty" in done.stderr
    assert stepbridge("rewrite", ".", "--diff").returncode == 1
    assert stepbridge("rewrite", ".", "--allow-dirty").returncode == 0
    repository("add", "app.py")
    repository("commit", "-qm", "migrated")
    assert stepbridge("rewrite", ".").returncode == 0


def test_a_clean_tree_is_written(
    stepbridge: Run, app: Path, repository: Callable[..., str]
) -> None:
    repository("add", "app.py")
    repository("commit", "-qm", "legacy")
    (app.parent / "notes.txt").write_text("an untracked file that is none of our business")
    assert stepbridge("rewrite", "app.py").returncode == 0
    assert app.read_text() == REWRITTEN


def test_a_backup_holds_the_old_file(stepbridge: Run, app: Path, legacy: str) -> None:
    app.chmod(0o755)
    stepbridge("rewrite", "app.py", "--backup")
    backup = app.with_name("app.py.orig")
    assert backup.read_text() == legacy
    assert backup.stat().st_mode & 0o777 == 0o755


def test_what_is_left_to_a_person_ends_with_1(stepbridge: Run, tmp_path: Path, stays: str) -> None:
    (tmp_path / "llm.py").write_text(stays)
    done = stepbridge("rewrite", "llm.py", "--native-only")
    assert done.returncode == 1
    assert "[manual" in done.stdout
    assert (tmp_path / "llm.py").read_text() == stays


def test_workers_give_the_same_report_in_the_same_order(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    for number in range(12):
        (tmp_path / f"m{number}.py").write_text("\n" * number + legacy)
    alone = stepbridge("audit", ".", "--jobs", "1")
    together = stepbridge("audit", ".", "--jobs", "3")
    assert alone.stdout == together.stdout
    assert alone.returncode == together.returncode == 1


def test_verify_writes_what_is_proved(stepbridge: Run, app: Path) -> None:
    done = stepbridge("rewrite", "app.py", "--verify")
    assert (done.returncode, app.read_text()) == (0, REWRITTEN), done.stderr
    assert "app.py: proved: requests 1 Interactions; standard output 1 line" in done.stdout


def test_verify_leaves_what_cannot_be_proved(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    guarded = legacy.replace("reply =", "import sys; sys.exit(3)\nreply =")
    (tmp_path / "app.py").write_text(guarded)
    done = stepbridge("rewrite", "app.py", "--verify")
    assert (done.returncode, (tmp_path / "app.py").read_text()) == (1, guarded)
    assert "NOT PROVED: the program made no request to Gemini (exit status 3)" in done.stdout


def test_verify_covers_a_module_through_the_program_that_imports_it(
    stepbridge: Run, tmp_path: Path
) -> None:
    (tmp_path / "llm.py").write_text(
        "from google import genai\n\nclient = genai.Client()\n\n\n"
        "def ask(prompt: str) -> str:\n"
        "    reply = client.models.generate_content("
        'model="gemini-2.5-flash", contents=f"Say {prompt}")\n'
        "    return reply.text\n"
    )
    (tmp_path / "main.py").write_text(
        '# stepbridge: verify args="hello"\nimport sys\nimport llm\n\nprint(llm.ask(sys.argv[1]))\n'
    )
    done = stepbridge("rewrite", ".", "--verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "llm.py: proved" in done.stdout
    assert "(run as part of main.py)" in done.stdout
    assert "interactions.create" in (tmp_path / "llm.py").read_text()
