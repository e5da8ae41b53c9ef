"""Calls that other code makes: on a thread, later, or with arguments that were given before.

``asyncio.to_thread(client.models.generate_content, ...)``, ``executor.submit``, ``partial``,
and what gathers their results: ``asyncio.gather``, ``as_completed``.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from enum import Enum
from typing import Protocol

from stepbridge_codemods.values.chunk_lists import drawn, takes_all
from stepbridge_codemods.values.kinds import CALLS, EXCHANGES, HISTORIES, Kind
from stepbridge_codemods.values.names import Function
from stepbridge_codemods.values.value import Value, agree


class Gives(Enum):
    """What a call gives that is handed a function."""

    RESULT = "result"
    AWAITABLE = "awaitable"
    FUTURE = "future"
    FUNCTION = "function"


_RUNNERS: dict[str, tuple[int, Gives]] = {
    "asyncio.to_thread": (0, Gives.AWAITABLE),
    "anyio.to_thread.run_sync": (0, Gives.AWAITABLE),
    "starlette.concurrency.run_in_threadpool": (0, Gives.AWAITABLE),
    "fastapi.concurrency.run_in_threadpool": (0, Gives.AWAITABLE),
    "functools.partial": (0, Gives.FUNCTION),
}
"""Which argument is the function, and what comes of it."""
_METHODS: dict[str, tuple[int, Gives]] = {
    "run_in_executor": (1, Gives.AWAITABLE),
    "submit": (0, Gives.FUTURE),
}
"""The same for methods of event loops and executors."""
_PASSING_ON = frozenset(
    {"asyncio.create_task", "asyncio.ensure_future", "asyncio.wait_for", "asyncio.shield"}
    | {"asyncio.as_completed", "concurrent.futures.as_completed", "tqdm.tqdm", "tqdm.auto.tqdm"}
    | {"tqdm.notebook.tqdm", "tqdm.asyncio.tqdm.as_completed"}
)
"""Functions that give what they are given first, a little later."""
_FINISHING = frozenset({"asyncio.run"})
_CHOOSING = frozenset({"random.choice", "secrets.choice"})
_GATHERING = frozenset({"asyncio.gather", "tqdm.asyncio.tqdm.gather"})
_TASK_METHODS = frozenset({"create_task", "run_until_complete"})
_MODELS = frozenset({Kind.MODELS, Kind.AIO_MODELS})
METHODS = ("generate_content", "generate_content_stream")
"""Methods of ``client.models`` that are looked for where they are handed on."""

LISTS: dict[tuple[Kind, bool], Kind] = {
    (Kind.RESPONSE, False): Kind.RESPONSES,
    (Kind.RESPONSE, True): Kind.TASKS,
    (Kind.FUTURE, False): Kind.FUTURES,
    (Kind.CLIENT, False): Kind.CLIENTS,
    (Kind.IMAGE, False): Kind.IMAGES,
    (Kind.CHUNK, False): Kind.CHUNKS,
}
"""Kind of the items of a list, and whether they have to be awaited -> kind of the list."""


HOLDERS = (
    HISTORIES
    | EXCHANGES
    | {*LISTS.values(), Kind.FUTURE, Kind.FUTURE_KEYS, Kind.PREPARED}
    | {Kind.CHOSEN, Kind.IMAGE, Kind.CHUNKS}
)
"""Kinds that hold answers and turns, or what was made of them, and have no fields of the API."""

WAITING = frozenset({".result", ".cancel", ".cancelled", ".done", ".exception"})
"""What is asked of futures and tasks; an exception is caught where it is raised."""


class Valued(Protocol):
    """What is asked here of the values of a module."""

    def value(self, node: ast.AST) -> Value | None: ...

    def qualified(self, node: ast.AST) -> str | None: ...

    def function(self, node: ast.expr) -> Function | None: ...


def handed(values: Valued, node: ast.Call) -> tuple[ast.expr, Gives] | None:
    """The function that a call is handed to call, and what comes of that."""
    found = _RUNNERS.get(values.qualified(node.func) or "")
    if found is None and isinstance(node.func, ast.Attribute):
        found = _METHODS.get(node.func.attr)
    if found is None or len(node.args) <= found[0]:
        return None
    return node.args[found[0]], found[1]


def reference(values: Valued, node: ast.Call) -> ast.Attribute | None:
    """The method of ``client.models`` that a call is handed, with its arguments as keywords."""
    last = node.args[-1] if node.args else None
    if not isinstance(last, ast.Attribute) or last.attr not in METHODS:
        return None
    found = handed(values, node)
    if found is None or found[0] is not last:
        return None
    return last if _method(values, last) is not None else None


def _method(values: Valued, function: ast.Attribute) -> Kind | None:
    """What a method of ``client.models`` gives that need not be awaited."""
    base = values.value(function.value)
    if base is None or base.kind is not Kind.MODELS or function.attr not in METHODS:
        return None
    return CALLS[base.kind, function.attr][0]


def deferred(values: Valued, node: ast.Call) -> Value | None:
    """What a call gives that hands others a function, something awaitable, or a list of such."""
    if not node.args:
        return None
    if (found_here := _first_chosen(values, node) or drawn(values, node)) is not None:
        return found_here
    found = handed(values, node)
    if found is not None:
        return later(_called(values, node, found[0]), found[1])
    name = values.qualified(node.func) or ""
    if name in _CHOOSING and node.args:
        given = values.value(node.args[0])
        return replace(given, kind=Kind.CLIENT) if given and given.kind is Kind.CLIENTS else None
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if not node.args or not (
        name in _PASSING_ON | _FINISHING | _GATHERING or method in _TASK_METHODS
    ):
        return None
    if name in _GATHERING:
        return _gathered(values, node)
    given = values.value(node.args[0])
    if name in _FINISHING or method == "run_until_complete":
        return replace(given, pending=False) if given is not None and given.pending else None
    if given is not None and given.kind is Kind.FUTURE_KEYS:
        return replace(given, kind=Kind.FUTURES)
    moves = given is not None and (given.pending or given.kind in LISTS.values())
    return given if moves else None


def _called(values: Valued, node: ast.Call, function: ast.expr) -> Value | None:
    """What calling a function gives that is handed on."""
    if isinstance(function, ast.Attribute) and function is node.args[-1]:
        kind = _method(values, function)
        if kind is not None:
            return Value(kind, frozenset({node}))
    prepared = values.value(function)
    if prepared is not None and prepared.kind is Kind.PREPARED and not prepared.pending:
        return Value(Kind.RESPONSE, prepared.origins)
    return None


def given_by(values: Valued, node: ast.Lambda) -> Value | None:
    """A function in place that gives an answer; ``pending`` where that has to be awaited."""
    found = values.value(node.body) if not ast.unparse(node.args) else None
    return replace(found, kind=Kind.PREPARED) if found and found.kind is Kind.RESPONSE else None


def later(found: Value | None, gives: Gives) -> Value | None:
    """What handing on a function gives, by what calling it gives."""
    if found is None:
        return None
    if gives is Gives.AWAITABLE:
        return replace(found, pending=True)
    if found.kind is not Kind.RESPONSE:
        return None
    return replace(found, kind=Kind.FUTURE if gives is Gives.FUTURE else Kind.PREPARED)


def _gathered(values: Valued, node: ast.Call) -> Value | None:
    """The list that awaiting all of several gives, in their order."""
    first = node.args[0]
    if isinstance(first, ast.Starred):
        given = values.value(first.value) if len(node.args) == 1 else None
        whole = given is not None and given.kind is Kind.TASKS
        return replace(given, kind=Kind.RESPONSES, pending=True) if given and whole else None
    found = agree([values.value(argument) for argument in node.args])
    if found is None or found.kind is not Kind.RESPONSE or not found.pending:
        return None
    return replace(found, kind=Kind.RESPONSES)


def listed(values: Valued, node: ast.AST) -> Value | None:
    """What a list or a comprehension is, by what all its items are."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        found = agree([values.value(item) for item in node.elts])
    elif isinstance(node, ast.DictComp):
        keys = values.value(node.key)
        future = keys is not None and keys.kind is Kind.FUTURE
        return replace(keys, kind=Kind.FUTURE_KEYS) if keys is not None and future else None
    else:
        found = values.value(node.elt)  # type: ignore[attr-defined]
        if found is not None and found.kind is Kind.CALL and _only_calls(node):
            return replace(found, kind=Kind.CALLS)
        if found is not None and found.kind is Kind.PART and _only_chooses(node):
            return replace(found, kind=Kind.CHOSEN)
        if found is not None and found.kind is Kind.CHUNK and takes_all(node):
            return replace(found, kind=Kind.CHUNKS)
    kind = LISTS.get((found.kind, found.pending)) if found is not None else None
    return Value(kind, found.origins) if found is not None and kind is not None else None


def _only_calls(node: ast.AST) -> bool:
    """Whether a list takes calls of a list of them, or of parts that are asked for theirs."""
    if not isinstance(node, ast.ListComp):
        return False
    text = ast.unparse(node.elt)
    asked = {ast.unparse(test) for each in node.generators for test in each.ifs}
    return isinstance(node.elt, ast.Name) or bool(asked & {text, f"{text} is not None"})


def _only_chooses(node: ast.AST) -> bool:
    """Whether a comprehension takes items as they are: ``[p for p in parts if p.text]``."""
    if not isinstance(node, ast.ListComp | ast.GeneratorExp):
        return False
    last = node.generators[-1]
    return bool(last.ifs) and ast.unparse(node.elt) == ast.unparse(last.target)


def _first_chosen(values: Valued, node: ast.Call) -> Value | None:
    """``next(p for p in parts if p.text)``, with or without None for none."""
    function = node.func
    if not isinstance(function, ast.Name) or function.id != "next":
        return None
    if values.function(function) is not None or values.qualified(function) is not None:
        return None
    chosen = values.value(node.args[0]) if isinstance(node.args[0], ast.GeneratorExp) else None
    default = node.args[1] if node.args[1:] else ast.Constant(None)
    if chosen is None or chosen.kind is not Kind.CHOSEN or ast.unparse(default) != "None":
        return None
    return replace(chosen, kind=Kind.PART)


def appended(values: Valued, calls: list[ast.Call]) -> Value | None:
    """What a list is that only grows, by what is appended to it."""
    found = agree([values.value(call.args[0]) if call.args else None for call in calls])
    kind = LISTS.get((found.kind, found.pending)) if found is not None else None
    return Value(kind, found.origins) if found is not None and kind is not None else None


def one_by_one(found: Value | None) -> Value | None:
    """What a generator of answers is: a list of them, over which loops go."""
    if found is None or found.kind is not Kind.RESPONSE or found.pending:
        return None
    return replace(found, kind=Kind.RESPONSES)


def carries(values: Valued, parent: ast.AST) -> bool:
    """Whether what consumes a value gives it back, or a list with it, in a way that is followed."""
    if isinstance(parent, ast.Call):
        return deferred(values, parent) is not None
    return listed(values, parent) is not None
