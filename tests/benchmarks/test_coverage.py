"""The coverage script: tiers in total, and what it calls broken."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from faults import difference, faults, proof

from stepbridge_cli.proof import Outcome
from stepbridge_codemods import rewrite
from stepbridge_codemods.values.surroundings import NOWHERE

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "coverage.py"
PROGRAM = b"""\
from google import genai

client = genai.Client()
response = client.models.generate_content(model="gemini-2.5-flash", contents="Say one word.")
print(response.text)
"""
STAYS = PROGRAM.replace(b'."', b'.", config={"top_k": 3}')


def test_counts_a_tree_and_runs_it(tmp_path: Path) -> None:
    (tmp_path / "moves.py").write_bytes(PROGRAM)
    (tmp_path / "stays.py").write_bytes(STAYS)
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path, "--run", "--reasons"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert [int(n) for n in done.stdout.splitlines()[1].split()[:-1]] == [1, 0, 0, 1, 0, 0]
    assert "native 50%, native or bridged 50% of 2 sites" in done.stdout
    assert "native 100%" in done.stdout
    assert "runs: 1 proved, 0 different, 0 not proved" in done.stdout


OLD = b"""\
import google.generativeai as genai

model = genai.GenerativeModel("gemini-2.5-flash")
print(model.generate_content("Say one word.").text)
"""
TUNED = b"""\
import google.generativeai as genai

genai.create_tuned_model(source_model="models/base", training_data=[])
"""
BETA = b"""\
from google import genai

client = genai.Client()
interaction = client.interactions.create(model="gemini-2.5-flash", input="Say one word.")
print(interaction.outputs[-1].text)
"""


def test_old_sdk_and_beta_have_lines_of_their_own(tmp_path: Path) -> None:
    for name, source in {"one": PROGRAM, "old": OLD, "tuned": TUNED, "beta": BETA}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.py").write_bytes(source)
    done = subprocess.run(
        [sys.executable, SCRIPT, *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    lines = {tuple(line.split()) for line in done.stdout.splitlines()}
    assert ("2", "0", "0", "1", "0", "0", "total") in lines
    assert ("1", "0", "0", "1", "old", "SDK", "sites") in lines
    assert ("1", "0", "0", "0", "beta", "sites") in lines
    assert "bridged 50% of 2 old SDK sites" in done.stdout
    assert "bridged 100% of 1 old SDK sites that need not stay" in done.stdout
    assert "bridged 100% of 1 beta sites" in done.stdout


def test_each_fault_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_bytes(PROGRAM)
    done = rewrite(PROGRAM, str(path))
    assert faults(PROGRAM, done, path, NOWHERE) == []
    wrong = {
        "does not parse": b"print(",
        "undefined: ": done.source + b"print(nowhere)\n",
        "does not fit the SDK: ": done.source.replace(b"input=", b"contents="),
        "a second run changes it": PROGRAM,
    }
    for fault, source in wrong.items():
        found = faults(PROGRAM, replace(done, source=source), path, NOWHERE)
        assert any(one.startswith(fault) for one in found), (fault, found)


def test_a_difference_counts_unless_a_finding_told_of_it(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_bytes(PROGRAM)
    done = rewrite(PROGRAM, str(path))
    other = replace(done, source=done.source.replace(b"one word", b"two words"))
    verdict = proof(PROGRAM, other, path, sys.executable)
    assert verdict.outcome is Outcome.DIFFERENT
    assert list(difference(verdict, other))
    told = tuple(replace(finding, behaviour_change=True) for finding in other.findings)
    assert list(difference(verdict, replace(other, findings=told))) == []
