"""``stepbridge emulate`` as a process: says where it is, serves, ends cleanly when interrupted."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

COMMAND = [sys.executable, "-m", "stepbridge_cli.main", "emulate"]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        COMMAND,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as started:
        yield started
        started.kill()


def base_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.match(r"export GOOGLE_GEMINI_BASE_URL=(\S+)", line)
        if found:
            return found[1]
    raise AssertionError("the command ended without an address")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_interrupted(process: subprocess.Popen[str], number: int) -> None:
    url = base_url(process)
    answer = httpx.post(
        f"{url}/v1beta/interactions",
        json={"model": "gemini-3.5-flash", "input": "hi"},
        headers={"x-goog-api-key": "k"},
    )
    assert answer.json()["status"] == "completed"
    exchanges = httpx.get(f"{url}/_emulator/exchanges").json()
    assert [exchange["api"] for exchange in exchanges] == ["interactions"]
    assert httpx.post(f"{url}/_emulator/reset").status_code == 200
    assert httpx.get(f"{url}/_emulator/exchanges").json() == []
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


def test_a_taken_port_is_a_clear_error(process: subprocess.Popen[str]) -> None:
    port = base_url(process).rpartition(":")[2]
    second = subprocess.run(
        [*COMMAND, "--port", port], capture_output=True, text=True, timeout=30, check=False
    )
    assert second.returncode != 0
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr
