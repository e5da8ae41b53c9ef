"""`stepbridge run`: like `python`, with the shim in every process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stepbridge_emulator import Emulator

Apis = Callable[[], set[str]]
PROGRAM = """
import sys
from google import genai
client = genai.Client()
response = client.models.generate_content(model="gemini-3.5-flash", contents="hi")
print(response.text)
print(sys.argv[1:], __name__)
"""
LOST = PROGRAM.replace('contents="hi"', 'contents="hi", config={"presence_penalty": 0.5}')


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    def start(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "stepbridge_cli.main", "run", *words],
            env={**os.environ, **emulator.environ, **environ},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=90,
        )

    return start


def test_a_script_with_its_own_options(run: Run, tmp_path: Path, apis: Apis) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run("app.py", "--unsupported", "x", "-v")
    assert done.stderr == ""
    assert done.stdout.splitlines()[1] == "['--unsupported', 'x', '-v'] __main__"
    assert apis() == {"interactions"}


def test_a_module_and_its_package(run: Run, tmp_path: Path, apis: Apis) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__main__.py").write_text("from . import other\n" + PROGRAM)
    (tmp_path / "pkg" / "other.py").write_text("")
    done = run("-m", "pkg", "one")
    assert done.stdout.splitlines()[1] == "['one'] __main__", done.stderr
    assert apis() == {"interactions"}


def test_modules_beside_the_script_are_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "beside.py").write_text("print('beside')")
    (tmp_path / "sub" / "app.py").write_text("import beside")
    assert run("sub/app.py").stdout == "beside\n"


@pytest.mark.parametrize(
    ("source", "status"),
    [("raise SystemExit(7)", 7), ("raise SystemExit('sorry')", 1), ("1 / 0", 1), ("", 0)],
)
def test_the_exit_status_is_the_programs(run: Run, source: str, status: int) -> None:
    done = run("-c", source)
    assert done.returncode == status
    assert "stepbridge" not in done.stderr


def test_child_processes_inherit_the_shim(run: Run, tmp_path: Path, apis: Apis) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "parent.py").write_text(
        "import subprocess, sys\nsys.exit(subprocess.call([sys.executable, 'app.py']))"
    )
    assert run("parent.py").returncode == 0
    assert apis() == {"interactions"}


def test_the_policy_is_an_option(run: Run, tmp_path: Path, apis: Apis) -> None:
    (tmp_path / "app.py").write_text(LOST)
    assert "UnsupportedFieldWarning" in run("app.py").stderr
    assert apis() == {"generateContent"}
    refused = run("--unsupported", "error", "app.py")
    assert refused.returncode == 1
    assert "UnsupportedFieldError" in refused.stderr
    assert run("--unsupported", "drop", "app.py").returncode == 0
    assert "interactions" in apis()


def test_emulate_starts_a_server_of_its_own(run: Run, tmp_path: Path, emulator: Emulator) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    done = run("--emulate", "app.py", GOOGLE_GEMINI_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
    assert "hi" in done.stdout
    assert emulator.exchanges == []


def test_emulate_gives_the_programs_status(run: Run) -> None:
    assert run("--emulate", "-c", "raise SystemExit(3)").returncode == 3


def test_the_audit_says_what_was_used_and_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(LOST)
    assert run("--audit", "audit.jsonl", "app.py").returncode == 0
    assert run("--audit", "audit.jsonl", "app.py").returncode == 0
    lines = (tmp_path / "audit.jsonl").read_text().splitlines()
    first, second = map(json.loads, lines)
    assert (Path(first["file"]).name, first["line"]) == ("app.py", 5)
    assert first["outcome"] == "legacy"
    assert [loss["path"] for loss in first["losses"]] == ["generationConfig.presencePenalty"]
    assert first["used"] == [
        "contents",
        "contents.parts",
        "contents.parts.text",
        "contents.role",
        "generationConfig",
        "generationConfig.presencePenalty",
    ]
    assert {**first, "time": ""} == {**second, "time": ""}
    assert "hi" not in lines[0].replace("which", "")


def test_a_sitecustomize_of_the_user_still_runs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import os\nif 'STEPBRIDGE_INSTALL' in os.environ: print('custom')"
    )
    done = run("-c", "print('program')", PYTHONPATH=str(tmp_path / "site"))
    assert done.stdout == "custom\nprogram\n"


def test_a_wrong_setting_stops_the_program(run: Run) -> None:
    done = run("-c", "print('ran')", STEPBRIDGE_TOP_K="perhaps")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "STEPBRIDGE_TOP_K must be true or false" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are passed on POSIX systems")
@pytest.mark.parametrize("options", [(), ("--emulate",)])
def test_signals_reach_the_program(
    emulator: Emulator, tmp_path: Path, options: tuple[str, ...]
) -> None:
    marker = tmp_path / "started"
    source = f"import pathlib, time; pathlib.Path({str(marker)!r}).touch(); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-m", "stepbridge_cli.main", "run", *options, "-c", source],
        env={**os.environ, **emulator.environ},
    )
    deadline = time.monotonic() + 30
    while not marker.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == -signal.SIGTERM
