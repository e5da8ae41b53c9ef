"""One call site at a time: see before and after, take it or leave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from stepbridge_cli.diffs import unified
from stepbridge_cli.pipeline import Candidate, Outcome, Work, process
from stepbridge_cli.reports import site_text as text
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.patch import painted
from stepbridge_codemods.finding import Finding, Tier

if TYPE_CHECKING:
    from stepbridge_codemods import Options

KEYS = "y take it, n leave it, a take the rest of this file, s leave the rest of this file, q quit"
_ANSWERS = ("y", "n", "a", "s", "q")
_QUESTION = f"Rewrite this call site? ({', '.join(_ANSWERS)}, ?)"


@dataclass(slots=True)
class Chooser:
    """Asks about each call site that a rewrite would change. What was taken stays taken."""

    options: Callable[[Outcome], Options]
    look: Look
    quit: bool = False
    asked: int = 0
    taken: int = field(default=0)

    def choose(self, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes with only those changes that were taken."""
        return [self._file(outcome) for outcome in outcomes]

    def _file(self, outcome: Outcome) -> Outcome:
        if not outcome.changed:
            return outcome
        sites = _sites(outcome)
        left = set(sites)
        for name, findings in sites.items():
            answer = "q" if self.quit else self._ask(outcome, name, findings, set(sites))
            self.quit = answer == "q"
            if answer in ("y", "a"):
                left.discard(name)
            if answer == "a":
                remaining = list(sites)[list(sites).index(name) :]
                left.difference_update(remaining)
            if answer in ("a", "s", "q"):
                break
        self.taken += len(sites) - len(left)
        return self._with(outcome, left) if left else outcome

    def _ask(self, outcome: Outcome, name: str, findings: list[Finding], sites: set[str]) -> str:
        alone = self._with(outcome, sites - {name})
        self.asked += 1
        click.echo()
        for finding in findings:
            click.echo(text.line(finding, self.look))
        before, after = (
            source.decode("utf-8", "replace") for source in (alone.before, alone.after)
        )
        for line in unified(outcome.file.path, before, after).split("\n")[2:]:
            click.echo(painted(line, self.look))
        while True:
            said = click.prompt(_QUESTION, default="?", show_default=False).strip().lower()
            if said in _ANSWERS:
                return str(said)
            click.echo(KEYS)

    def _with(self, outcome: Outcome, left: set[str]) -> Outcome:
        options = replace(self.options(outcome), leave=frozenset(left))
        return process(
            Candidate(outcome.file, outcome.before, outcome.around), options, Work.REWRITE
        )


def _sites(outcome: Outcome) -> dict[str, list[Finding]]:
    """Findings of each call site that changes, in order of place."""
    sites: dict[str, list[Finding]] = {}
    for finding in outcome.findings:
        if finding.tier is not Tier.MANUAL:
            sites.setdefault(finding.site, []).append(finding)
    return sites
