"""Codemods that rewrite generateContent code, and the audit that only looks."""

from __future__ import annotations

from stepbridge_codemods.engine import audit, rewrite, rewrite_tree
from stepbridge_codemods.finding import FileProblem, Finding, ProblemKind, Result, Tier
from stepbridge_codemods.findings.reasons import REASONS, Reason
from stepbridge_codemods.options import Options
from stepbridge_codemods.surroundings import surroundings_of
from stepbridge_codemods.values.surroundings import Surroundings
from stepbridge_codemods.wrappers.wrapper import Wrapper

__all__ = [
    "REASONS",
    "FileProblem",
    "Finding",
    "Options",
    "ProblemKind",
    "Reason",
    "Result",
    "Surroundings",
    "Tier",
    "Wrapper",
    "audit",
    "rewrite",
    "rewrite_tree",
    "surroundings_of",
]
