"""The answer to generate_content, with the attributes and warnings of the official class."""

from __future__ import annotations

import logging
from typing import Any

from stepbridge.client.views.view import View, registered

# The official SDK's logger, so that filters which programs set for it go on working.
_LOGGER = logging.getLogger("google_genai.types")
_told: set[str] = set()

_BESIDE_TEXT = {"text", "thought", "thought_signature"}


@registered
class GenerateContentResponse(View):
    """One answer, or one chunk of a streamed one (``google.genai.types``)."""

    parsed: Any = None
    """The first candidate as an object of ``response_schema``; None when it does not fit."""

    @property
    def parts(self) -> list[View] | None:
        """The parts of the first candidate, or None."""
        _tell_of_several(self, "parts")
        return _parts(self)

    @property
    def text(self) -> str | None:
        """All text of the first candidate that is not a thought; None when there is none."""
        parts = _parts(self)
        if not parts:
            return None
        _tell_of_several(self, "text")
        others = [name for part in parts for name in _present(part) if name not in _BESIDE_TEXT]
        if others:
            _tell(
                "beside text",
                f"the response has parts that are not text: {others}. response.text leaves them "
                "out; see candidates[0].content.parts for all of it.",
            )
        texts = [part.text for part in parts if isinstance(part.text, str) and not part.thought]
        return "".join(texts) if texts else None

    @property
    def function_calls(self) -> list[View] | None:
        """The function calls of the first candidate; None when there are none."""
        _tell_of_several(self, "function_calls")
        calls = [
            part.function_call for part in _parts(self) or () if part.function_call is not None
        ]
        return calls or None

    @property
    def executable_code(self) -> str | None:
        """The first piece of code that the model wrote to be run."""
        pieces = (part.executable_code for part in _parts(self) or ())
        return next((piece.code for piece in pieces if piece is not None), None)

    @property
    def code_execution_result(self) -> str | None:
        """What the first run of such code printed."""
        results = (part.code_execution_result for part in _parts(self) or ())
        return next((result.output for result in results if result is not None), None)

    def _names(self) -> list[str]:
        return [*super()._names(), "parsed"]


def _parts(response: View) -> list[Any] | None:
    candidates = response.candidates
    if not candidates or candidates[0].content is None:
        return None
    parts: list[Any] | None = candidates[0].content.parts
    return parts


def _present(part: Any) -> list[str]:
    if not isinstance(part, View):
        return [name for name, value in part if value is not None]
    return part.present()


def _tell_of_several(response: View, attribute: str) -> None:
    count = len(response.candidates or ())
    if count > 1:
        _tell(
            f"several {attribute}",
            f"there are {count} candidates, response.{attribute} is of the first one; "
            "see response.candidates for the others.",
        )


def _tell(kind: str, message: str) -> None:
    if kind not in _told:
        _told.add(kind)
        _LOGGER.warning(message)
