"""What the parts of a chunk are among events: which deltas carry them, and what asks for them.

https://ai.google.dev/gemini-api/docs/interactions/streaming
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import StrEnum

from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.values.kinds import READS, Kind


class Piece(StrEnum):
    """What one round of a loop over events can be about. The text is the type of the delta.

    ``OTHER`` are deltas that no chunk had a part for, such as signatures and annotations,
    ``END`` the event that closes the interaction, ``EVENT`` all the others.
    """

    TEXT = "text"
    THOUGHT = "thought_summary"
    IMAGE = "image"
    CODE = "code_execution_call"
    OUTPUT = "code_execution_result"
    CALL = "arguments_delta"
    OTHER = "other"
    END = "interaction.completed"
    EVENT = "event"


Pieces = frozenset[Piece]

NO_DELTA: Pieces = frozenset({Piece.EVENT, Piece.END})
DELTAS: Pieces = frozenset(Piece) - NO_DELTA
UNPARTED: Pieces = NO_DELTA | {Piece.OTHER}
"""Rounds that have no counterpart among the parts of chunks."""

AROUND = frozenset({Kind.CANDIDATES, Kind.CANDIDATE, Kind.CONTENT, Kind.PARTS})
"""What a chunk has around its parts; every delta has been taken out of it."""
_AT_END = frozenset({Kind.USAGE, Kind.FINISH})
CARRIERS: dict[Kind, Piece] = {
    Kind.BLOB: Piece.IMAGE,
    Kind.CODE: Piece.CODE,
    Kind.CODE_RESULT: Piece.OUTPUT,
}
"""Kinds of which there is one in each delta of a type."""
_OF_KIND: dict[Kind, Pieces] = {
    **dict.fromkeys((*AROUND, Kind.PART), DELTAS),
    **{kind: frozenset({piece}) for kind, piece in CARRIERS.items()},
    **dict.fromkeys((Kind.USAGE, Kind.FINISH), frozenset({Piece.END})),
}
_CANDIDATES = frozenset({Kind.CANDIDATES, Kind.CANDIDATE})
CLOSING = DELTAS | {Piece.END}
"""Rounds that a candidate comes in where its finish reason is read, too."""
_OF_FIELD: dict[tuple[Kind, str], Pieces] = {
    (Kind.CHUNK, "text"): frozenset({Piece.TEXT}),
    (Kind.PART, "text"): frozenset({Piece.TEXT, Piece.THOUGHT}),
    (Kind.PART, "thought"): frozenset({Piece.THOUGHT}),
    (Kind.BLOB, "data"): frozenset({Piece.IMAGE}),
    (Kind.BLOB, "mime_type"): frozenset({Piece.IMAGE}),
    (Kind.CODE, "code"): frozenset({Piece.CODE}),
    (Kind.CODE_RESULT, "output"): frozenset({Piece.OUTPUT}),
}


def possible(drafts: list[Draft]) -> Pieces:
    """What the events of a stream can be about, by the configs of its call."""
    found = {Piece.TEXT, Piece.OTHER, *NO_DELTA}
    if any(draft.shows_thoughts for draft in drafts):
        found.add(Piece.THOUGHT)
    if any(draft.makes_media for draft in drafts):
        found.add(Piece.IMAGE)
    if any(draft.runs_tools for draft in drafts):
        found |= {Piece.CODE, Piece.OUTPUT}
    if any(draft.calls_functions for draft in drafts):
        found.add(Piece.CALL)
    return frozenset(found)


@dataclass(eq=False)
class Round:
    """One round of a loop over the events of a stream: what is read from its chunk.

    ``uses`` are those of the chunk and of what is in it, by their nodes; ``settled`` those that are
    dealt with. ``ends``: it is asked why the answer ended.
    """

    plan: Plan
    name: str
    uses: dict[ast.AST, Use]
    possible: Pieces
    settled: set[ast.AST] = field(default_factory=set)
    ends: bool = field(init=False)

    def __post_init__(self) -> None:
        read = ((use.kind, use.context) for use in self.uses.values())
        self.ends = (Kind.CANDIDATE, ".finish_reason") in read

    def kind(self, node: ast.AST) -> Kind | None:
        """The kind of an expression that is a part of the chunk."""
        use = self.uses.get(node)
        return use.kind if use is not None else None

    def field(self, node: ast.AST) -> tuple[ast.expr, str] | None:
        """What is read from what: ``part.text``, ``getattr(part, "text", None)``."""
        if isinstance(node, ast.Attribute):
            found = node.value, node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr" and node.args[1:]:
            found = node.args[0], str(getattr(node.args[1], "value", ""))
        else:
            return None
        return found if found[0] in self.uses else None

    def asked(self, node: ast.AST) -> Pieces | None:
        """For which rounds an expression is there, and so true; None where nobody can say."""
        kind = self.kind(node)
        if kind in _CANDIDATES and self.ends:
            return CLOSING
        if kind in _OF_KIND and not (kind in _AT_END and isinstance(node, ast.Name)):
            return _OF_KIND[kind]
        found = self.field(node)
        return _OF_FIELD.get((self.uses[found[0]].kind, found[1])) if found is not None else None

    def carries(self, node: ast.expr, name: str) -> Pieces | None:
        """For which rounds an attribute is there that something in the chunk is asked for."""
        kind = READS.get((self.uses[node].kind, name))
        if kind in _CANDIDATES and self.ends:
            return CLOSING
        found = _OF_KIND.get(kind) if kind is not None else None
        return found or _OF_FIELD.get((self.uses[node].kind, name))

    def within(self, node: ast.AST) -> list[Use]:
        """The uses inside an expression or statement."""
        return [self.uses[inner] for inner in ast.walk(node) if inner in self.uses]

    def settle(self, node: ast.AST) -> None:
        """Says that everything inside a node is dealt with."""
        self.settled.update(use.node for use in self.within(node))
