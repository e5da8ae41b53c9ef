"""Where a text names a model in a string of its own, and the text with newer ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.models.known import Model, status_of

_STRING = re.compile(
    r"""(?P<quote>["'])(?P<id>(?:models/)?(?:gemini|text-bison|chat-bison|(?:text-)?embedding)[\w.-]*)(?P=quote)"""
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One string that is the id of a model with an end: its offsets without quotes."""

    start: int
    end: int
    model: Model


def mentions(text: str) -> Iterator[Mention]:
    """Every string in a text that is nothing but the id of such a model, in order."""
    for found in _STRING.finditer(text):
        model = status_of(found["id"])
        if model is not None:
            start = found.end("id") - len(found["id"].removeprefix("models/"))
            yield Mention(start, found.end("id"), model)


def replaced(text: str) -> str:
    """The text with the replacement in place of each id that has one."""
    pieces: list[str] = []
    end = 0
    for mention in mentions(text):
        if mention.model.replacement:
            pieces += [text[end : mention.start], mention.model.replacement]
            end = mention.end
    return "".join(pieces) + text[end:]
