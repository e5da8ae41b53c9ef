"""Programs from the pieces: each piece at least once, then as chance has it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from legacy_programs import requests as asked
from legacy_programs import surroundings as around
from legacy_programs import uses

_MODULES = (
    "asyncio", "concurrent.futures", "contextlib", "copy", "dataclasses", "functools", "json",
    "operator", "os", "sys",
)  # fmt: skip
_PLACE = re.compile(r"<<CALL(?: ([\w.]+)(!*))?>>")


@dataclass(frozen=True)
class Program:
    """A whole program; ``name`` says which pieces it is made of."""

    name: str
    source: str


def programs(count: int, seed: int) -> Iterator[Program]:
    """``count`` programs, the same for the same seed."""
    random_ = random.Random(seed)
    deck = _Deck(random_)
    for number in range(count):
        yield _program(number, deck, random_)


class _Deck:
    """Deals each piece of a kind once, in a shuffled order, before any is dealt again."""

    def __init__(self, random_: random.Random) -> None:
        self._random = random_
        self._left: dict[str, list[tuple[int, object]]] = {}

    def deal(self, kind: str, pieces: tuple[object, ...]) -> tuple[int, object]:
        left = self._left.get(kind)
        if not left:
            left = self._left[kind] = list(enumerate(pieces))
            self._random.shuffle(left)
        return left.pop()


def _program(number: int, deck: _Deck, random_: random.Random) -> Program:
    is_async = random_.random() < 0.2
    is_stream = random_.random() < 0.2
    contents_at, contents = deck.deal("contents", asked.CONTENTS)
    config_at, config = deck.deal("config", asked.CONFIGS)
    client_at, client = deck.deal("client", around.CLIENTS)
    # Each axis is simple more often than not: two oddities at once hide one another.
    simple = random_.choice(("contents", "config", "client", "two", "none"))
    if simple in ("contents", "two"):
        contents_at, contents = 0, asked.CONTENTS[0]
    if simple in ("client", "two"):
        client_at, client = 0, around.CLIENTS[0]
    if simple == "config":
        config_at, config = 0, asked.CONFIGS[0]
    assert isinstance(contents, asked.Contents)
    assert isinstance(config, asked.Config)
    assert isinstance(client, around.Client)
    use_name, use = _use(deck, config.answer, is_async, is_stream)
    around_name, form = _form(deck, is_async, is_stream)
    source = _composed(contents, config, client, form, use, is_async, is_stream, random_)
    request = f"contents{contents_at}-config{config_at}-client{client_at}"
    return Program(f"{number}-{request}-{use_name}-{around_name}", source)


def _use(deck: _Deck, answer: str, is_async: bool, is_stream: bool) -> tuple[str, str]:
    if is_stream:
        pieces = uses.STREAMS if is_async else (*uses.STREAMS, *uses.SYNC_STREAMS)
        at, use = deck.deal(f"stream {is_async}", pieces)
        return f"stream{at}", str(use)
    special = uses.BY_ANSWER.get(answer)
    kind, pieces = ("text", uses.TEXT) if special is None else (answer, special)
    at, use = deck.deal(f"use {kind}", pieces)
    return f"{kind.replace(' ', '_')}{at}", str(use)


def _form(deck: _Deck, is_async: bool, is_stream: bool) -> tuple[str, str]:
    kind = f"{'STREAM_' if is_stream else ''}{'ASYNC' if is_async else 'SYNC'}"
    at, form = deck.deal(kind, getattr(around, kind))
    return f"{kind.lower()}{at}", str(form)


def _composed(
    contents: asked.Contents,
    config: asked.Config,
    client: around.Client,
    form: str,
    use: str,
    is_async: bool,
    is_stream: bool,
    random_: random.Random,
) -> str:
    if is_stream:
        await_ = "await " if is_async else ""
        loop = "async for" if is_async else "for"
        use = use.replace("{s}", f"{await_}<<CALL>>").replace("{f}", loop)
    parts = {"SETUP": "\n".join(s for s in (contents.setup, config.setup) if s), "USE": _named(use)}
    text = _expanded(form, parts)
    style = random_.choice(_STYLES)

    def call(found: re.Match[str]) -> str:
        return _call(found, contents, config, client, is_async, is_stream, style)

    text = _PLACE.sub(call, text)
    text = text.replace("<<CLIENT>>", client.expression).replace("<<ERRORS>>", "errors")
    head = [client.top]
    body = "\n".join([contents.imports, config.imports, text])
    lines = [f"import {m}" for m in _MODULES if re.search(rf"\b{re.escape(m)}\.", body)]
    lines += [line for line in (contents.imports, config.imports) if line]
    if re.search(r"\btypes\.", body):
        lines.append("from google.genai import types")
    if "errors." in body:
        lines.append("from google.genai import errors")
    if "MODEL" in body:
        head.append(f"MODEL = {asked.MODEL}")
    return "\n".join([*lines, *head, "", text, ""])


def _named(use: str) -> str:
    return use.replace("{r}", "r").replace("{{", "{").replace("}}", "}")


def _expanded(form: str, parts: dict[str, str]) -> str:
    lines: list[str] = []
    for line in form.split("\n"):
        key = line.strip().removeprefix("<<").removesuffix(">>")
        if key not in parts:
            lines.append(line)
            continue
        indent = line[: len(line) - len(line.lstrip())]
        wanted = parts[key].split("\n") if parts[key] else []
        if key == "SETUP" and not wanted:
            continue
        inside = False
        for inner in wanted:
            # A string over several lines keeps its own margin.
            lines.append(inner if inside or not inner else indent + inner)
            inside ^= inner.count('"""') % 2 == 1
    return "\n".join(lines)


_STYLES = ("flat", "flat", "lines", "trailing", "hugging", "swapped", "commented", "spaced")


def _call(
    found: re.Match[str],
    contents: asked.Contents,
    config: asked.Config,
    client: around.Client,
    is_async: bool,
    is_stream: bool,
    style: str,
) -> str:
    owner, marks = found.group(1), found.group(2) or ""
    missing = owner == "missing"
    method = "generate_content_stream" if is_stream else "generate_content"
    holder = client.expression if owner in (None, "missing") else owner
    held_aio = owner is not None and owner.endswith("aio")
    if marks == "!!":
        target = holder
    elif marks == "!":
        target = f"{holder}.{method}"
    else:
        target = f"{holder}{'.aio' if is_async and not held_aio else ''}.models.{method}"
    model = '"no-such-model"' if missing else asked.MODEL
    arguments = [f"model={model}", f"contents={contents.expression}"]
    if config.expression:
        arguments.append(f"config={config.expression}")
    return target + _arguments(arguments, style)


def _arguments(arguments: list[str], style: str) -> str:
    inner = "        "
    if style == "swapped":
        arguments = arguments[::-1]
    if style in ("lines", "trailing", "commented"):
        comma = "" if style == "lines" else ","
        note = "  # said" if style == "commented" else ""
        joined = f",{note}\n{inner}".join(arguments)
        return f"(\n{inner}{joined}{comma}{note}\n    )"
    if style == "hugging":
        return f"({f',{chr(10)}{inner}'.join(arguments)})"
    if style == "spaced":
        return f"( {' , '.join(arguments)} )"
    return f"({', '.join(arguments)})"
