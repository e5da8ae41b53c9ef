"""A loss: one legacy field that does not arrive exactly as it was sent."""

from __future__ import annotations

from dataclasses import dataclass

from stepbridge.fields.row import Fidelity


@dataclass(frozen=True, slots=True)
class Loss:
    """What happened to one field of one request or answer.

    ``path`` is the place on the legacy wire (``contents[2].parts[0].videoMetadata``), ``value`` a
    short summary that never holds media or a secret, ``note`` one sentence for a person.
    ``fidelity`` is APPROXIMATE (sent in another form) or LOST (not sent at all: refused).
    """

    field_id: str
    path: str
    value: str
    fidelity: Fidelity
    note: str
