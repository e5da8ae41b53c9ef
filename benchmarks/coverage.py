"""How far the codemods get on a checkout: call sites by tier, per file and in total.

    python benchmarks/coverage.py CHECKOUT... [--files] [--reasons] [--notebooks] [--run]

A *site* is a legacy call that the codemods know to be one. Calls that share a value migrate
together and have one tier, the worst of their fields; each of them counts. *staying* are calls
that cannot move, whoever writes the code: those that need a field that only generateContent has
(SB006), which go on working as they are, and those of the old SDK for tuned models and their
permissions (SB034), which no API of the Gemini Developer API has any more. They are not among the
manual ones; shares are printed with and without them. *unseen* counts calls spelled
like one in a file that imports a Gemini SDK, at which nothing was said: another library's method
of that name, or one that was missed. *old SDK* are those of the sites that are written for
google.generativeai, once more in a line of their own. *beta* and *mistakes* are not among the
sites: calls of the Interactions beta, and single mistakes in code that is on Interactions already.
Modules of one CHECKOUT see each other, as they do on the command line.
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
NO_COUNTERPART = frozenset({"SB006", "SB034"})
OLD_SDK = "generativeai"
BESIDE = frozenset({"SB035", "SB036"})
SKIPPED = frozenset({".git", "node_modules", ".venv", "venv", "site-packages"})


@dataclass
class Tally:
    """What was found in one file, or in all."""

    tiers: Counter[Tier] = field(default_factory=Counter)
    old: Counter[Tier] = field(default_factory=Counter)
    beta: Counter[Tier] = field(default_factory=Counter)
    mistakes: Counter[Tier] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    staying: int = 0
    old_staying: int = 0
    unseen: int = 0
    broken: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    proofs: Counter[Outcome] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.tiers += other.tiers
        self.old += other.old
        self.beta += other.beta
        self.mistakes += other.mistakes
        self.reasons += other.reasons
        self.staying += other.staying
        self.old_staying += other.old_staying
        self.unseen += other.unseen
        self.broken += other.broken
        self.unread += other.unread
        self.proofs += other.proofs

    @property
    def sites(self) -> int:
        return self.tiers.total()

    def row(self) -> str:
        return f"{_counts(self.tiers, self.staying)}{self.unseen:>9}{len(self.broken):>9}"

    def lines(self) -> Iterator[str]:
        """The shares of all sites, and each kind of them in a line of its own."""
        yield from _shares(self.tiers, self.staying, "sites")
        for name, counted, staying in (
            ("old SDK sites", self.old, self.old_staying),
            ("beta sites", self.beta, 0),
            ("mistakes", self.mistakes, 0),
        ):
            if counted:
                yield f"{_counts(counted, staying)}  {name}"
                yield from _shares(counted, staying, name)


def _counts(tiers: Counter[Tier], staying: int) -> str:
    manual = tiers[Tier.MANUAL] - staying
    counts = (tiers[Tier.NATIVE], tiers[Tier.BRIDGED], manual, staying)
    return "".join(f"{count:>9}" for count in counts)


def _shares(tiers: Counter[Tier], staying: int, name: str) -> Iterator[str]:
    """Native, and native or bridged: of all, and of those that need not stay."""
    native, reached = tiers[Tier.NATIVE], tiers[Tier.NATIVE] + tiers[Tier.BRIDGED]
    wholes = {name: tiers.total()}
    if staying:
        wholes[f"{name} that need not stay"] = tiers.total() - staying
    for told, whole in wholes.items():
        if whole:
            shares = f"native {native / whole:.0%}, native or bridged {reached / whole:.0%}"
            yield f"{shares} of {whole} {told}"


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
    called = {finding.site for finding in result.findings if finding.rule not in BESIDE}
    for finding in result.findings:
        if finding.rule in BESIDE and finding.site not in called:
            continue
        known = sites.setdefault(finding.site, finding.tier)
        sites[finding.site] = max(known, finding.tier, key=list(Tier).index)
    surfaces = _surfaces(result)
    weights = _weights(result)
    for site, tier in sites.items():
        counted = {"beta": found.beta, "wrong": found.mistakes}.get(surfaces[site], found.tiers)
        counted[tier] += weights[site]
        if surfaces[site] == OLD_SDK:
            found.old[tier] += weights[site]
    kept = {
        f.site
        for f in result.findings
        if f.tier is Tier.MANUAL and {f.rule, f.reason} & NO_COUNTERPART
    }
    found.staying = sum(weights[site] for site in kept if surfaces[site] in ("", OLD_SDK))
    found.old_staying = sum(weights[site] for site in kept if surfaces[site] == OLD_SDK)
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


def tallies(checkout: Path, *, notebooks: bool, python: str) -> Iterator[tuple[Path, Tally]]:
    """The files of a checkout that have to do with Gemini, each with its tally."""
    paths = list(files(checkout, notebooks=notebooks)) if checkout.is_dir() else [checkout]
    modules = {str(path): path.read_bytes() for path in paths if path.suffix == ".py"}
    wanted = [path for path, source in modules.items() if worth_parsing(source)]
    surroundings = surroundings_of(modules, wanted)
    for path in paths:
        found = tally(path, surroundings.get(str(path), NOWHERE), python)
        if found is not None:
            yield path, found


def _weights(result: Result) -> dict[str, int]:
    """How many calls of the model are tied together in a site; what holds none counts once."""
    places: dict[str, set[tuple[int, int, int]]] = {}
    for finding in result.findings:
        known = places.setdefault(finding.site, set())
        if int(finding.rule[2:]) >= 100 and by_id(finding.rule).symbol.split(".")[-1] in CALLS:
            known.add((finding.cell, finding.line, finding.column))
    return {site: max(1, len(calls)) for site, calls in places.items()}


def _surfaces(result: Result) -> dict[str, str]:
    """Whether a site is one of the beta, a mistake, of the old SDK, or else a call (``""``)."""
    found: dict[str, set[str]] = {}
    for finding in result.findings:
        owner = ""
        if int(finding.rule[2:]) >= 100:
            owner = by_id(finding.rule).symbol.partition(".")[0]
        found.setdefault(finding.site, set()).add(owner)
    return {
        site: next((name for name in ("beta", "wrong", OLD_SDK) if name in owners), "")
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
@click.argument("checkouts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
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
    checkouts: tuple[Path, ...],
    per_file: bool,
    reasons: bool,
    notebooks: bool,
    run: bool,
    python: str,
) -> None:
    """Print call sites by tier over each CHECKOUT."""
    total = Tally()
    columns = [tier.value for tier in Tier] + ["staying", "unseen", "broken"]
    click.echo("".join(f"{column:>9}" for column in columns))
    for checkout in checkouts:
        for path, found in tallies(checkout, notebooks=notebooks, python=python if run else ""):
            total.add(found)
            if per_file and (found.sites or found.unseen or found.broken):
                click.echo(f"{found.row()}  {path}")
    click.echo(f"{total.row()}  total")
    for line in total.lines():
        click.echo(line)
    if run:
        click.echo("runs: " + ", ".join(f"{total.proofs[o]} {o.value}" for o in Outcome))
    for line in [*total.broken, *total.unread]:
        click.echo(line)
    if reasons:
        for reason, count in total.reasons.most_common():
            click.echo(f"{count:>6}  {reason}")


if __name__ == "__main__":
    main()
