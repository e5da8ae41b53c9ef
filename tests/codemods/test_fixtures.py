"""Every fixture: what a program becomes, or that it stays, and what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
