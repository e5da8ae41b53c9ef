"""A record of which legacy fields real traffic used, how each fared, and where it came from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stepbridge.policy import call_site
from stepbridge.policy.decision import Decision, Observer


class AuditLog:
    """An observer that appends one JSON line a request to a file, then calls ``then``.

    A line holds ``time``, ``model``, ``stream``, ``outcome``, ``fallback``, ``file`` and ``line``
    of the caller (null when unknown), ``used`` (paths of all legacy fields, without their values)
    and ``losses`` (``id``, ``path``, ``fidelity``, ``note``). Several processes may append to one
    file. ``sites`` False leaves callers out, where they are in another process. Raises ``OSError``
    when the file cannot be opened.
    """

    def __init__(self, path: Path, then: Observer, *, sites: bool = True) -> None:
        self._then = then
        self._sites = sites
        # A line is written by one call: appends do not mix.
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def __call__(self, decision: Decision) -> None:
        site = call_site.find() if self._sites else None
        line = json.dumps(record(decision, site), separators=(",", ":")) + "\n"
        os.write(self._file, line.encode("ascii"))
        self._then(decision)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def record(decision: Decision, site: call_site.CallSite | None) -> dict[str, Any]:
    """What the audit says about one decision."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "model": decision.model,
        "stream": decision.stream,
        "outcome": decision.outcome.value,
        "fallback": decision.fallback,
        "file": site.file if site else None,
        "line": site.line if site else None,
        "used": sorted(set(used_fields(decision.body))),
        "losses": [
            {
                "id": loss.field_id,
                "path": loss.path,
                "fidelity": loss.fidelity.value,
                "note": loss.note,
            }
            for loss in decision.losses
        ],
    }


# Below these the keys are the user's own, not fields of the API.
_OPAQUE = frozenset(
    {
        "args",
        "response",
        "responseSchema",
        "responseJsonSchema",
        "parameters",
        "parametersJsonSchema",
        "labels",
    }
)


def used_fields(body: Any, path: str = "") -> Iterator[str]:
    """The paths of the fields that a legacy body sets: camelCase, list places left out."""
    if isinstance(body, list):
        for item in body:
            yield from used_fields(item, path)
    elif isinstance(body, dict):
        for key, value in body.items():
            name = camel(str(key))
            place = f"{path}.{name}" if path else name
            yield place
            if name not in _OPAQUE:
                yield from used_fields(value, place)


def camel(name: str) -> str:
    """``snake_case`` as ``snakeCase``; anything else as it is."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
