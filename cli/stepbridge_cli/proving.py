"""Proof of a rewrite before it is written: which programs to run, and what each run covers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stepbridge_cli.pipeline import Candidate, Outcome
from stepbridge_cli.proof import Outcome as Proved
from stepbridge_cli.proof import Plan, PlanError, PlanSettings, Verdict, plan_for, prove, running
from stepbridge_cli.reports.model import Proof


def prove_all(
    changed: Sequence[Outcome],
    programs: Sequence[Candidate],
    settings: PlanSettings,
) -> list[Proof]:
    """One proof for each changed file, in order.

    Programs that say how they are run come first: a changed module that one of them imports is
    covered by its run. What no such program covers is run by itself. Each run replaces every
    changed file of the program's folder, since they migrate together.
    """
    proofs: dict[str, Proof] = {}
    locations = {Path(outcome.file.location).resolve(): outcome for outcome in changed}
    declared = [program for program in programs if _concerns(program, locations)]
    _add(proofs, declared, locations, settings)
    alone = [Candidate(item.file, item.before) for item in changed if item.file.path not in proofs]
    _add(proofs, alone, locations, settings)
    return [proofs[outcome.file.path] for outcome in changed]


def _add(
    proofs: dict[str, Proof],
    programs: Sequence[Candidate],
    locations: dict[Path, Outcome],
    settings: PlanSettings,
) -> None:
    """Runs programs side by side; what a program shows by itself wins over what another covers."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        try:
            found = pool.map(lambda program: _verdict(program, locations, settings), programs)
            verdicts = list(found)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            running.stop()
            raise
    covered: dict[str, Proof] = {}
    silent: set[str] = set()  # a module that is run by itself may have nothing to show
    for program, (verdict, plan) in zip(programs, verdicts, strict=True):
        own = locations.get(Path(program.file.location).resolve())
        if own is not None:
            proofs[own.file.path] = _proof(own.file.path, verdict)
            if verdict.outcome is Proved.UNPROVED:
                silent.add(own.file.path)
        for path in _covered(verdict, plan, locations):
            covered.setdefault(path, _proof(path, verdict, through=program.file.path))
    for path, proof in covered.items():
        if path not in proofs or (path in silent and proof.proved):
            proofs[path] = proof


def _concerns(program: Candidate, locations: dict[Path, Outcome]) -> bool:
    """Whether anything that changes lies in the program's folder."""
    folder = Path(program.file.location).resolve().parent
    return any(location.is_relative_to(folder) for location in locations)


def _verdict(
    program: Candidate,
    locations: dict[Path, Outcome],
    settings: PlanSettings,
) -> tuple[Verdict, Plan | None]:
    if program.file.location.endswith(".ipynb"):
        return Verdict(
            Proved.UNPROVED, reason="a notebook is no program to run; see the diff"
        ), None
    try:
        plan = settings.applied(plan_for(Path(program.file.location), program.source))
    except PlanError as error:
        return Verdict(Proved.UNPROVED, reason=str(error)), None
    replacements = {
        str(location.relative_to(plan.folder)): outcome.after
        for location, outcome in locations.items()
        if location.is_relative_to(plan.folder)
    }
    return prove(plan, replacements, allowed=settings.allowed), plan


def _covered(verdict: Verdict, plan: Plan | None, locations: dict[Path, Outcome]) -> list[str]:
    """Changed modules that the run imported."""
    if plan is None:
        return []
    imported = {plan.folder / name for name in verdict.imported}
    return [outcome.file.path for location, outcome in locations.items() if location in imported]


def _proof(path: str, verdict: Verdict, through: str = "") -> Proof:
    summary = verdict.summary + (f" (run as part of {through})" if through else "")
    details = [difference.diff for difference in verdict.differences if difference.diff]
    return Proof(path, verdict.outcome is Proved.PROVED, summary, (*verdict.notes, *details))
