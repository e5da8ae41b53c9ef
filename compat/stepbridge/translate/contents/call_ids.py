"""Ids of function calls: Interactions requires them, generateContent histories often lack them."""

from __future__ import annotations

from typing import NamedTuple

from stepbridge.translate.walk.names import NAMES


class _Call(NamedTuple):
    id: str
    name: str
    given: bool


class CallIds:
    """Gives each call an id and each result the id of its call.

    An id is a function of a call's place in the conversation, so a history that only grows keeps
    its ids. A result belongs to a call of the nearest model turn before it: by id, else to the
    first open call of its function.
    """

    __slots__ = ("_contents", "_open", "_taken")

    def __init__(self, contents: list[object]) -> None:
        self._contents = contents
        self._taken: set[str] | None = None
        self._open: list[_Call] = []

    def new_turn(self) -> None:
        """A model turn begins: calls of earlier turns can no longer be answered."""
        self._open.clear()

    def call(self, call_id: str | None, name: str, turn: int, place: int) -> str:
        """The id of the call at part ``place`` of content ``turn``."""
        chosen = call_id or self._invent(f"call_{turn}_{place}")
        self._open.append(_Call(chosen, name, bool(call_id)))
        return chosen

    def result(self, call_id: str | None, name: str, turn: int, place: int) -> str:
        """The id of the call that a result answers."""
        match = self._match(call_id, name)
        if match is not None:
            self._open.remove(match)
            return match.id
        return call_id or self._invent(f"call_{turn}_{place}")

    def _match(self, call_id: str | None, name: str) -> _Call | None:
        if call_id:
            by_id = next((call for call in self._open if call.id == call_id), None)
            # An id that no call shows can still belong to a call that was stored without one.
            return by_id or self._named(name, [call for call in self._open if not call.given])
        return self._named(name, self._open)

    def _named(self, name: str, calls: list[_Call]) -> _Call | None:
        """The first open call of a function; of any, when the result does not say which."""
        return next((call for call in calls if not name or call.name == name), None)

    def _invent(self, base: str) -> str:
        if self._taken is None:
            self._taken = set(_given_ids(self._contents))
        chosen, count = base, 1
        while chosen in self._taken:
            count += 1
            chosen = f"{base}_{count}"
        self._taken.add(chosen)
        return chosen


def _given_ids(contents: list[object]) -> list[str]:
    found: list[str] = []
    for content in contents:
        parts = content.get("parts") if isinstance(content, dict) else None
        for part in parts if isinstance(parts, list) else ():
            for key, value in part.items() if isinstance(part, dict) else ():
                if NAMES[key] in _IDENTIFIED and isinstance(value, dict):
                    found.append(str(value.get("id")))
    return found


_IDENTIFIED = frozenset({"function_call", "function_response", "executable_code", "tool_call"})
