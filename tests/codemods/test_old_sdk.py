"""Programs of the old SDK print the same before and after, each with its own SDK.

The old SDK wants a Python of its own: ``STEPBRIDGE_OLD_SDK_PYTHON`` names an interpreter that has
google-generativeai 0.8. Without one these tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from stepbridge_codemods import Tier, rewrite
from stepbridge_emulator import Emulator

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods" / "old_sdk"
PROGRAMS = [
    p for p in sorted(FIXTURES.glob("*.before.py")) if p.read_text().startswith("# old run")
]


@cache
def old_python() -> str:
    """The interpreter with the old SDK; skips the test where there is none."""
    found = os.environ.get("STEPBRIDGE_OLD_SDK_PYTHON", "")
    if not found:
        pytest.skip("STEPBRIDGE_OLD_SDK_PYTHON names no Python with google-generativeai")
    check = [found, "-W", "ignore", "-c", "import google.generativeai"]
    if subprocess.run(check, check=False, capture_output=True, timeout=60).returncode:
        pytest.skip(f"{found} cannot import google.generativeai")
    return found


def run(python: str, program: Path) -> tuple[str, list[object]]:
    """What a program prints, and the prompts that arrived."""
    with Emulator() as emulator:
        done = subprocess.run(
            [python, "-W", "ignore", str(program)],
            env={**os.environ, **emulator.environ},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, [exchange.prompt for exchange in emulator.exchanges]


@pytest.mark.parametrize("before", PROGRAMS, ids=lambda path: path.name.split(".")[0])
def test_prints_the_same(before: Path) -> None:
    after = before.with_name(before.name.replace(".before.", ".after."))
    assert run(old_python(), before) == run(sys.executable, after)


def test_nothing_of_the_old_sdk_is_left_where_all_of_it_moved() -> None:
    for before in PROGRAMS:
        assert b"generativeai" not in rewrite(before.read_bytes()).source


def test_the_old_sdk_stays_beside_the_new_where_something_stays() -> None:
    source = (FIXTURES / "mixed.before.py").read_bytes()
    result = rewrite(source)
    assert b"import google.generativeai as genai" in result.source
    assert b"google_genai.Client(" in result.source
    assert {finding.tier for finding in result.findings} == {Tier.NATIVE, Tier.MANUAL}


def test_findings_point_into_the_old_source() -> None:
    source = (FIXTURES / "simple.before.py").read_text()
    lines = source.splitlines()
    for finding in rewrite(source.encode()).findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1


def test_a_read_that_raised_is_told() -> None:
    result = rewrite((FIXTURES / "simple.before.py").read_bytes())
    reads = [finding for finding in result.findings if finding.rule == "SB950"]
    assert reads
    assert all(finding.behaviour_change and "ValueError" in finding.note for finding in reads)


def test_a_history_after_streams_is_told_to_be_in_pieces() -> None:
    result = rewrite((FIXTURES / "session.before.py").read_bytes())
    (told,) = [finding for finding in result.findings if finding.rule == "SB926"]
    assert told.behaviour_change
    assert "every chunk" in told.note


def test_each_request_is_a_site() -> None:
    """As for google-genai: a turn that a person has to look at does not make the others manual."""
    result = rewrite((FIXTURES / "stays_on_generate_content.before.py").read_bytes())
    tiers = {finding.site: finding.tier for finding in result.findings}
    assert {Tier.NATIVE, Tier.MANUAL} <= set(tiers.values())
