"""`--unsupported`, `--state` and `--state-store` of run and proxy."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

CHAT = """\
import stepbridge
from stepbridge.policy import COUNTERS
chat = stepbridge.Client().chats.create(model="gemini-3.5-flash")
for words in ("one", "two", "three"):
    chat.send_message(words)
print(COUNTERS.snapshot().get("state_hit", 0))
"""
NOTHING = ("-c", "print('ran')")


def test_conversations_are_kept_where_the_options_say(stepbridge: Run, tmp_path: Path) -> None:
    options = ("--emulate", "--state", "server", "--state-store", "kept.db")
    done = stepbridge("run", *options, "-c", CHAT)
    assert done.stdout == "2\n", done.stderr
    assert (tmp_path / "kept.db").stat().st_size > 0
    assert stepbridge("run", "--emulate", "-c", CHAT).stdout == "0\n"


@pytest.mark.parametrize("command", [("run", *NOTHING), ("proxy", "--port", "0")])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--state-store", "kept.db"), "--state-store needs --state server"),
        (("--state", "server", "--state-store", "nowhere/kept.db"), "unable to open database file"),
        (("--state", "server", "--state-store", "redis://host:port"), "--state-store: Port"),
        (("--state", "some"), "'some' is not one of 'off', 'server'"),
    ],
)
def test_what_cannot_be_stops_before_anything_starts(
    stepbridge: Run, command: tuple[str, ...], options: tuple[str, ...], told: str
) -> None:
    name, *rest = command
    done = stepbridge(name, *options, *rest)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr
