"""Whatever is wrong with an input: one clear line, the right status, and the others go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def errors(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr, done.stderr
    return [
        line for line in done.stderr.splitlines() if line.startswith(("error: ", "stepbridge: "))
    ]


FILES = {
    "syntax error": (b"from google import genai\ndef broken(:\n", "bad.py:2:"),
    "not UTF-8": (b"from google import genai\nx = '\xe9'\n", "undecodable"),
    "unknown encoding": (b"# coding: klingon\nfrom google import genai\n", "klingon"),
    "binary": (b"\x7fELF\x00\x00from google import genai\x00", "bad.py: "),
    "nested too deeply": (b"from google import genai\nx = " + b"(" * 5000 + b")" * 5000, "bad.py"),
    "five megabytes": (b"from google import genai\n" + b"x = [1, 2, 3]\n" * 400_000, "too large"),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("command", ["audit", "rewrite"])
def test_a_bad_file_is_named_and_the_others_go_on(
    command: str, content: bytes, message: str, stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text(legacy)
    done = stepbridge(command, ".")
    [line] = errors(done)
    assert message in line
    assert done.returncode & 2
    assert "good.py" in done.stdout
    assert (tmp_path / "bad.py").read_bytes() == content


def test_a_named_file_with_a_syntax_error_is_reported_though_it_has_no_gemini_code(
    stepbridge: Run, tmp_path: Path
) -> None:
    (tmp_path / "bad.py").write_text("def broken(:\n")
    done = stepbridge("audit", "bad.py")
    assert done.returncode == 2
    assert errors(done)[0].startswith("error: bad.py:1:12: not valid Python")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n", b"# nothing\n"])
def test_an_empty_file_is_clean(content: bytes, stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_bytes(content)
    done = stepbridge("audit", "empty.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No legacy Gemini code in 1 file\n"


def test_an_unreadable_file(
    stepbridge: Run, tmp_path: Path, legacy: str, ordinary: Callable[[], None]
) -> None:
    (tmp_path / "a.py").write_text(legacy)
    (tmp_path / "b.py").write_text(legacy)
    (tmp_path / "a.py").chmod(0)
    done = stepbridge("audit", ".", preexec_fn=ordinary)
    assert errors(done) == [
        "error: a.py: cannot read it: permission denied. "
        "Change its permissions, or leave it out with --exclude."
    ]
    assert done.returncode == 3
    assert "b.py:4" in done.stdout


@pytest.mark.parametrize("locked", ["folder", "folder/a.py"])
def test_a_file_that_may_not_be_written(
    locked: str,
    stepbridge: Run,
    tmp_path: Path,
    legacy: str,
    ordinary: Callable[[], None],
) -> None:
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "a.py"
    file.write_text(legacy)
    (tmp_path / locked).chmod((tmp_path / locked).stat().st_mode & ~0o222)
    done = stepbridge("rewrite", "folder", preexec_fn=ordinary)
    [line] = errors(done)
    assert line.startswith("error: folder/a.py: cannot write it: permission denied")
    assert done.returncode & 2
    assert file.read_text() == legacy
    assert list(file.parent.iterdir()) == [file]


PATHS = {
    "missing path": (("nowhere",), "error: nowhere: no such file or folder"),
    "pattern without match": (("*.rs",), "error: *.rs: no file matches this pattern"),
    "dangling link": (("dangling.py",), "error: dangling.py: a link that leads nowhere"),
    "circular link": (("circle.py",), "error: circle.py: a link that leads in a circle"),
    "pipe": (("pipe.py",), "error: pipe.py: cannot read it: not a regular file"),
}


@pytest.mark.parametrize(("arguments", "message"), PATHS.values(), ids=PATHS.keys())
def test_a_path_that_leads_nowhere(
    arguments: tuple[str, ...], message: str, stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "good.py").write_text(legacy)
    (tmp_path / "dangling.py").symlink_to("gone")
    (tmp_path / "circle.py").symlink_to("circle.py")
    os.mkfifo(tmp_path / "pipe.py")
    done = stepbridge("audit", *arguments, "good.py")
    [line] = errors(done)
    assert line.startswith(message)
    assert done.returncode == 3
    assert "good.py:4" in done.stdout


USAGE = {
    "unknown rule": (("--select", "SB99999"), "there is no rule 'SB99999'"),
    "unknown format": (("--format", "pdf"), "'pdf' is not one of"),
    "unknown option": (("--formt", "json"), "--format"),
    "quiet and verbose": (("-q", "-v"), "--quiet and --verbose exclude each other"),
    "standard input and a path": (("-", "a.py"), "cannot be combined"),
    "a name without standard input": (("--stdin-filename", "x.py"), "goes with '-'"),
    "report in a missing folder": (("-o", "no/such/r.json"), "the folder is not there"),
    "report onto a folder": (("-o", "."), "this is a folder"),
    "unknown revision": (("--changed-since", "nope"), "nope"),
    "negative jobs": (("--jobs", "-1"), "--jobs"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE.keys())
def test_a_mistake_on_the_command_line(
    arguments: tuple[str, ...],
    message: str,
    stepbridge: Run,
    repository: Callable[..., str],
) -> None:
    done = stepbridge("audit", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "--verify"), "--verify needs a file"),
        (("-", "--backup"), "--backup needs a file"),
        (("--check", "--backup"), "--backup goes with writing"),
    ],
)
def test_options_of_rewrite_that_exclude_each_other(
    arguments: tuple[str, ...], message: str, stepbridge: Run
) -> None:
    done = stepbridge("rewrite", *arguments, input="")
    assert done.returncode == 2
    assert message in done.stderr


def test_a_mistyped_command(stepbridge: Run) -> None:
    done = stepbridge("rewirte")
    assert done.returncode == 2
    assert "Did you mean 'rewrite'?" in done.stderr


def test_a_report_onto_a_full_disk(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "a.py").write_text(legacy)
    done = stepbridge("audit", "a.py", "-o", "/dev/full")
    assert done.returncode == 2
    assert errors(done) == ["stepbridge: /dev/full: cannot write it: no space left on device"]


def test_names_that_are_not_text(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "line\nfeed.py").write_text(legacy)
    (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text(legacy)
    done = stepbridge("audit", ".", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1, done.stderr
    assert "line\\nfeed.py:4:" in done.stdout
    assert "caf\\xe9.py:4:" in done.stdout


def test_an_interrupt_leaves_no_half_written_file(tmp_path: Path, legacy: str) -> None:
    """Interrupts a long rewrite at several moments; every file is the old one or the new one."""
    script = Path(sys.executable).parent / "stepbridge"
    body = legacy + "\n".join(f"value_{number} = {number}" for number in range(2000)) + "\n"
    done = subprocess.run(
        [str(script), "rewrite", "-"], input=body, capture_output=True, text=True, check=False
    )
    assert done.stdout != body
    for delay in (0.3, 0.8, 1.5):
        for number in range(60):
            (tmp_path / f"m{number}.py").write_text(body)
        process = subprocess.Popen(
            [str(script), "rewrite", "."],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert "Traceback" not in said
        assert process.returncode in (0, 130)
        contents = {path.read_text() for path in tmp_path.iterdir()}
        assert contents <= {body, done.stdout}
        assert len(list(tmp_path.iterdir())) == 60
