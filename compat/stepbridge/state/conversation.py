"""One request's place in a conversation that the server keeps."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stepbridge.state.store import Entry, Store
from stepbridge.state.turns import Conversed, Media, Prefix, call_ids
from stepbridge.translate.steps import from_contents
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.wire import JsonObject

_LOGGER = logging.getLogger("stepbridge")
# Older beginnings are hardly ever the latest known one; an unknown history costs one look-up.
_TRIED = 64
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Known:
    """A beginning of the request that the server has, and the interaction that ends it."""

    prefix: Prefix
    entry: Entry


class Conversation:
    """Finds the known beginning of a request, and remembers what came of it.

    ``body`` is the whole Interactions request; ``media`` its strings that were cut out; ``scope``
    keeps owners, servers and models apart. Errors of the store are logged and count as not known.
    """

    def __init__(self, store: Store, scope: bytes, body: JsonObject, media: Media) -> None:
        self.store = store
        self._body = body
        self._conversed = Conversed(scope, media)
        steps = body["input"]
        found = self._conversed.prefixes(steps)
        self._prefixes = [prefix for prefix in reversed(found) if prefix.length < len(steps)]
        self._ends_open = not found or found[-1].length < len(steps)

    def recall(self) -> Known | None:
        """The longest known beginning. May block."""
        tried = {prefix.key: prefix for prefix in self._prefixes[:_TRIED]}
        if not tried:
            return None
        found = self._ask(lambda: self.store.first(list(tried)))
        if found is None:
            return None
        key, entry = found
        known = Known(tried[key], entry)
        # Without its calls in the same order, results could not be given to them.
        return known if len(entry.call_ids) == len(known.prefix.call_ids) else None

    def whole(self) -> JsonObject:
        """The request in full, kept by the server."""
        return {**self._body, "store": True}

    def rest(self, known: Known) -> JsonObject:
        """The request without what is known; tools and settings are not inherited, so they stay."""
        names = dict(zip(known.prefix.call_ids, known.entry.call_ids, strict=True))
        steps = self._body["input"][known.prefix.length :]
        new = [_addressed(step, names) for step in steps]
        previous = known.entry.interaction_id
        return {**self._body, "input": new, "store": True, "previous_interaction_id": previous}

    def remember(self, interaction_id: str, parts: list[JsonObject]) -> None:
        """Keep what the caller was told, as it will come back. May block."""
        if not self._ends_open or not all(map(_is_named, parts)):
            return  # the caller began this turn, or results could not be given to its calls
        try:
            steps = from_contents([{"role": "model", "parts": parts}])
        except MalformedRequestError:
            return
        if steps:
            key = self._conversed.model(steps)
            self._ask(lambda: self.store.put(key, Entry(interaction_id, call_ids(steps))))

    def forget(self, known: Known) -> None:
        """The server does not have it any more. May block."""
        self._ask(lambda: self.store.drop(known.prefix.key))

    def _ask(self, question: Callable[[], Result]) -> Result | None:
        try:
            return question()
        except self.store.errors as error:
            _LOGGER.warning("stepbridge: the state store failed (%s)", type(error).__name__)
            return None


def _is_named(part: JsonObject) -> bool:
    call = part.get("functionCall")
    return call is None or bool(call.get("id"))


def _addressed(step: JsonObject, names: dict[str, str]) -> JsonObject:
    """A result under the id that the server gave its call."""
    call: Any = step.get("call_id")
    return {**step, "call_id": names[call]} if call in names else step
