"""Proof that a program means the same before and after: both run on the emulator."""

from __future__ import annotations

from stepbridge_cli.proof.plan import Plan, PlanError, PlanSettings, plan_for
from stepbridge_cli.proof.prove import prove
from stepbridge_cli.proof.verdict import Outcome, Verdict

__all__ = ["Outcome", "Plan", "PlanError", "PlanSettings", "Verdict", "plan_for", "prove"]
