"""The table of results as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field

from rows import Row

HEAD = """\
# Compatibility

Written by `python tests/matrix/run.py`. Each row is an environment of its own in which an
unmodified client makes its calls, answered by the emulator. `install` is `stepbridge.install()` in
the process, `proxy` is a base URL that leads to `stepbridge proxy`. Chats call a Python function,
by themselves where the client does so. `broken` are streams that are cut, garbled or left
unfinished upstream: each must raise. A dash: the client has no such call, or it was not tried. The
last column says by which API requests arrived; `interactions` alone means that the shim carried
them all.

"""


@dataclass
class Outcome:
    """How a row's calls went: each ``ok`` or a reason; ``apis`` are those that answered."""

    row: Row
    results: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    apis: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_good(self) -> bool:
        went_well = bool(self.results) and set(self.results.values()) == {"ok"}
        return went_well and self.apis == ("interactions",)

    def cell(self, kind: str) -> str:
        if self.problem:
            return "no"
        result = self.results.get(kind)
        return "-" if result is None else "yes" if result == "ok" else "no"


def page(outcomes: list[Outcome]) -> str:
    """The whole document."""
    kinds = list(dict.fromkeys(kind for outcome in outcomes for kind in outcome.results))
    kinds.sort(key=_ORDER.index)
    lines = [
        f"| client | versions | way | {' | '.join(kinds)} | arrived by |",
        "|---|---|---|" + "---|" * (len(kinds) + 1),
        *(_line(outcome, kinds) for outcome in outcomes),
    ]
    notes = [note for outcome in outcomes for note in _notes(outcome)]
    if notes:
        lines += ["", "What failed:", "", *notes]
    return HEAD + "\n".join(lines) + "\n"


_ORDER = [
    "unary",
    "stream",
    "async",
    "async stream",
    "chat, function",
    "chat, async",
    "chat, stream",
    "structured",
    "error",
    "broken",
]


def _line(outcome: Outcome, kinds: list[str]) -> str:
    row = outcome.row
    versions = ", ".join(f"{name} {number}" for name, number in outcome.versions.items())
    cells = [row.name, versions or "-", row.way, *map(outcome.cell, kinds)]
    return f"| {' | '.join(cells)} | {', '.join(outcome.apis) or '-'} |"


def _notes(outcome: Outcome) -> list[str]:
    name = f"- {outcome.row.name}, {outcome.row.way}"
    if outcome.problem:
        return [f"{name}: {outcome.problem}"]
    return [f"{name}, {kind}: {why}" for kind, why in outcome.results.items() if why != "ok"]
