"""Makes a decision visible in the user's process: a warning, a log record, counts."""

from __future__ import annotations

import logging
import warnings
from threading import Lock

from stepbridge.fields.row import Fidelity
from stepbridge.policy import call_site
from stepbridge.policy.counters import COUNTERS, Counters
from stepbridge.policy.decision import Decision, Outcome
from stepbridge.policy.errors import UnsupportedFieldWarning
from stepbridge.translate.loss import Loss

LOGGER = logging.getLogger("stepbridge")
LOGGER.addHandler(logging.NullHandler())

_LEVELS = {
    Outcome.TRANSLATED: logging.INFO,
    Outcome.LEGACY: logging.WARNING,
    Outcome.DROPPED: logging.WARNING,
    Outcome.REFUSED: logging.ERROR,
}
_CONSEQUENCE = {
    Outcome.TRANSLATED: "the nearest form was sent",
    Outcome.LEGACY: "the request went to generateContent unchanged",
    Outcome.DROPPED: "the request was sent without it",
}
_SEEN_LIMIT = 10_000
_seen: set[tuple[str, int, str]] = set()
_seen_lock = Lock()


def announce(decision: Decision) -> None:
    """The observer of in-process traffic: counts, logs, and warns at the caller's line."""
    count(decision)
    log(decision)
    if decision.outcome is not Outcome.REFUSED:  # an exception tells that one
        _warn(decision)


def count(decision: Decision, counters: Counters = COUNTERS) -> None:
    """Count a decision and its fields."""
    names = [decision.outcome.value]
    if decision.fallback:
        names.append("fallback")
    for loss in decision.losses:
        kind = "lost" if loss.fidelity is Fidelity.LOST else "approximated"
        names.append(f"{kind}:{loss.field_id}")
    counters.add(*names)


def log(decision: Decision) -> None:
    """One structured record for a request that was not carried exactly. Never any content."""
    if not decision.losses and not decision.fallback:
        return
    level = _LEVELS[decision.outcome]
    if not LOGGER.isEnabledFor(level):
        return
    fields = [loss.field_id for loss in decision.losses]
    LOGGER.log(
        level,
        "%s: %s (%s)",
        decision.outcome.value,
        decision.model,
        ", ".join(f"{loss.field_id} {loss.path}" for loss in decision.losses) or "server refused",
        extra={
            "stepbridge_outcome": decision.outcome.value,
            "stepbridge_model": decision.model,
            "stepbridge_stream": decision.stream,
            "stepbridge_fallback": decision.fallback,
            "stepbridge_fields": fields,
            "stepbridge_paths": [loss.path for loss in decision.losses],
        },
    )


def _warn(decision: Decision) -> None:
    if decision.fallback:
        _emit(
            f"{decision.model} refused this request on the Interactions API; "
            "it was sent to generateContent instead",
            call_site.find(),
        )
        return
    if not decision.losses:
        return
    site = call_site.find()
    for loss in decision.losses:
        if loss.fidelity is Fidelity.LOST:
            _emit(_message(loss, decision.outcome), site)
        elif decision.outcome is not Outcome.LEGACY and _is_new(site, loss.field_id):
            _emit(_message(loss, Outcome.TRANSLATED), site)


def _message(loss: Loss, outcome: Outcome) -> str:
    consequence = _CONSEQUENCE[outcome]
    return f"{loss.path}: {loss.note} Here {consequence}. (stepbridge explain {loss.field_id})"


def _is_new(site: call_site.CallSite | None, field_id: str) -> bool:
    key = (site.file, site.line, field_id) if site else ("", 0, field_id)
    with _seen_lock:
        if key in _seen:
            return False
        if len(_seen) < _SEEN_LIMIT:
            _seen.add(key)
        return True


def _emit(message: str, site: call_site.CallSite | None) -> None:
    if site is None:
        warnings.warn(message, UnsupportedFieldWarning, stacklevel=2)
        return
    warnings.warn_explicit(
        message,
        UnsupportedFieldWarning,
        site.file,
        site.line,
        module=site.module,
        registry=site.registry,
    )
