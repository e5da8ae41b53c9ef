"""The deterministic model: the canonical prompt alone decides the answer."""

from __future__ import annotations

import json

from stepbridge_emulator.answer import Answer, Call, Finish, Item, Media, Text, Thought
from stepbridge_emulator.functions import answers_results, call_id, calls_of
from stepbridge_emulator.json_values import ValueMaker
from stepbridge_emulator.pictures import jpeg, png
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.reply import reply, short
from stepbridge_emulator.server_tools import ToolWork, sources_of
from stepbridge_emulator.signatures import sign, sign_call
from stepbridge_emulator.sounds import tone
from stepbridge_emulator.tokens import BYTES_PER_TOKEN, usage_of

# The smallest file that says it is MPEG-4.
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"


def answer(prompt: Prompt) -> Answer:
    """What the emulated model says to ``prompt``."""
    calls = [*calls_of(prompt), *_computer_calls(prompt)]
    if calls:
        thought = Thought(sign_call(calls[0].name, calls[0].arguments), _summary(prompt))
        items: tuple[Item, ...] = (thought, *calls)
        return Answer(items, "call", usage_of(prompt, items))
    work = ToolWork() if answers_results(prompt) else sources_of(prompt)
    output, finish = _limited(prompt, _output(prompt, work))
    before = [use for use in work.uses if not use.after_output]
    after = [use for use in work.uses if use.after_output]
    items = (Thought(sign(prompt.digest), _summary(prompt)), *before, *output, *after)
    return Answer(items, finish, usage_of(prompt, items, work.tokens))


def _summary(prompt: Prompt) -> str:
    if not prompt.settings.get("thoughts"):
        return ""
    return f"**Reading the request**\n\nThe user wants an answer to: {short(prompt.question)}\n\n"


def _computer_calls(prompt: Prompt) -> list[Call]:
    wanted = any(tool["type"] == "computer_use" for tool in prompt.built_in)
    if not wanted or prompt.functions or answers_results(prompt):
        return []
    return [Call(call_id(prompt, 0), "open_web_browser", {})]


def _output(prompt: Prompt, work: ToolWork) -> list[Item]:
    kinds = [entry["type"] for entry in prompt.output] or ["text"]
    return [_made(prompt, kind, work) for kind in kinds]


def _made(prompt: Prompt, kind: str, work: ToolWork) -> Item:
    if kind == "image":
        wanted = next(entry for entry in prompt.output if entry["type"] == "image")
        if wanted.get("mime_type") == "image/png":
            return Media("image/png", png(prompt.digest))
        return Media("image/jpeg", jpeg(prompt.digest))
    if kind == "audio":
        return Media("audio/l16", tone(prompt.digest))
    if kind == "video":
        return Media("video/mp4", MP4)
    schema = prompt.schema()
    if schema is None:
        return reply(prompt, work.cited)
    value = ValueMaker(prompt).value(schema or {"type": "object"}, "answer")
    return Text(json.dumps(value, ensure_ascii=False))


def _limited(prompt: Prompt, items: list[Item]) -> tuple[list[Item], Finish]:
    """Cut at the first stop sequence and at the token limit."""
    stops = prompt.settings.get("stop_sequences", [])
    limit = prompt.settings.get("max_output_tokens")
    room = limit * BYTES_PER_TOKEN if limit else None
    result: list[Item] = []
    for item in items:
        if not isinstance(item, Text):
            result.append(item)
            continue
        kept = stopped(item, stops)
        if room is not None and len(kept.text.encode()) > room:
            return [*result, _cut(kept, room)], "max_tokens"
        result.append(kept)
    return result, "stop"


def stopped(item: Text, stops: list[str]) -> Text:
    """The text up to the first stop sequence, which is not part of it."""
    ends = [item.text.find(stop) for stop in stops if stop and stop in item.text]
    return _cut(item, len(item.text[: min(ends)].encode())) if ends else item


def _cut(item: Text, size: int) -> Text:
    text = item.text.encode()[:size].decode("utf-8", "ignore")
    return Text(text, tuple(note for note in item.citations if note.end <= len(text.encode())))
