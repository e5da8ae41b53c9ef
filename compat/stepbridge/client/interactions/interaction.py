"""The Interaction with the properties that the official SDK computes."""

from __future__ import annotations

from typing import Any

from stepbridge.client.interactions.node import Node, node
from stepbridge.wire import JsonObject

_COMPUTED = ("output_text", "output_image", "output_audio", "output_video")


class Interaction(Node):
    """An interaction (``google.genai.interactions.Interaction``)."""

    _place = "interaction"

    def __init__(self, wire: JsonObject, place: str = "interaction") -> None:
        super().__init__(wire, place)

    @property
    def output_text(self) -> str:
        """The text that the answer ends with; "" when there is none.

        That is the last run of text: text in front of a picture or a tool step that is followed by
        more text is not part of it.
        """
        return output_text(self._steps())

    @property
    def output_image(self) -> Node | None:
        """The last picture of the answer, or None."""
        return self._last("image")

    @property
    def output_audio(self) -> Node | None:
        """The last sound of the answer, or None."""
        return self._last("audio")

    @property
    def output_video(self) -> Node | None:
        """The last film of the answer, or None."""
        return self._last("video")

    def model_dump(self, *, exclude: set[str] | None = None, **options: Any) -> dict[str, Any]:
        """A copy of the JSON, and what is computed of it."""
        dumped = super().model_dump(exclude=exclude, **options)
        for name in _COMPUTED:
            value = getattr(self, name)
            if value and name not in (exclude or ()):
                dumped[name] = value.model_dump() if isinstance(value, Node) else value
        return dumped

    def _steps(self) -> list[JsonObject]:
        return self.to_wire().get("steps") or []

    def _last(self, kind: str) -> Node | None:
        for step in reversed(self._steps()):
            if step.get("type") == "user_input":
                break
            if step.get("type") != "model_output":
                continue
            for item in reversed(_content(step)):
                if item.get("type") == kind:
                    return node(item)
        return None


def output_text(steps: list[JsonObject]) -> str:
    """``output_text`` of some steps."""
    pieces: list[str] = []
    for step in reversed(steps):
        kind = step.get("type")
        if kind == "thought":
            continue
        if kind == "user_input" or (pieces and kind != "model_output"):
            break
        if kind == "model_output" and not _collect(_content(step), pieces):
            break
    return "".join(reversed(pieces))


def _collect(content: list[JsonObject], pieces: list[str]) -> bool:
    """Adds the text that content ends with; False when something else stands in front of it."""
    for item in reversed(content):
        if item.get("type") == "text":
            pieces.append(item.get("text") or "")
        elif pieces:
            return False
    return True


def _content(step: JsonObject) -> list[JsonObject]:
    content = step.get("content")
    return content if isinstance(content, list) else []
