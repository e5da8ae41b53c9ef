"""One declared name, and what a call of it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from stepbridge_codemods.values.kinds import Kind

CALLS: dict[str, Kind] = {
    "client": Kind.CLIENT,
    "client.aio": Kind.AIO,
    "client.models": Kind.MODELS,
    "client.aio.models": Kind.AIO_MODELS,
    "generate_content": Kind.RESPONSE,
    "generate_content_stream": Kind.STREAM,
    "chats.create": Kind.CHAT,
    "aio.chats.create": Kind.AIO_CHAT,
    "interactions.create": Kind.INTERACTION,
}
"""What a call of a wrapper may be -> kind of what it gives."""

MIGRATED = {Kind.RESPONSE: Kind.INTERACTION, Kind.STREAM: Kind.EVENTS}
"""Kind that a wrapper gave -> kind that it gives once its definition is migrated."""


class Standing(StrEnum):
    """What becomes of a wrapper in a tree; ``MIGRATES`` and ``BRIDGES`` in this very rewrite."""

    MIGRATES = "gives the result of an Interactions call once the tree is rewritten"
    MIGRATED = "gives the result of an Interactions call"
    BRIDGES = "gives a legacy result over a bridge once the tree is rewritten"
    BRIDGED = "gives a legacy result over a bridge"


AFTER = {
    Standing.MIGRATES: Standing.MIGRATED,
    Standing.MIGRATED: Standing.MIGRATED,
    Standing.BRIDGES: Standing.BRIDGED,
    Standing.BRIDGED: Standing.BRIDGED,
}
"""Standing before a rewrite -> standing after it."""

_LEGACY = frozenset({Kind.RESPONSE, Kind.STREAM, Kind.CHAT, Kind.AIO_CHAT})


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A function, class or method by its dotted name (``acme.llm.ask``, ``acme.llm.LLM.ask``).

    ``call`` is a key of ``CALLS``. ``parameters`` are pairs of a parameter's name and the legacy
    argument that it stands for (``contents``, ``model``, ``config``, ``config.top_k``, nothing), in
    the order of the definition. ``returns`` is ``"text"`` where the wrapper takes the text out of
    the response. ``is_async``: a call has to be awaited. ``of`` is the declared name where this one
    is another module's import of it.
    """

    name: str
    call: str = "generate_content"
    parameters: tuple[tuple[str, str], ...] = ()
    returns: str = "response"
    is_async: bool = False
    of: str = ""

    @property
    def declared(self) -> str:
        """The name that the project gave it."""
        return self.of or self.name

    @property
    def owner(self) -> str:
        """The module or class that the name lies in."""
        return self.name.rpartition(".")[0]

    @property
    def last(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def is_method(self) -> bool:
        """Whether the name is a method's: classes begin with a capital letter."""
        return self.owner.rpartition(".")[2].lstrip("_")[:1].isupper()

    @property
    def is_site(self) -> bool:
        """Whether a call of it is a call of the legacy API, not only the way to one."""
        return CALLS[self.call] in _LEGACY

    @property
    def symbol(self) -> str:
        """The symbol of its calls among the rules."""
        return f"Wrapper.{self.call}"

    def kind(self, standing: Standing | None) -> Kind | None:
        """The kind that a call gives; None for text."""
        if self.returns == "text":
            return None
        kind = CALLS[self.call]
        return MIGRATED.get(kind, kind) if standing is Standing.MIGRATED else kind


@cache
def mentions(wrappers: tuple[Wrapper, ...]) -> re.Pattern[bytes] | None:
    """Finds the last name of any wrapper in bytes; None when there are none."""
    names = sorted({wrapper.last for wrapper in wrappers})
    return re.compile(rf"\b(?:{'|'.join(names)})\b".encode()) if names else None
