"""Groups that only share what could be said twice go apart again, where that helps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from stepbridge_codemods.planning.plan import ManualError, Plan
from stepbridge_codemods.values.infer import Variable

_ROUNDS = 6


class Planned(Protocol):
    """What of a group matters here."""

    plan: Plan | None
    refusal: ManualError | None
    fixed: ManualError | None
    native_refusal: ManualError | None
    inlined: frozenset[Variable]


Part = TypeVar("Part", bound=Planned)


def apart(parts: Sequence[Part], plan: Callable[[Part], None], *, refused: bool) -> bool:
    """Plans the parts of a joined group one by one; what they share is written out in each.

    Returns whether each can go its own way and one at least is native, or migrates where the whole
    is ``refused``; else they stay joined.
    """
    inlined: frozenset[Variable] = frozenset()
    for _ in range(_ROUNDS):
        for part in parts:
            part.inlined = inlined
            part.plan = part.native_refusal = None
            part.refusal = part.fixed
            if part.refusal is None:
                plan(part)
        alive = [p.plan for p in parts if p.plan is not None and p.refusal is None]
        shared = frozenset().union(*(one.shared for one in alive))
        if shared <= inlined:
            break
        inlined |= shared
    better = alive if refused else [one for one in alive if not one.bridged]
    return bool(better) and not any(one.related for one in alive)
