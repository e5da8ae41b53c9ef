"""Runs a program before and after, each on an emulator of its own, and judges."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from stepbridge_cli.proof import compare
from stepbridge_cli.proof.plan import Plan
from stepbridge_cli.proof.program import Run, run
from stepbridge_cli.proof.verdict import Outcome, Verdict
from stepbridge_cli.proof.workspace import WorkspaceError


def prove(
    plan: Plan,
    after: Mapping[str, bytes],
    *,
    allowed: frozenset[str] = frozenset(),
    after_folder: Path | None = None,
) -> Verdict:
    """Compares the program in ``plan`` with itself after some files of its folder are replaced.

    ``after`` maps names relative to the folder to their new bytes. ``allowed`` names fields of the
    canonical prompt that may differ. ``after_folder`` is copied for the second run instead of the
    plan's folder. Never raises for what a program does; trouble with running it
    is an UNPROVED verdict that says so.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="stepbridge-", ignore_cleanup_errors=True) as place:
            later = replace(plan, source=after_folder or plan.folder)
            return _prove(plan, later, after, allowed, Path(place).resolve())
    except WorkspaceError as error:
        return Verdict(Outcome.UNPROVED, reason=str(error))
    except ModuleNotFoundError as error:
        reason = f"the emulator needs {error.name}: pip install 'stepbridge[all]'"
        return Verdict(Outcome.UNPROVED, reason=reason)
    except OSError as error:
        return Verdict(Outcome.UNPROVED, reason=f"the program could not be started: {error}")


def _prove(
    plan: Plan, later: Plan, after: Mapping[str, bytes], allowed: frozenset[str], room: Path
) -> Verdict:
    first = run(plan, room, {}, allowed)
    if reason := _unusable(first, plan):
        return Verdict(Outcome.UNPROVED, reason=reason)
    second = run(later, room, after, allowed)
    verdict = replace(_judged(first, second, plan, allowed), imported=second.imported)
    if verdict.outcome is Outcome.DIFFERENT:
        again = run(plan, room, {}, allowed)
        if unstable := compare.differences(first, again, allowed):
            aspects = ", ".join(sorted({difference.aspect for difference in unstable}))
            reason = (
                f"the program itself differs from run to run ({aspects}), so nothing can be "
                "compared; fix its seeds, clocks or order for the proof"
            )
            return replace(verdict, outcome=Outcome.UNPROVED, reason=reason)
    return verdict


def _judged(first: Run, second: Run, plan: Plan, allowed: frozenset[str]) -> Verdict:
    rows = compare.measured(first, second, allowed)
    notes = compare.notes(first, second, allowed)
    found = compare.differences(first, second, allowed)
    if second.timed_out:
        return Verdict(
            Outcome.UNPROVED, rows, found, notes, f"after: no end within {plan.timeout:g} s"
        )
    if found:
        return Verdict(Outcome.DIFFERENT, rows, found, notes)
    if first.status:
        reason = f"same failure: exit status {first.status} before and after{_last_words(first)}"
        return Verdict(Outcome.UNPROVED, rows, (), notes, reason)
    missing = [name for name in plan.files if first.files.get(name) is None]
    if missing:
        reason = f"the verify comment names files that were not written: {', '.join(missing)}"
        return Verdict(Outcome.UNPROVED, rows, (), notes, reason)
    return Verdict(Outcome.PROVED, rows, (), notes)


def _unusable(first: Run, plan: Plan) -> str:
    """Why the run of the program as it is today proves nothing; empty when it can."""
    if first.timed_out:
        return (
            f"before: no end within {plan.timeout:g} s (raise --timeout, or feed it with --stdin)"
        )
    if not any(request.prompt is not None for request in first.requests):
        return (
            f"the program made no request to Gemini (exit status {first.status}); "
            f"does it need arguments or input?{_last_words(first)}"
        )
    return ""


def _last_words(run: Run) -> str:
    lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"; it said: {lines[-1].strip()}" if lines and run.status else ""
