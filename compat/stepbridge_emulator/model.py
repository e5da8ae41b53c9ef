"""The deterministic model: the canonical prompt alone decides the answer."""

from __future__ import annotations

import json

from stepbridge_emulator.answer import Answer, Finish, Item, Text, Thought
from stepbridge_emulator.functions import answers_results, calls_of
from stepbridge_emulator.json_values import ValueMaker
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.signatures import sign, sign_call
from stepbridge_emulator.tokens import BYTES_PER_TOKEN, usage_of

QUOTED = 160


def answer(prompt: Prompt) -> Answer:
    """What the emulated model says to ``prompt``."""
    calls = calls_of(prompt)
    if calls:
        thought = Thought(sign_call(calls[0].name, calls[0].arguments), _summary(prompt))
        items: tuple[Item, ...] = (thought, *calls)
        return Answer(items, "call", usage_of(prompt, items))
    output, tool_use = _output(prompt)
    output, finish = _limited(prompt, output)
    thought = Thought(sign(prompt.digest), _summary(prompt))
    items = (thought, *output)
    return Answer(items, finish, usage_of(prompt, items, tool_use))


def _summary(prompt: Prompt) -> str:
    if not prompt.settings.get("thoughts"):
        return ""
    return f"**Reading the request**\n\nThe user wants an answer to: {_short(prompt.question)}\n\n"


def _output(prompt: Prompt) -> tuple[list[Item], int]:
    schema = prompt.schema()
    if schema is not None:
        value = ValueMaker(prompt).value(schema or {"type": "object"}, "answer")
        return [Text(json.dumps(value, ensure_ascii=False))], 0
    sentence = reply(prompt)
    return [Text(sentence)], 0


def reply(prompt: Prompt) -> str:
    """One readable sentence or more, led by the first digits of the digest."""
    head = f"Emulated answer {prompt.digest[:6]}: "
    if answers_results(prompt):
        return head + "; ".join(_results(prompt)) + "."
    said = prompt.user_texts()
    what = f"you said '{_short(said[-1])}'" if said else "you said nothing"
    return head + ", ".join([what, *_seen(prompt)]) + "." + _memory(said[:-1])


def _results(prompt: Prompt) -> list[str]:
    return [
        f"{part['result_of']} returned {json.dumps(part['value'], ensure_ascii=False)}"
        for part in prompt.turns[-1]["parts"]
        if "result_of" in part
    ]


def _seen(prompt: Prompt) -> list[str]:
    parts = prompt.turns[-1]["parts"] if prompt.turns else []
    return [
        f"with {part['media']} {part.get('sha256', part.get('uri', ''))[:60]}"
        if "uri" in part
        else f"with {part['media']} {part['sha256'][:8]}"
        for part in parts
        if isinstance(part.get("media"), str)
    ]


def _memory(earlier: list[str]) -> str:
    if not earlier:
        return ""
    return " Earlier you said " + ", ".join(f"'{_short(text)}'" for text in earlier[-4:]) + "."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 3] + "..."


def _limited(prompt: Prompt, items: list[Item]) -> tuple[list[Item], Finish]:
    """Cut at the first stop sequence and at the token limit."""
    limit = prompt.settings.get("max_output_tokens")
    room = limit * BYTES_PER_TOKEN if limit else None
    stops = prompt.settings.get("stop_sequences", [])
    result: list[Item] = []
    for item in items:
        if isinstance(item, Text):
            text = item.text
            ends = [text.find(stop) for stop in stops if stop in text]
            if ends:
                text = text[: min(ends)]
            if room is not None and len(text.encode()) > room:
                result.append(Text(text.encode()[:room].decode("utf-8", "ignore")))
                return result, "max_tokens"
            room = room - len(text.encode()) if room is not None else None
            item = Text(text, item.citations if not ends else ())
        result.append(item)
    return result, "stop"
