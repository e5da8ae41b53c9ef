"""Interactions kept in memory, and the conversation that each one continues."""

from __future__ import annotations

import base64
import itertools
from dataclasses import dataclass

from stepbridge_emulator.errors import Json, Refusal


@dataclass
class Stored:
    """One interaction: what was sent, what came of it, and what it continued."""

    resource: Json
    input: list[Json]
    previous: str = ""
    background: bool = False
    polls_left: int = 0

    @property
    def steps(self) -> list[Json]:
        """The steps that the model added."""
        return list(self.resource["steps"])


class InteractionStore:
    """Interactions by id. Not shared between emulators."""

    def __init__(self) -> None:
        self._kept: dict[str, Stored] = {}
        self._numbers = itertools.count(1)

    def new_id(self, digest: str) -> str:
        """An id that no other interaction of this emulator has."""
        name = f"{next(self._numbers)}-{digest[:20]}".encode()
        return "v1_" + base64.urlsafe_b64encode(name).decode().rstrip("=")

    def keep(self, stored: Stored) -> None:
        self._kept[stored.resource["id"]] = stored

    def find(self, interaction_id: str) -> Stored:
        stored = self._kept.get(interaction_id)
        if stored is None:
            raise Refusal(f"Interaction '{interaction_id}' not found.", "NOT_FOUND")
        return stored

    def delete(self, interaction_id: str) -> None:
        self.find(interaction_id)
        del self._kept[interaction_id]

    def history(self, interaction_id: str) -> list[Json]:
        """All steps up to and with an interaction, oldest first. Unfinished ones are refused."""
        chain: list[Stored] = []
        while interaction_id:
            stored = self.find(interaction_id)
            if stored.polls_left:
                raise Refusal(
                    f"Interaction '{interaction_id}' is still in progress.", "FAILED_PRECONDITION"
                )
            chain.append(stored)
            interaction_id = stored.previous
        return [step for stored in reversed(chain) for step in (*stored.input, *stored.steps)]

    def clear(self) -> None:
        self._kept.clear()
