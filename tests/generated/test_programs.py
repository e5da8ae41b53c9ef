"""Generated programs before and after a rewrite, and under the shim: same meaning, same output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from judge import differences, rewritten, run_all, unresolved, untold
from legacy_programs import Program, programs

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge_codemods import Options, Result


@pytest.fixture(scope="module")
def written(how_many: int, seed: int) -> dict[str, Program]:
    return {program.name: program for program in programs(how_many, seed)}


@pytest.fixture(scope="module")
def results(written: Mapping[str, Program]) -> dict[str, tuple[Result, list[str]]]:
    return {name: rewritten(program) for name, program in written.items()}


@pytest.fixture(scope="module")
def runs(
    written: Mapping[str, Program], results: Mapping[str, tuple[Result, list[str]]]
) -> dict[str, Mapping[str, Any]]:
    """Each program as it was, rewritten where it changed, and every other one under the shim.

    Where a finding says that behaviour changes, it is rewritten with ``--safe`` as well.
    """
    jobs = []
    for number, (name, program) in enumerate(written.items()):
        sources = {"before": program.source}
        after = results[name][0].source.decode()
        if after != program.source:
            sources["after"] = after
        if any(finding.behaviour_change for finding in results[name][0].findings):
            sources["safe"] = rewritten(program, Options(safe=True))[0].source.decode()
        if number % 2 == 0:
            sources["shim"] = program.source
        if len(sources) > 1:
            jobs.append({"name": name, "sources": sources})
    return run_all(jobs)


def report(wrong: Mapping[str, list[str]], written: Mapping[str, Program]) -> str:
    """What is wrong with the first few programs, with their text."""
    shown = list(wrong.items())[:5]
    texts = [f"{name}\n  {chr(10).join(found)}\n{written[name].source}" for name, found in shown]
    return f"{len(wrong)} programs: {', '.join(wrong)}\n" + "\n".join(texts)


def test_no_rewrite_is_wrong_by_its_text(
    written: Mapping[str, Program], results: Mapping[str, tuple[Result, list[str]]]
) -> None:
    """No crash, no second change, no unchanged legacy call without a reason."""
    wrong = {name: found for name, (_, found) in results.items() if found}
    assert not wrong, report(wrong, written)


def test_names_resolve(
    written: Mapping[str, Program], results: Mapping[str, tuple[Result, list[str]]]
) -> None:
    """A rewrite leaves no undefined name and no unused import that was not there before."""
    before = unresolved({name: program.source.encode() for name, program in written.items()})
    after = unresolved({name: result.source for name, (result, _) in results.items()})
    wrong = {name: sorted(after[name] - before[name]) for name in after}
    wrong = {name: found for name, found in wrong.items() if found}
    assert not wrong, report(wrong, written)


def test_same_meaning_same_output(
    written: Mapping[str, Program],
    results: Mapping[str, tuple[Result, list[str]]],
    runs: Mapping[str, Mapping[str, Any]],
) -> None:
    """Prompts, printed output and exceptions are those before; with ``--safe`` to the letter."""
    wrong: dict[str, list[str]] = {}
    for name, run in runs.items():
        found = differences(run["before"], run["safe"]) if "safe" in run else []
        if "after" in run:
            found += untold(results[name][0], differences(run["before"], run["after"]))
        if found:
            wrong[name] = found
    assert not wrong, report(wrong, written)


def test_the_shim_is_not_noticed(
    written: Mapping[str, Program], runs: Mapping[str, Mapping[str, Any]]
) -> None:
    """Under ``install()`` nothing differs, unless a field was refused that the map says is lost."""
    wrong: dict[str, list[str]] = {}
    for name, run in runs.items():
        if "shim" not in run:
            continue
        refused = run["shim"]["refused"]
        kept = [one for one in refused if fields.by_id(one).fidelity is not Fidelity.LOST]
        found = [f"refused {one}" for one in kept]
        found += [] if refused else differences(run["before"], run["shim"])
        if "generateContent" in run["shim"]["apis"]:
            found.append("a request went to generateContent")
        if found:
            wrong[name] = found
    assert not wrong, report(wrong, written)


def test_most_programs_are_rewritten_and_run(runs: Mapping[str, Mapping[str, Any]]) -> None:
    """The generator's programs reach the emulator, so that the other tests compare something."""
    asked = [run for run in runs.values() if run["before"]["prompts"]]
    assert len(asked) > 0.9 * len(runs)
    assert sum("after" in run for run in runs.values()) > 0.5 * len(runs)


def test_native_only_has_no_trace_of_the_bridge(written: Mapping[str, Program]) -> None:
    """With bridges off, nothing imports stepbridge, and what is left alone says why."""
    wrong: dict[str, list[str]] = {}
    for name, program in written.items():
        result, found = rewritten(program, Options(native_only=True))
        if b"stepbridge" in result.source:
            found.append("goes over a bridge")
        if found:
            wrong[name] = found
    assert not wrong, report(wrong, written)
