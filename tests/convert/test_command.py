"""`stepbridge convert` on files, lines and pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REQUEST = {"contents": [{"role": "user", "parts": [{"text": "Grüße"}]}]}
LOSSY = {**REQUEST, "generationConfig": {"topK": 3, "thinkingConfig": {"thinkingBudget": 1}}}


def convert(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stepbridge_cli.main", "convert", *args],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def lines(*records: Any) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_lines_from_a_pipe() -> None:
    done = convert("--to", "interactions", "--model", "m", stdin=lines(REQUEST, REQUEST))
    assert done.returncode == 0
    assert done.stderr == ""
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert first["input"][0]["content"][0]["text"] == "Grüße"
    assert "Grüße" in done.stdout


def test_one_value_over_many_lines(tmp_path: Path) -> None:
    source = tmp_path / "history.json"
    source.write_text(json.dumps(REQUEST["contents"], indent=2), encoding="utf-8")
    target = tmp_path / "steps.json"
    done = convert(str(source), "--to", "interactions", "--output", str(target))
    assert done.returncode == 0
    steps = json.loads(target.read_text(encoding="utf-8"))
    assert steps == [{"type": "user_input", "content": [{"type": "text", "text": "Grüße"}]}]
    back = convert(str(target), "--to", "generate-content")
    assert json.loads(back.stdout) == REQUEST["contents"]


def test_a_file_onto_itself(tmp_path: Path) -> None:
    source = tmp_path / "batch.jsonl"
    source.write_text(lines({"key": "1", "request": REQUEST}), encoding="utf-8")
    source.chmod(0o600)
    done = convert(str(source), "--to", "interactions", "--model", "m", "--output", str(source))
    assert done.returncode == 0
    assert json.loads(source.read_text(encoding="utf-8"))["request"]["model"] == "m"
    assert source.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [source]


def test_losses_are_counted_told_and_written(tmp_path: Path) -> None:
    report = tmp_path / "losses.jsonl"
    given = lines(REQUEST, LOSSY, LOSSY)
    args = ("--to", "interactions", "--model", "m", "--losses", str(report))
    done = convert(*args, stdin=given)
    assert done.returncode == 1
    assert "SB105 GenerateContentConfig.top_k: lost 2x" in done.stderr
    assert "line 2: generationConfig.topK" in done.stderr
    told = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(loss["line"], loss["fidelity"]) for loss in told] == [
        (2, "lost"),
        (2, "approximate"),
        (3, "lost"),
        (3, "approximate"),
    ]


@pytest.mark.parametrize("bad", ["not json\n", "7\n", '{"contents": 7}\n', '{"who": "knows"}\n'])
def test_a_bad_line_is_named_and_the_others_go_on(bad: str) -> None:
    given = lines(REQUEST) + bad + "\n" + lines(REQUEST)
    done = convert("--to", "interactions", "--model", "m", stdin=given)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert "-:2: " in done.stderr


def test_nothing_is_converted_to_nothing() -> None:
    done = convert("--to", "interactions", stdin="")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    done = convert(str(tmp_path / "no.jsonl"), "--to", "interactions", "--output", str(target))
    assert done.returncode == 2
    assert "no.jsonl" in done.stderr
    assert not target.exists()


def test_lines_come_out_as_they_go_in() -> None:
    """A pipe is converted while it is still open."""
    command = [sys.executable, "-m", "stepbridge_cli.main", "convert", "--to", "interactions"]
    with subprocess.Popen(
        [*command, "--model", "m"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines(REQUEST))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["model"] == "m"
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text(lines(*[REQUEST] * 5000))
    program = [sys.executable, "-m", "stepbridge_cli.main", "convert"]
    with subprocess.Popen(
        [*program, "batch.jsonl", "--to", "interactions", "--model", "m"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
