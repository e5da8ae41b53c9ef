"""In a terminal: colours, width, the questions of --interactive, and the progress bar."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Talk = Callable[..., tuple[int, str]]
SCRIPT = Path(sys.executable).parent / "stepbridge"
PATIENCE = 2.0
LONGEST = 120.0
INTERRUPT = b"\x03"
QUESTION = b"call site? (y, n, a, s, q, ?): "
ESCAPE = "\x1b["


@pytest.fixture
def terminal(tmp_path: Path) -> Talk:
    """Runs stepbridge on a pseudo-terminal, answers each question, gives status and output."""

    def talk(
        *arguments: str, answers: tuple[bytes, ...] = (), columns: int = 80, **env: str
    ) -> tuple[int, str]:
        child, terminal = pty.fork()
        if child == 0:
            plain = {name: value for name, value in os.environ.items() if "COLOR" not in name}
            plain.pop("COLUMNS", None)
            os.chdir(tmp_path)
            os.execve(SCRIPT, [str(SCRIPT), *arguments], plain | {"TERM": "xterm"} | env)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        output = b""
        left = list(answers)
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            if not select.select([terminal], [], [], PATIENCE)[0]:
                # An interrupt between the question and the read is lost; a person presses again.
                if answers[-1:] == (INTERRUPT,) and not left:
                    os.write(terminal, INTERRUPT)
                continue
            chunk = _read(terminal)
            if not chunk:
                break
            output += chunk
            if left and output.endswith(QUESTION):
                os.write(terminal, left.pop(0))
        else:
            os.kill(child, signal.SIGKILL)
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status, output.decode().replace("\r\n", "\n")

    return talk


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError as error:
        if error.errno != errno.EIO:  # how Linux says that nobody is there any more
            raise
        return b""


@pytest.fixture
def two(tmp_path: Path, legacy: str) -> Path:
    file = tmp_path / "app.py"
    file.write_text(
        legacy + 'print(client.models.generate_content(model="m", contents="b").text)\n'
    )
    return file


def test_questions_show_before_and_after_and_keep_what_was_taken(terminal: Talk, two: Path) -> None:
    status, said = terminal("rewrite", "app.py", "-i", answers=(b"?\n", b"y\n", b"q\n"))
    assert status == 1
    assert "y take it, n leave it" in said
    assert "Error" not in said
    plain = re.sub(r"\x1b\[\d*m", "", said)
    assert '\n-reply = client.models.generate_content(model="gemini-2.5-flash"' in plain
    assert '\n+reply = client.interactions.create(model="gemini-2.5-flash"' in plain
    text = two.read_text()
    assert (text.count("interactions.create"), text.count("generate_content")) == (1, 1)


def test_an_interrupt_at_a_question_writes_nothing(terminal: Talk, two: Path) -> None:
    before = two.read_text()
    status, said = terminal("rewrite", "app.py", "-i", answers=(b"y\n", INTERRUPT))
    assert (status, two.read_text()) == (130, before)
    assert said.rstrip().endswith("stepbridge: interrupted")
    assert "Traceback" not in said


def test_colour_is_for_terminals_that_want_it(terminal: Talk, two: Path) -> None:
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        for command in (("audit",), ("rewrite", "--diff"), ("explain", "SB105")):
            _, said = terminal(*command, **env)
            assert (ESCAPE in said) is coloured, (command, env)


@pytest.mark.parametrize("columns", [50, 80])
def test_what_is_said_fits_the_terminal(columns: int, terminal: Talk, two: Path) -> None:
    _, said = terminal("audit", "--verbose", columns=columns, NO_COLOR="1")
    # Places, the table of fields and the coverage line are each one line for tools that cut them.
    prose = [
        line
        for line in said.splitlines()
        if not re.search(r"SB\d|:\d+:|\.py|^field |^\d+ fields in", line)
    ]
    assert [line for line in prose if len(line) > columns] == []
    assert len(prose) > 3


def test_a_bar_on_long_work_and_only_on_a_terminal(
    terminal: Talk, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "long.py").write_text(legacy + "x = [1, 2, 3]\n" * 25_000)
    _, said = terminal("audit")
    assert "Reading code" in said
    _, quiet = terminal("audit", "--quiet")
    assert "Reading code" not in quiet
