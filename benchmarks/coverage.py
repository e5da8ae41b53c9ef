"""How far the codemods get on a checkout: call sites by tier, per file and in total.

    python benchmarks/coverage.py CHECKOUT [--files] [--reasons] [--notebooks] [--run]

A *site* is a legacy call that the codemods know to be one. Calls that share a value migrate
together and have one tier, the worst of their fields; each of them counts. *staying* are calls
that need a field that only generateContent has (SB006): they go on working as they are, and are
not among the manual ones; shares are printed with and without them. *unseen* counts calls spelled
like one in a file that imports a Gemini SDK, at which nothing was said: another library's method
of that name, or one that was missed. *beta* and *mistakes* are counted apart, by tier: calls of
the Interactions beta, and single mistakes in code that is on Interactions already. Modules see
each other, as they do on the command line.
*broken* counts what fails a check in rewritten files: the result parses, a second run changes
nothing, no legacy attribute is read from a migrated value, no name is undefined that was not, what
is passed to the new calls fits the installed SDK (``signatures.py``), and the tool raised no error.
With ``--run`` what changes runs before and after on the emulator, without arguments, network and
keys: a difference that no finding told of is broken as well.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from faults import difference, faults, proof

from stepbridge.fields import by_id
from stepbridge_cli.proof import Outcome
from stepbridge_codemods import ProblemKind, Result, Tier, rewrite
from stepbridge_codemods.notebooks import rewrite_notebook
from stepbridge_codemods.scan import worth_parsing
from stepbridge_codemods.surroundings import surroundings_of
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

CALLS = frozenset(
    {
        "generate_content",
        "generate_content_async",
        "generate_content_stream",
        "send_message",
        "send_message_async",
        "send_message_stream",
    }
)
NO_COUNTERPART = "SB006"
SKIPPED = frozenset({".git", "node_modules", ".venv", "venv", "site-packages"})


@dataclass
class Tally:
    """What was found in one file, or in all."""

    tiers: Counter[Tier] = field(default_factory=Counter)
    beta: Counter[Tier] = field(default_factory=Counter)
    mistakes: Counter[Tier] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    staying: int = 0
    unseen: int = 0
    broken: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    proofs: Counter[Outcome] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.tiers += other.tiers
        self.beta += other.beta
        self.mistakes += other.mistakes
        self.reasons += other.reasons
        self.staying += other.staying
        self.unseen += other.unseen
        self.broken += other.broken
        self.unread += other.unread
        self.proofs += other.proofs

    @property
    def sites(self) -> int:
        return self.tiers.total()

    def row(self) -> str:
        manual = self.tiers[Tier.MANUAL] - self.staying
        counts = (self.tiers[Tier.NATIVE], self.tiers[Tier.BRIDGED], manual, self.staying)
        return "".join(f"{count:>9}" for count in (*counts, self.unseen, len(self.broken)))

    def shares(self) -> Iterator[str]:
        """Native, and native or bridged: of all sites, and of those that need not stay."""
        reached = self.tiers[Tier.NATIVE] + self.tiers[Tier.BRIDGED]
        wholes = {"sites": self.sites}
        if self.staying:
            wholes["sites that need not stay"] = self.sites - self.staying
        for name, whole in wholes.items():
            if whole:
                native = f"native {self.tiers[Tier.NATIVE] / whole:.0%}"
                yield f"{native}, native or bridged {reached / whole:.0%} of {whole} {name}"


def files(root: Path, *, notebooks: bool) -> Iterator[Path]:
    suffixes = {".py", ".ipynb"} if notebooks else {".py"}
    for path in sorted(root.rglob("*")):
        if path.suffix in suffixes and path.is_file() and not SKIPPED & set(path.parts):
            yield path


def tally(path: Path, around: Surroundings, python: str = "") -> Tally | None:
    """The tally of one file; None when it has nothing to do with Gemini.

    With ``python``, an interpreter, the file runs before and after.
    """
    source = path.read_bytes()
    if not worth_parsing(source):
        return None
    if path.suffix == ".ipynb":
        result = rewrite_notebook(source, str(path))
    else:
        result = rewrite(source, str(path), None, around)
    found = Tally()
    if result.error is not None:
        refused = result.error.kind is ProblemKind.UNSTABLE
        (found.broken if refused else found.unread).append(f"{path}: {result.error.message}")
    sites: dict[str, Tier] = {}
    for finding in result.findings:
        known = sites.setdefault(finding.site, finding.tier)
        sites[finding.site] = max(known, finding.tier, key=list(Tier).index)
    surfaces = _surfaces(result)
    weights = _weights(result)
    for site, tier in sites.items():
        counted = {"beta": found.beta, "wrong": found.mistakes}.get(surfaces[site], found.tiers)
        counted[tier] += weights[site]
    kept = {f.site for f in result.findings if f.rule == NO_COUNTERPART and f.tier is Tier.MANUAL}
    found.staying = sum(weights[site] for site in kept if not surfaces[site])
    found.reasons.update(
        {finding.site: finding.reason for finding in result.findings if finding.reason}.values()
    )
    if path.suffix == ".py":
        found.unseen = unseen(source, result)
    if result.source != source:
        broken = faults(source, result, path, around)
        if python:
            verdict = proof(source, result, path, python)
            found.proofs[verdict.outcome] += 1
            broken += difference(verdict, result)
        found.broken += [f"{path}: {fault}" for fault in broken]
    return found


def _weights(result: Result) -> dict[str, int]:
    """How many calls of the model are tied together in a site; what holds none counts once."""
    places: dict[str, set[tuple[int, int, int]]] = {}
    for finding in result.findings:
        known = places.setdefault(finding.site, set())
        if int(finding.rule[2:]) >= 100 and by_id(finding.rule).symbol.split(".")[-1] in CALLS:
            known.add((finding.cell, finding.line, finding.column))
    return {site: max(1, len(calls)) for site, calls in places.items()}


def _surfaces(result: Result) -> dict[str, str]:
    """Whether a site is one of the beta, a mistake, or a legacy call (``""``)."""
    found: dict[str, set[str]] = {}
    for finding in result.findings:
        owner = ""
        if int(finding.rule[2:]) >= 100:
            owner = by_id(finding.rule).symbol.partition(".")[0]
        found.setdefault(finding.site, set()).add(owner)
    return {
        site: next((name for name in ("beta", "wrong") if name in owners), "")
        for site, owners in found.items()
    }


def unseen(source: bytes, result: Result) -> int:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return 0
    spoken = {finding.line for finding in result.findings}
    return sum(
        1
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CALLS
        and not spoken & set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    )


@click.command()
@click.argument("checkout", type=click.Path(exists=True, file_okay=True, path_type=Path))
@click.option("--files", "per_file", is_flag=True, help="A row for every file with sites.")
@click.option(
    "--reasons", is_flag=True, help="Why sites are left to a person, most frequent first."
)
@click.option("--notebooks", is_flag=True, help="Look into notebooks too.")
@click.option("--run", is_flag=True, help="Run what changes before and after, and compare.")
@click.option(
    "--python", default=sys.executable, help="The interpreter that has what files import."
)
def main(
    checkout: Path, per_file: bool, reasons: bool, notebooks: bool, run: bool, python: str
) -> None:
    """Print call sites by tier over CHECKOUT."""
    total = Tally()
    columns = [tier.value for tier in Tier] + ["staying", "unseen", "broken"]
    click.echo("".join(f"{column:>9}" for column in columns))
    paths = list(files(checkout, notebooks=notebooks)) if checkout.is_dir() else [checkout]
    modules = {str(path): path.read_bytes() for path in paths if path.suffix == ".py"}
    surroundings = surroundings_of(modules)
    for path in paths:
        found = tally(path, surroundings.get(str(path), NOWHERE), python if run else "")
        if found is None:
            continue
        total.add(found)
        if per_file and (found.sites or found.unseen or found.broken):
            click.echo(f"{found.row()}  {path}")
    click.echo(f"{total.row()}  total")
    for share in total.shares():
        click.echo(share)
    for name, counted in (("beta", total.beta), ("mistakes", total.mistakes)):
        if counted:
            click.echo("".join(f"{counted[tier]:>9}" for tier in Tier) + f"  {name}")
    if run:
        click.echo("runs: " + ", ".join(f"{total.proofs[o]} {o.value}" for o in Outcome))
    for line in [*total.broken, *total.unread]:
        click.echo(line)
    if reasons:
        for reason, count in total.reasons.most_common():
            click.echo(f"{count:>6}  {reason}")


if __name__ == "__main__":
    main()
