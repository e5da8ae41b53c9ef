"""What shows that a call is written for a schema that has gone.

Calls of ``interactions.create`` are right or wrong by what is around them: a site whose symbol has
a rule here counts as legacy code only where the rule finds something.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from stepbridge_codemods.findings.request_fields import Seen
from stepbridge_codemods.planning.plan import Site, Use
from stepbridge_codemods.values.infer import Values

EvidenceRule: TypeAlias = Callable[[Values, list[Site], list[Use]], list[Seen]]

EVIDENCE: dict[str, EvidenceRule] = {}


def evidence(*symbols: str) -> Callable[[EvidenceRule], EvidenceRule]:
    """Registers what is looked for around calls with these symbols."""

    def register(rule: EvidenceRule) -> EvidenceRule:
        EVIDENCE.update(dict.fromkeys(symbols, rule))
        return rule

    return register


def evidence_of(values: Values, sites: list[Site], uses: list[Use]) -> list[Seen] | None:
    """What is found around some calls that migrate together; None for calls that need none."""
    rules = {EVIDENCE.get(site.symbol) for site in sites}
    found: dict[Seen, None] = {}
    for rule in rules:
        if rule is None:
            return None
        found.update(dict.fromkeys(rule(values, sites, uses)))
    return list(found)
