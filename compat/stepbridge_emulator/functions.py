"""Which functions the model calls, and with what."""

from __future__ import annotations

import re

from stepbridge_emulator.answer import Call
from stepbridge_emulator.json_values import ValueMaker
from stepbridge_emulator.prompt import Json, Prompt, fingerprint


def calls_of(prompt: Prompt) -> list[Call]:
    """The calls of this turn: none after results came, one for each time the user names one."""
    if not prompt.functions or answers_results(prompt):
        return []
    mode = prompt.tool_choice.get("mode", "auto")
    if mode == "none":
        return []
    names = prompt.tool_choice.get("names")
    functions = [item for item in prompt.functions if not names or item["name"] in names]
    called = chosen(prompt, functions)
    return [_call(prompt, item, at, called[:at].count(item)) for at, item in enumerate(called)]


def answers_results(prompt: Prompt) -> bool:
    """Whether the last turn brings what functions returned."""
    last = prompt.turns[-1]["parts"] if prompt.turns else []
    return any("result_of" in part for part in last)


def chosen(prompt: Prompt, functions: list[Json]) -> list[Json]:
    """All that the user names, as often as named; else the one that shares most words with it."""
    question = prompt.question.lower()
    named = [(place, item) for item in functions for place in _places(question, item)]
    if named:
        return [item for _, item in sorted(named, key=lambda pair: pair[0])]
    best = max(functions, key=lambda item: _overlap(question, item), default=None)
    if best is None or (_overlap(question, best) == 0 and called_before(prompt)):
        return []
    return [best]


def _places(question: str, function: Json) -> list[int]:
    """Where a question names a function; -1 for a name without its underscores."""
    name = function["name"].lower()
    found = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", question)]
    return found or [-1] * (name.replace("_", " ") in question)


def called_before(prompt: Prompt) -> bool:
    """Whether an earlier turn already used a function; small talk after that needs none."""
    return any("result_of" in part for turn in prompt.turns for part in turn["parts"])


def _overlap(question: str, function: Json) -> int:
    about = f"{function['name']} {function.get('description', '')}".replace("_", " ").lower()
    return len(set(re.findall(r"\w{4,}", question)) & set(re.findall(r"\w{4,}", about)))


def _call(prompt: Prompt, function: Json, number: int, repeated: int) -> Call:
    schema = function.get("parameters", {"type": "object"})
    # Calls of one function differ in what they ask for.
    seed = f"{function['name']} {repeated}" if repeated else function["name"]
    arguments = ValueMaker(prompt).value({"type": "object", **schema}, seed)
    return Call(call_id(prompt, number), function["name"], arguments)


def call_id(prompt: Prompt, number: int) -> str:
    """Eight letters and digits, as the service gives them out; the last says which of a batch."""
    return fingerprint([prompt.digest, "call", number])[:7] + "abcdefghij"[number % 10]


def is_sibling(name: str) -> bool:
    """Whether an id that the emulator gave out is not the first of its batch."""
    return re.fullmatch(r"[0-9a-f]{7}[b-j]", name) is not None
