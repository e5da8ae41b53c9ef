"""Which functions the model calls, and with what."""

from __future__ import annotations

import re

from stepbridge_emulator.answer import Call
from stepbridge_emulator.json_values import ValueMaker
from stepbridge_emulator.prompt import Json, Prompt, fingerprint


def calls_of(prompt: Prompt) -> list[Call]:
    """The calls of this turn: none after results came, several when the user names several."""
    if not prompt.functions or answers_results(prompt):
        return []
    mode = prompt.tool_choice.get("mode", "auto")
    if mode == "none":
        return []
    names = prompt.tool_choice.get("names")
    functions = [item for item in prompt.functions if not names or item["name"] in names]
    return [_call(prompt, item, number) for number, item in enumerate(chosen(prompt, functions))]


def answers_results(prompt: Prompt) -> bool:
    """Whether the last turn brings what functions returned."""
    last = prompt.turns[-1]["parts"] if prompt.turns else []
    return any("result_of" in part for part in last)


def chosen(prompt: Prompt, functions: list[Json]) -> list[Json]:
    """All that the user names, else the one that shares most words with the question."""
    question = prompt.question.lower()
    named = [
        item
        for item in functions
        if re.search(rf"\b{re.escape(item['name'].lower())}\b", question)
        or item["name"].lower().replace("_", " ") in question
    ]
    if named:
        return sorted(named, key=lambda item: question.find(item["name"].lower()))
    best = max(functions, key=lambda item: _overlap(question, item), default=None)
    if best is None or (_overlap(question, best) == 0 and called_before(prompt)):
        return []
    return [best]


def called_before(prompt: Prompt) -> bool:
    """Whether an earlier turn already used a function; small talk after that needs none."""
    return any("result_of" in part for turn in prompt.turns for part in turn["parts"])


def _overlap(question: str, function: Json) -> int:
    about = f"{function['name']} {function.get('description', '')}".replace("_", " ").lower()
    return len(set(re.findall(r"\w{4,}", question)) & set(re.findall(r"\w{4,}", about)))


def _call(prompt: Prompt, function: Json, number: int) -> Call:
    schema = function.get("parameters", {"type": "object"})
    arguments = ValueMaker(prompt).value({"type": "object", **schema}, function["name"])
    return Call(call_id(prompt, number), function["name"], arguments)


def call_id(prompt: Prompt, number: int) -> str:
    """Eight letters and digits, as the service gives them out; the last says which of a batch."""
    return fingerprint([prompt.digest, "call", number])[:7] + "abcdefghij"[number % 10]


def is_sibling(name: str) -> bool:
    """Whether an id that the emulator gave out is not the first of its batch."""
    return re.fullmatch(r"[0-9a-f]{7}[b-j]", name) is not None
