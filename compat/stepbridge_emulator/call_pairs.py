"""Which call a function response answers: generateContent asks for a name, an id is optional."""

from __future__ import annotations

from stepbridge_emulator.errors import Json


class CallPairs:
    """Numbers the calls of a conversation, and finds the number that a response answers.

    A response answers a call of the nearest model turn: the one with its id, else the first open
    one of its function that no other response names by its id.
    """

    def __init__(self, contents: list[Json]) -> None:
        self._calls: list[Json] = []
        self._open: list[int] = []
        self._previous = ""
        self._named = {
            part["functionResponse"].get("id")
            for content in contents
            for part in content.get("parts", [])
            if "functionResponse" in part
        } - {None, ""}

    def turn(self, role: str) -> None:
        """A content begins; neighbouring ones of the model are one turn."""
        if role == "model" != self._previous:
            self._open.clear()
        self._previous = role

    def call(self, call: Json) -> None:
        """The model called."""
        self._open.append(len(self._calls))
        self._calls.append(call)

    def answered(self, response: Json) -> int | None:
        """The number of the call that this response answers, None for no call at all."""
        number = next(iter(self._candidates(response)), None)
        if number is not None:
            self._open.remove(number)
        return number

    def _candidates(self, response: Json) -> list[int]:
        wanted = response.get("id")
        by_id = [n for n in self._open if wanted and self._calls[n].get("id") == wanted]
        same = [n for n in self._open if self._calls[n].get("name") == response.get("name")]
        free = [n for n in same if self._calls[n].get("id") not in self._named]
        return [*by_id, *free, *([] if wanted else same)]
