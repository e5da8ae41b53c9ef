"""What the codemods say about one place in a source file, and about a whole file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepbridge.fields.row import Fidelity


class Tier(StrEnum):
    """How a call site, and every use of its result, ends up."""

    NATIVE = "native"
    BRIDGED = "bridged"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One legacy field at one place.

    ``line`` and ``column`` count from 1, in characters, as editors show them. ``cell`` counts
    notebook cells from 1 and is 0 in a plain file. ``rule`` is the id of a field row (``SB105``) or
    of a reason (``SB001``). ``site`` ties the findings of one call site together. ``reason`` says
    what keeps a manual site from being rewritten and what to do; it is empty in the other tiers.
    ``behaviour_change`` marks what a person should judge. ``end_line`` and ``end_column`` point
    behind the last character; 0 when unknown.
    """

    path: str
    cell: int
    line: int
    column: int
    rule: str
    legacy: str
    new: str
    tier: Tier
    fidelity: Fidelity
    note: str
    site: str
    reason: str = ""
    behaviour_change: bool = False
    applied: bool = False
    end_line: int = 0
    end_column: int = 0


class ProblemKind(StrEnum):
    """Why a whole file was not read."""

    SYNTAX = "syntax error"
    ENCODING = "undecodable"
    TOO_LARGE = "too large"
    UNSTABLE = "rewrite refused"
    FAULT = "fault of stepbridge"


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """A file that was left alone because it could not be read or safely rewritten.

    ``line`` and ``column`` count from 1 and are 0 where the problem has no place.
    """

    path: str
    kind: ProblemKind
    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something worth saying about a place that is no legacy field: a comment of no use any more.

    ``line`` and ``column`` count from 1; ``cell`` counts notebook cells and is 0 in a plain file.
    """

    path: str
    cell: int
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """The bytes of one file after a rewrite (or unchanged), and all that is to be said about it."""

    source: bytes
    findings: tuple[Finding, ...] = ()
    error: FileProblem | None = None
    remarks: tuple[Remark, ...] = ()
