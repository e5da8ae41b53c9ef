"""What interactions said, for a service that keeps nothing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from stepbridge.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Remembered:
    """One interaction: the steps that led to it, and its resource with the steps of its answer."""

    inputs: tuple[JsonObject, ...]
    interaction: JsonObject

    @property
    def timeline(self) -> list[JsonObject]:
        """Everything that was said up to and with this interaction."""
        return [*self.inputs, *(self.interaction.get("steps") or [])]


class InteractionMemory:
    """The latest interactions of this process, by id. Safe to use from several threads.

    Past ``limit`` interactions the one that was used longest ago is forgotten. Steps are shared
    with what they came from, so a conversation costs its own size once.
    """

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._known: OrderedDict[str, Remembered] = OrderedDict()

    def get(self, interaction_id: str) -> Remembered | None:
        """An interaction, or None when it is not known (any more)."""
        with self._lock:
            found = self._known.get(interaction_id)
            if found is not None:
                self._known.move_to_end(interaction_id)
            return found

    def put(self, interaction_id: str, remembered: Remembered) -> None:
        """Keep an interaction."""
        with self._lock:
            self._known[interaction_id] = remembered
            self._known.move_to_end(interaction_id)
            while len(self._known) > self._limit:
                self._known.popitem(last=False)

    def forget(self, interaction_id: str) -> bool:
        """Drop an interaction; False when it was not known."""
        with self._lock:
            return self._known.pop(interaction_id, None) is not None
