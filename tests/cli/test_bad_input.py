"""Whatever is wrong with an input: one clear line, the right status, and the others go on."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def errors(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr, done.stderr
    begins = ("error: ", "stepbridge: ", "Error: ")
    return [line for line in done.stderr.splitlines() if line.startswith(begins)]


def notebook(*cells: object, **more: object) -> bytes:
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}, **more}).encode()


SDK = b"from google import genai\n"
CELL = {"cell_type": "code", "source": "from google import genai", "metadata": {}, "outputs": []}
REPORT = b'{"schema_version": "1.0", "findings": [3], "sites": [], "totals": {}}'

Case = tuple[dict[str, bytes], tuple[str, ...], int, str]

# Files that lie there; the command; its status; what the one line on standard error says.
BAD: dict[str, Case] = {
    # --- source ---
    "syntax error": ({"a.py": SDK + b"def broken(:\n"}, ("rewrite", "a.py"), 2, "a.py:2:"),
    "not UTF-8": ({"a.py": SDK + b"x = '\xe9'\n"}, ("rewrite", "a.py"), 2, "undecodable"),
    "unknown encoding": ({"a.py": b"# coding: klingon\n" + SDK}, ("rewrite", "a.py"), 2, "klingon"),
    "byte order mark and another encoding": (
        {"a.py": b"\xef\xbb\xbf# coding: latin-1\n" + SDK}, ("rewrite", "a.py"), 2, "undecodable"),
    "encoding that the bytes are not in": (
        {"a.py": b"# coding: ascii\n" + SDK + b"x = '\xc3'\n"}, ("rewrite", "a.py"), 2, "ascii"),
    "UTF-16": ({"a.py": SDK.decode().encode("utf-16")}, ("audit", "a.py"), 2, "null bytes"),
    "binary": ({"a.py": b"\x7fELF\x00\x00" + SDK + b"\x00"}, ("rewrite", "a.py"), 2, "a.py: "),
    "null byte": ({"a.py": SDK + b"x = 1\x00\n"}, ("rewrite", "a.py"), 2, "null bytes"),
    "parentheses nested too deeply": (
        {"a.py": SDK + b"x = " + b"(" * 5000 + b")" * 5000}, ("rewrite", "a.py"), 2, "nested"),
    "a sum of 30,000 terms": (
        {"a.py": SDK + b"x = 1" + b" + 1" * 30_000 + b"\n"}, ("rewrite", "a.py"), 2, "nested too"),
    "3,000 branches": (
        {"a.py": SDK + b"if x:\n    pass\n" + b"elif y:\n    pass\n" * 3_000},
        ("rewrite", "a.py"), 2, "nested too deeply"),
    "five megabytes": (
        {"a.py": SDK + b"x = [1, 2, 3]\n" * 400_000}, ("rewrite", "a.py"), 2, "too large"),
    "a folder of good and bad": (
        {"a.py": SDK + b"def broken(:\n"}, ("audit", "."), 3, "a.py:2:"),
    "standard input": ({}, ("rewrite", "-"), 2, "<stdin>:2:"),
    # --- notebooks ---
    "notebook: broken JSON": ({"a.ipynb": b'["genai'}, ("rewrite", "a.ipynb"), 2, "not JSON"),
    "notebook: no cells": ({"a.ipynb": b'{"genai": 1}'}, ("rewrite", "a.ipynb"), 2, "no cells"),
    "notebook: a list": ({"a.ipynb": b'["genai"]'}, ("rewrite", "a.ipynb"), 2, "no cells"),
    "notebook: format 3": (
        {"a.ipynb": json.dumps({"nbformat": 3, "worksheets": [{"cells": [CELL]}]}).encode()},
        ("rewrite", "a.ipynb"), 2, "not a notebook of format 4"),
    "notebook: a source that is a number": (
        {"a.ipynb": notebook(CELL, {**CELL, "source": 5})},
        ("rewrite", "a.ipynb"), 2, "neither text"),
    "notebook: not UTF-8": ({"a.ipynb": b'["genai\xff"]'}, ("rewrite", "a.ipynb"), 2, "byte 7"),
    "notebook: nested too deeply": (
        {"a.ipynb": b'{"genai":' + b"[" * 50_000 + b"]" * 50_000 + b"}"},
        ("rewrite", "a.ipynb"), 2, "nested too deeply"),
    # --- paths ---
    "missing path": ({}, ("audit", "nowhere", "good.py"), 3, "nowhere: no such file or folder"),
    "empty path": ({}, ("audit", ""), 2, "an empty path"),
    "pattern without match": ({}, ("audit", "*.rs"), 2, "*.rs: no file matches this pattern"),
    "dangling link": ({}, ("audit", "links/dangling.py"), 2, "a link that leads nowhere"),
    "circular link": ({}, ("audit", "links/circle.py"), 2, "a link that leads in a circle"),
    "circular link in a folder": ({}, ("audit", "links", "--exclude", "d*"), 2, "in a circle"),
    "pipe": ({}, ("audit", "special/pipe.py"), 2, "pipe.py: cannot read it: not a regular file"),
    "socket": ({}, ("audit", "special/socket.py"), 2, "cannot read it: not a regular file"),
    "device": ({}, ("audit", "/dev/null"), 2, "/dev/null: cannot read it: not a regular file"),
    # --- the command line ---
    "unknown rule": ({}, ("audit", "--select", "SB99999"), 2, "there is no rule 'SB99999'"),
    "nearest rule": ({}, ("audit", "--ignore", "SB70O"), 2, "did you mean 'SB700'"),
    "not droppable": ({}, ("rewrite", "--drop", "SB103"), 2, "SB103 is no config field"),
    "unknown format": ({}, ("audit", "--format", "pdf"), 2, "'pdf' is not one of"),
    "unknown option": ({}, ("audit", "--formt", "json"), 2, "--format"),
    "unknown command": ({}, ("rewirte",), 2, "Did you mean 'rewrite'?"),
    "quiet and verbose": ({}, ("audit", "-q", "-v"), 2, "exclude each other"),
    "standard input and a path": ({}, ("audit", "-", "a.py"), 2, "cannot be combined"),
    "a name without standard input": ({}, ("audit", "--stdin-filename", "x"), 2, "goes with '-'"),
    "verify of standard input": ({}, ("rewrite", "-", "--verify"), 2, "--verify needs a file"),
    "backup of standard input": ({}, ("rewrite", "-", "--backup"), 2, "--backup needs a file"),
    "backup without writing": ({}, ("rewrite", "--check", "--backup"), 2, "goes with writing"),
    "asking without writing": ({}, ("rewrite", "-i", "--diff"), 2, "--interactive writes"),
    "a report of standard input": ({}, ("rewrite", "-", "-f", "json"), 2, "writes source"),
    "traffic and paths": ({}, ("audit", "good.py", "--traffic", "t"), 2, "takes no paths"),
    "JSON and Markdown": ({}, ("fields", "--json", "--markdown"), 2, "exclude each other"),
    "not a number of workers": ({}, ("audit", "--jobs", "-1"), 2, "--jobs"),
    "not a number of seconds": ({}, ("rewrite", "--verify", "--timeout", "nan"), 2, "--timeout"),
    "not a port": ({}, ("emulate", "--port", "99999"), 2, "--port"),
    "not a host": ({}, ("emulate", "--host", "256.0.0.1"), 2, "cannot listen on 256.0.0.1"),
    "unknown field": ({}, ("explain", "thinking_budgte"), 2, "Did you mean"),
    "not a pattern": ({}, ("audit", "--exclude", "!"), 2, "not a pattern as in .gitignore: '!'"),
    "revision outside git": ({}, ("audit", "--changed-since", "main"), 2, "not a git repository"),
    "revision like an option": ({}, ("audit", "--changed-since", "--x"), 2, "not a revision"),
    # --- the configuration ---
    "bad TOML": ({"stepbridge.toml": b"exclude = ["}, ("rewrite",), 2, "not valid TOML"),
    "TOML in another encoding": ({"stepbridge.toml": b"\xff"}, ("rewrite",), 2, "not valid TOML"),
    "unknown key": ({"stepbridge.toml": b"exlude = 1"}, ("rewrite",), 2, "did you mean 'exclude'"),
    "wrong type": ({"stepbridge.toml": b"safe = 1"}, ("rewrite",), 2, "safe: must be true or"),
    "tool is no table": (
        {"pyproject.toml": b"tool = 3"}, ("config", "--config", "pyproject.toml"), 2,
        "there is no [tool.stepbridge]"),
    "tool.stepbridge is no table": (
        {"pyproject.toml": b"[tool]\nstepbridge = 3"}, ("rewrite",), 2, "tool.stepbridge: must be"),
    "missing configuration": ({}, ("rewrite", "--config", "no.toml"), 2, "no.toml: cannot read it"),
    "bad pattern in the configuration": (
        {"stepbridge.toml": b'exclude = ["!"]'}, ("rewrite",), 2, "not a pattern"),
    "CODEOWNERS that is no text": ({"CODEOWNERS": b"\xff"}, ("audit",), 3, "CODEOWNERS: not UTF-8"),
    # --- reports ---
    "report in a missing folder": ({}, ("audit", "-o", "no/r.json"), 2, "the folder is not there"),
    "report onto a folder": ({}, ("audit", "-o", "."), 2, "this is a folder"),
    "report onto a full disk": (
        {}, ("audit", "-o", "/dev/full"), 2, "/dev/full: cannot write it: no space left on device"),
    "missing baseline": (
        {}, ("audit", "--baseline", "b"), 2, "b: cannot read it: no such file or directory. Check"),
    "broken baseline": ({"b": b"{"}, ("audit", "--baseline", "b"), 2, "b: not a JSON report"),
    "baseline of another schema": (
        {"b": b'{"schema_version": "99.0"}'}, ("audit", "--baseline", "b"), 2, "this version can"),
    "baseline with strange findings": ({"b": REPORT}, ("audit", "--baseline", "b"), 2, "b: not a"),
    "broken report to compare": ({"b": b"["}, ("audit", "--compare", "b"), 2, "not a JSON report"),
    "a folder to compare": ({}, ("audit", "--compare", "links"), 2, "links: cannot read it"),
    "a log of something else": ({"t": b"{x"}, ("audit", "--traffic", "t"), 2, "not an audit log"),
    # --- data and programs ---
    "a record that is no JSON": (
        {"t": b"{x"}, ("convert", "t", "--to", "interactions"), 2, "t:1: not JSON"),
    "a missing program": ({"t.py": b""}, ("verify", "t.py", "u.py"), 2, "u.py: cannot read it"),
    "upstream without a scheme": ({}, ("proxy", "--upstream", "x"), 2, "must be an http or https"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_bad_input(case: Case, stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    files, arguments, status, message = case
    (tmp_path / "good.py").write_text(legacy)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    if any("links" in word or "special" in word for word in arguments):
        strange(tmp_path)
    before = held(tmp_path)
    done = stepbridge(*arguments, input="from google import genai\ndef broken(:\n")
    said = errors(done)
    assert len(said) == 1, done.stderr
    assert message in said[0]
    assert done.returncode == status
    assert held(tmp_path) == before
    if status == 3:
        assert "good.py" in done.stdout


def strange(folder: Path) -> None:
    """Links that lead nowhere, and files that are none."""
    (folder / "links").mkdir()
    (folder / "links" / "dangling.py").symlink_to("gone")
    (folder / "links" / "circle.py").symlink_to("circle.py")
    (folder / "special").mkdir()
    os.mkfifo(folder / "special" / "pipe.py")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(folder / "special" / "socket.py"))


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with what it holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


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


OUTPUTS = ["audit", "rewrite --diff", "fields", "explain SB105", "config"]


@pytest.mark.parametrize("command", OUTPUTS)
def test_standard_output_onto_a_full_disk(
    command: str, shell: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "a.py").write_text(legacy)
    done = shell(f"stepbridge {command} > /dev/full")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "stepbridge: standard output: cannot write it: no space left on device"
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("stepbridge audit >&-", 1),
        ("stepbridge audit 2>&-", 1),
        ("stepbridge audit nowhere 2>&- >&-", 2),
        ("stepbridge audit - <&-", 2),
    ],
)
def test_without_a_standard_stream(
    command: str, status: int, shell: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "a.py").write_text(legacy)
    done = shell(command)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


def test_a_reader_that_leaves(shell: Run, tmp_path: Path, legacy: str) -> None:
    for number in range(60):
        (tmp_path / f"m{number}.py").write_text(legacy * 30)
    done = shell("stepbridge audit --verbose | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("m0.py:4:")


def test_a_disk_that_fills_up_while_a_file_is_written(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    """A limit on the size of files stands for a full disk: the write fails half way."""
    (tmp_path / "a.py").write_text(legacy + "x = 1\n" * 2000)
    before = held(tmp_path)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = stepbridge("rewrite", "a.py", preexec_fn=limit)
    assert errors(done) == ["error: a.py: cannot write it: file too large"]
    assert done.returncode == 3
    assert held(tmp_path) == before


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_no_half_written_file(name: str, tmp_path: Path, legacy: str) -> None:
    body = legacy + "".join(f"value_{number} = {number}\n" for number in range(2000))
    for number in range(40):
        (tmp_path / f"m{number}.py").write_text(body)
    script = Path(sys.executable).parent / "stepbridge"
    process = subprocess.Popen(
        [script, "rewrite", "."], cwd=tmp_path, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    if process.returncode:
        assert process.returncode == 128 + getattr(signal, name)
        assert "stepbridge: interrupted" in said
    assert len(list(tmp_path.iterdir())) == 40
    assert len({path.read_text() for path in tmp_path.iterdir()}) <= 2


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_request_to_stop_ends_the_programs_that_are_proved(
    name: str, tmp_path: Path, legacy: str
) -> None:
    """Without an end to them, the command would wait for programs that wait themselves."""
    begun = tmp_path / "begun"
    waits = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)\n"
    (tmp_path / "app.py").write_text(legacy + waits)
    script = Path(sys.executable).parent / "stepbridge"
    process = subprocess.Popen(
        [script, "rewrite", "app.py", "--verify"], cwd=tmp_path, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not begun.exists():
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name)
    assert said.splitlines() == ["stepbridge: interrupted"]
    assert "interactions" not in (tmp_path / "app.py").read_text()
