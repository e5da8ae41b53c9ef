"""What the model answers: a list of items, an end and a bill, without any API form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Finish = Literal["stop", "call", "max_tokens", "continuation", "blocked"]


@dataclass(frozen=True)
class Thought:
    signature: str
    summary: str = ""


@dataclass(frozen=True)
class Source:
    """Something that a sentence can be credited to: ``kind`` is url, place or file."""

    kind: str
    url: str
    title: str
    id: str = ""


@dataclass(frozen=True)
class Citation:
    """Bytes of UTF-8 in the text item, end exclusive."""

    start: int
    end: int
    source: Source


@dataclass(frozen=True)
class Text:
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Call:
    id: str
    name: str
    arguments: Json


@dataclass(frozen=True)
class Media:
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class ToolUse:
    """A tool that the service ran itself: call and result of one ``kind``.

    ``variant``: the search type, the MCP server, the retrieval type. ``after_output``: its steps
    come behind the text, as search steps do on the wire.
    """

    id: str
    kind: str
    arguments: Json
    result: Any
    variant: str = ""
    after_output: bool = False


Item = Thought | Text | Call | Media | ToolUse


@dataclass(frozen=True)
class Usage:
    """Tokens; by modality where the modality differs."""

    input: dict[str, int] = field(default_factory=dict)
    output: dict[str, int] = field(default_factory=dict)
    thoughts: int = 0
    tool_use: int = 0
    cached: dict[str, int] = field(default_factory=dict)
    """Of ``input``, what came out of a cache."""

    @property
    def input_total(self) -> int:
        return sum(self.input.values())

    @property
    def output_total(self) -> int:
        return sum(self.output.values())

    @property
    def total(self) -> int:
        return self.input_total + self.output_total + self.thoughts + self.tool_use


@dataclass(frozen=True)
class Answer:
    items: tuple[Item, ...]
    finish: Finish
    usage: Usage
    continuation_token: str = ""
