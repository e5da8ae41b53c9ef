"""Calls that are spelled like those of the old SDK, on models and chats that are not followed.

Models that come as parameters, the module of the SDK itself kept in an attribute or handed on:
nothing of them is rewritten, and each call is told of.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.finding import Finding, Tier
from stepbridge_codemods.old_sdk import findings as told
from stepbridge_codemods.old_sdk.imports import old_imports
from stepbridge_codemods.old_sdk.symbols import is_old
from stepbridge_codemods.values.infer import Values

_CALLS = {
    "GenerativeModel": "GenerativeModel",
    "generate_content": "GenerativeModel.generate_content",
    "generate_content_async": "GenerativeModel.generate_content_async",
    "start_chat": "GenerativeModel.start_chat",
    "send_message": "ChatSession.send_message",
    "send_message_async": "ChatSession.send_message_async",
}
_OF_ANYONE = frozenset({"send_message", "send_message_async"})
"""Methods that bots and sockets have too; those of chats are told by what their result is asked."""
_ANSWERS = frozenset({"text", "parts", "candidates", "prompt_feedback", "resolve"})
_BY_NAME = frozenset({"import_module", "__import__"})
_REASON = "SB010"


def unknown(values: Values) -> list[Finding]:
    """Two findings for each call: which it is, and why it stays."""
    if not _uses_sdk(values):
        return []
    found: list[Finding] = []
    for name, symbol in _CALLS.items():
        for method in values.attribute_nodes.get(name, ()):
            call = values.source.parents[method]
            if not isinstance(call, ast.Call) or call.func is not method:
                continue
            if _is_known(values, method) or (name in _OF_ANYONE and not _answers(values, call)):
                continue
            found += _told(values, method, symbol)
    return found


def _uses_sdk(values: Values) -> bool:
    """Whether a module imports the old SDK, by a statement or by its name."""
    return bool(old_imports(values)) or any(
        str(getattr(call.func, "attr", getattr(call.func, "id", ""))) in _BY_NAME
        and any(isinstance(a, ast.Constant) and is_old(str(a.value)) for a in call.args)
        for call in values.calls
    )


def _is_known(values: Values, method: ast.Attribute) -> bool:
    """Whether a receiver is followed, of this module, or of another library."""
    owner = method.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    if name.strip("_") == "models" or values.value(owner) is not None:
        return True
    if values.qualified(owner) is not None or values.class_of(owner) is not None:
        return True
    made = list(_made(values, owner))
    return bool(made) and all(_is_of_others(values, one) for one in made)


def _made(values: Values, owner: ast.expr) -> Iterator[ast.expr | None]:
    """What a receiver is made by; None for what is not seen."""
    if isinstance(owner, ast.Call):
        yield owner
        return
    variable = values.variable(owner)
    for binding in values.stores(variable) if variable is not None else ():
        nothing = isinstance(binding.value, ast.Constant) and binding.value.value is None
        if not nothing:
            yield binding.value


def _is_of_others(values: Values, node: ast.expr | None) -> bool:
    """Whether an expression makes an instance of another package's class."""
    name = values.qualified(node.func) or "" if isinstance(node, ast.Call) else ""
    return not is_old(name) and name.rpartition(".")[2][:1].isupper()


def _answers(values: Values, call: ast.Call) -> bool:
    """Whether something that only answers of a model have is read from a result."""
    node: ast.AST = call
    parent = values.source.parents[node]
    if isinstance(parent, ast.Await):
        node, parent = parent, values.source.parents[parent]
    reads: list[ast.AST] = [parent]
    if isinstance(parent, ast.Assign):
        variable = values.variable(parent.targets[0])
        loads = values.loads(variable) if variable is not None else []
        reads = [values.source.parents[load] for load in loads]
    return any(isinstance(read, ast.Attribute) and read.attr in _ANSWERS for read in reads)


def _told(values: Values, method: ast.Attribute, symbol: str) -> Iterator[Finding]:
    source = values.source
    line, column = source.position(source.span(method)[0])
    site = f"{line}:{column}"
    known = told.row_of(symbol)
    assert known is not None
    yield told.left(source, method, _REASON, "", site)
    yield told.finding(source, method, known, Tier.MANUAL, site, applied=False, reason=_REASON)
