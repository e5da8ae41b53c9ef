"""What a caller sees when a field cannot be carried."""

from __future__ import annotations

from collections.abc import Sequence

from stepbridge.translate.loss import Loss


class UnsupportedFieldWarning(UserWarning):
    """A legacy field was not carried as it was written."""


class UnsupportedFieldError(ValueError):
    """A request uses fields that Interactions cannot carry; nothing was sent.

    ``losses`` holds one ``Loss`` per field and place.
    """

    def __init__(self, losses: Sequence[Loss]) -> None:
        self.losses = tuple(losses)
        super().__init__(describe(self.losses))

    @property
    def field_ids(self) -> tuple[str, ...]:
        """The distinct field ids, in order of appearance."""
        return tuple(dict.fromkeys(loss.field_id for loss in self.losses))


def describe(losses: Sequence[Loss]) -> str:
    """One line for a person: fields, places, reasons and where to read more."""
    told = "; ".join(f"{loss.path} [{loss.field_id}]: {loss.note}" for loss in losses)
    ids = " ".join(dict.fromkeys(loss.field_id for loss in losses))
    return f"the Interactions API cannot carry {told} (stepbridge explain {ids})"
