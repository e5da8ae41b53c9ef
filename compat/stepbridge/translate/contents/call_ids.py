"""Ids of function calls: Interactions requires them, generateContent histories often lack them."""

from __future__ import annotations

from typing import NamedTuple

from stepbridge.translate.walk.names import NAMES


class _Call(NamedTuple):
    id: str
    name: str


class CallIds:
    """Gives each call an id and each result the id of its call.

    An id is a function of a call's place in the conversation, so a history that only grows keeps
    its ids. A result belongs to a call of the nearest model turn before it: by id, else to the
    first open call of its function that no other result names by id.
    """

    __slots__ = ("_answered", "_contents", "_open", "_taken")

    def __init__(self, contents: list[object]) -> None:
        self._contents = contents
        self._taken: set[str] | None = None
        self._answered: set[str] | None = None
        self._open: list[_Call] = []

    def new_turn(self) -> None:
        """A model turn begins: calls of earlier turns can no longer be answered."""
        self._open.clear()

    def call(self, call_id: str | None, name: str, turn: int, place: int) -> str:
        """The id of the call at part ``place`` of content ``turn``."""
        chosen = call_id or self._invent(f"call_{turn}_{place}")
        self._open.append(_Call(chosen, name))
        return chosen

    def result(self, call_id: str | None, name: str, turn: int, place: int) -> str:
        """The id of the call that a result answers."""
        match = self._match(call_id, name)
        if match is not None:
            self._open.remove(match)
            return match.id
        return call_id or self._invent(f"call_{turn}_{place}")

    def _match(self, call_id: str | None, name: str) -> _Call | None:
        by_id = next((call for call in self._open if call.id == call_id), None)
        if by_id is not None:
            return by_id
        # A result that does not say which function answers any.
        same = [call for call in self._open if not name or call.name == name]
        if len(same) > 1 or call_id:
            # generateContent goes by names: an id that no call shows is of somebody else's making.
            free = [call for call in same if call.id not in self._named_by_results()]
            same = free if call_id else free or same
        return same[0] if same else None

    def _named_by_results(self) -> set[str]:
        if self._answered is None:
            self._answered = set(_given_ids(self._contents, _RESULTS))
        return self._answered

    def _invent(self, base: str) -> str:
        if self._taken is None:
            self._taken = set(_given_ids(self._contents, _IDENTIFIED))
        chosen, count = base, 1
        while chosen in self._taken:
            count += 1
            chosen = f"{base}_{count}"
        self._taken.add(chosen)
        return chosen


def _given_ids(contents: list[object], kinds: frozenset[str]) -> list[str]:
    found: list[str] = []
    for content in contents:
        parts = content.get("parts") if isinstance(content, dict) else None
        for part in parts if isinstance(parts, list) else ():
            for key, value in part.items() if isinstance(part, dict) else ():
                if NAMES[key] in kinds and isinstance(value, dict):
                    found.append(str(value.get("id")))
    return found


_IDENTIFIED = frozenset({"function_call", "function_response", "executable_code", "tool_call"})
_RESULTS = frozenset({"function_response"})
