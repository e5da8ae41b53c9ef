"""The readable sentence that an answer consists of, and what it cites."""

from __future__ import annotations

import json

from stepbridge_emulator.answer import Citation, Source, Text
from stepbridge_emulator.functions import answers_results
from stepbridge_emulator.prompt import Json, Prompt

QUOTED = 160
REMEMBERED = 4


def reply(prompt: Prompt, cited: tuple[Source, ...]) -> Text:
    """Sentences led by the first digits of the digest; the last one is for what is cited."""
    text = sentences(prompt)
    if not cited:
        return Text(text)
    # An en dash, so that offsets in bytes differ from offsets in characters.
    closing = f"Sources – {', '.join(source.title for source in cited)} – agree."
    start, end = 0, len(text.encode())
    citations = [Citation(start, end, cited[0])]
    start, end = end + 1, end + 1 + len(closing.encode())
    citations += [Citation(start, end, source) for source in cited]
    return Text(f"{text} {closing}", tuple(citations))


def sentences(prompt: Prompt) -> str:
    head = f"Emulated answer {prompt.digest[:6]}: "
    if answers_results(prompt):
        return head + "; ".join(_results(prompt)) + "."
    said = prompt.user_texts()
    what = f"you said '{short(said[-1])}'" if said else "you said nothing"
    return head + ", ".join([what, *_seen(prompt)]) + "." + _memory(said[:-1])


def short(text: str) -> str:
    """One line of at most ``QUOTED`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 3] + "..."


def _results(prompt: Prompt) -> list[str]:
    return [
        f"{part['result_of']} returned {json.dumps(part['value'], ensure_ascii=False)}"
        for part in prompt.turns[-1]["parts"]
        if "result_of" in part
    ]


def _seen(prompt: Prompt) -> list[str]:
    parts = prompt.turns[-1]["parts"] if prompt.turns else []
    return [f"with {part['media']} {_name(part)}" for part in parts if "media" in part]


def _name(part: Json) -> str:
    return part["sha256"][:8] if "sha256" in part else str(part["uri"])


def _memory(earlier: list[str]) -> str:
    if not earlier:
        return ""
    quoted = ", ".join(f"'{short(text)}'" for text in earlier[-REMEMBERED:])
    return f" Earlier you said {quoted}."
