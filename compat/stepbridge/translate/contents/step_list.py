"""The steps of a conversation as they are put together: runs of content, thoughts, signatures."""

from __future__ import annotations

from stepbridge.translate.contents.signatures import standard
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.wire import JsonObject


class StepList:
    """Collects steps. Content items that follow each other share a step; a new turn opens its own.

    A thought's text waits for a signature: servers refuse unsigned thoughts on replay, so a thought
    that gets none is left out.
    """

    __slots__ = ("_kind", "_ledger", "_open", "_spent", "_steps", "_thoughts", "turn_is_signed")

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._steps: list[JsonObject] = []
        self._open: list[JsonObject] | None = None
        self._kind = "user_input"
        self._thoughts: list[tuple[JsonObject, str]] = []
        self._spent: set[str] = set()
        self.turn_is_signed = False

    def new_turn(self, model: bool) -> None:
        """Items that follow belong to another content."""
        kind = "model_output" if model else "user_input"
        if kind != self._kind:
            self._drop_thoughts()
            self._spent.clear()
            self.turn_is_signed = False
        self._kind = kind
        self._open = None

    def item(self, item: JsonObject) -> None:
        """Add a content item to the step that is open, or to a new one."""
        if self._thoughts:
            self._drop_thoughts()
        if self._open is None:
            self._open = []
            self._steps.append({"type": self._kind, "content": self._open})
        self._open.append(item)

    def step(self, step: JsonObject) -> None:
        """Add a whole step."""
        self._drop_thoughts()
        self._open = None
        self._steps.append(step)

    def think(self, item: JsonObject | None, path: str) -> None:
        """Keep one item of a thought's summary until its signature is known."""
        if item is not None:
            self._thoughts.append((item, path))

    def sign(self, signature: str, path: str) -> None:
        """Add a thought step with a signature and the summary that waits for it."""
        spent = self.spend(signature, path)
        if spent is None:
            self._drop_thoughts()
            return
        step: JsonObject = {"type": "thought", "signature": spent}
        if self._thoughts:
            step["summary"] = [item for item, _ in self._thoughts]
            self._thoughts = []
        self._open = None
        self._steps.append(step)

    def spend(self, signature: str, path: str) -> str | None:
        """The signature as it is sent; None when this turn has spent it already.

        Only the first of several parallel calls is signed; copies on its siblings do harm.
        """
        signature = standard(signature)
        if signature in self._spent:
            note = "Sent once: the same signature stands on an earlier part of this turn."
            self._ledger.approximated("Part.thought_signature", path, "", note)
            return None
        self._spent.add(signature)
        self.turn_is_signed = True
        return signature

    def finished(self) -> list[JsonObject]:
        """All steps."""
        self._drop_thoughts()
        return self._steps

    def _drop_thoughts(self) -> None:
        for _, path in self._thoughts:
            note = "A thought without a signature is left out: servers refuse to have it replayed."
            self._ledger.approximated("Part.thought", path, True, note)
        self._thoughts = []
