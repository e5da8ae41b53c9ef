"""Every fixture: what a program becomes, or that it stays, and what is said about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from signatures import misfits

from stepbridge_codemods import Options, Tier, rewrite

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
BEFORE = sorted(FIXTURES.glob("*/*.before.py"))
KEEP = sorted(FIXTURES.glob("*/*.keep.py"))
UPDATE = os.environ.get("STEPBRIDGE_UPDATE") == "1"


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def expected(path: Path, text: str) -> str:
    """The text of a fixture file; written first where it is missing and an update was asked for."""
    if UPDATE and not path.exists():
        path.write_bytes(text.encode())
    return path.read_bytes().decode()


def findings(path: Path) -> str:
    native_only = path.read_bytes().startswith(b"# native only")
    result = rewrite(path.read_bytes(), path.name, Options(native_only=native_only))
    return "".join(
        f"{f.line}:{f.column} {f.rule} {f.tier} {f.legacy}"
        + (" changes behaviour" if f.behaviour_change and f.tier is not Tier.MANUAL else "")
        + "\n"
        for f in result.findings
    )


@pytest.mark.parametrize("before", BEFORE, ids=name)
def test_becomes(before: Path) -> None:
    result = rewrite(before.read_bytes(), before.name)
    assert result.error is None
    text = result.source.decode()
    after = before.with_name(before.name.replace(".before.", ".after."))
    assert text == expected(after, text)
    assert rewrite(result.source, before.name).source == result.source
    assert any(finding.applied for finding in result.findings)


@pytest.mark.parametrize("keep", KEEP, ids=name)
def test_stays(keep: Path) -> None:
    """A file that starts with ``# native only`` may go over a bridge, but not without one."""
    native_only = keep.read_bytes().startswith(b"# native only")
    result = rewrite(keep.read_bytes(), keep.name, Options(native_only=native_only))
    assert result.error is None
    assert result.source == keep.read_bytes()
    assert all(finding.tier is Tier.MANUAL for finding in result.findings)


@pytest.mark.parametrize("path", [*BEFORE, *KEEP], ids=name)
def test_findings(path: Path) -> None:
    """Places, rules and tiers are as recorded; a near miss without findings says nothing."""
    recorded = path.with_name(path.name.split(".")[0] + ".findings.txt")
    found = findings(path)
    if found or recorded.exists():
        assert found == expected(recorded, found)


def test_two_in_five_stay() -> None:
    assert len(KEEP) >= 0.4 * (len(KEEP) + len(BEFORE))


def test_after_resolves_its_names() -> None:
    """ruff finds no undefined name and no unused import in what was written."""
    files = [p.with_name(p.name.replace(".before.", ".after.")) for p in BEFORE]
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F401", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


# --- what is passed to create fits the installed SDK ---------------------------------------------


@pytest.mark.parametrize("before", BEFORE, ids=name)
def test_after_fits_the_sdk(before: Path) -> None:
    after = before.with_name(before.name.replace(".before.", ".after."))
    assert misfits(after.read_bytes()) == []


# --- and it runs ---------------------------------------------------------------------------------

SHOWN = re.compile(r"# run.*\n# other between (\S+) and (\S+)\n")


def runs(program: Path) -> bool:
    """Whether ``# run`` is the first line of a program, or the last."""
    lines = program.read_bytes().splitlines()
    return b"# run" in (lines[0], lines[-1])


RUNNABLE = [path for path in BEFORE if runs(path)]


@pytest.mark.parametrize("before", RUNNABLE, ids=name)
def test_prints_the_same(before: Path, tmp_path: Path, warm_start: Any) -> None:
    """Before on generateContent and after on Interactions: same meaning sent, same output.

    Only what is printed between the two marks that the second line of the program names may be
    another, and all of these passages have to be.
    """
    from stepbridge_emulator import Emulator

    after = before.with_name(before.name.replace(".before.", ".after."))
    outputs, prompts = [], []
    for program in (before, after):
        with Emulator() as emulator:
            environ = {**os.environ, **emulator.environ, "PYTHONHASHSEED": "0"}
            done = warm_start([program], env=environ, cwd=tmp_path, timeout=60)
            assert done.returncode == 0, done.stderr
            outputs.append(done.stdout)
            prompts.append([exchange.prompt for exchange in emulator.exchanges])
            apis = {exchange.api for exchange in emulator.exchanges}
        assert apis
    assert prompts[0] == prompts[1]
    same, other = zip(*(marked(before, output.decode()) for output in outputs), strict=True)
    assert same[0] == same[1]
    assert all(old and new and old != new for old, new in zip(*other, strict=True))


def marked(program: Path, output: str) -> tuple[list[str], list[str]]:
    """What is printed outside, and what inside, of the passages that may be other than before."""
    header = SHOWN.match(program.read_text())
    if header is None:
        return [output], []
    pieces = re.split(f"{re.escape(header[1])}(.*?){re.escape(header[2])}", output, flags=re.DOTALL)
    assert len(pieces) > 1, "nothing is printed between the marks"
    return pieces[::2], pieces[1::2]
