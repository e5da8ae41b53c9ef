"""Places where a test stands in for the calls of a client: mocks, and patches by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.planning.plan import Site
from stepbridge_codemods.values.infer import Values

_METHODS = ("generate_content", "generate_content_stream", "send_message", "send_message_stream")
_MOCKED = re.compile(
    r"return_value|side_effect|called|call_count|call_args|call_args_list|mock_calls|method_calls"
    r"|await_count|await_args|await_args_list|assert_\w+|reset_mock|configure_mock"
)
"""What is read of a mock, and of no method: see ``unittest.mock``."""
_PATCHING = frozenset({"patch", "object", "setattr", "spy"})
_PATCHED = re.compile(r"(.*\.)?(\w*models|\w*Models|\w*chats?|\w*Chats?)\.(\w+)")
_REPLACING = re.compile(r"\b(generate_content|send_message)(_stream)?(\s*=[^=]|[\"'])|Mock\b")
_OWNERS = re.compile(r"_*(\w*models|chats?)_*|(Async)?(Models|Chats?)")


def stand_ins(values: Values) -> Iterator[ast.expr]:
    """Every expression that makes, asks or patches a stand-in for a call of the legacy API."""
    for name in _METHODS:
        for node in values.attribute_nodes.get(name, ()):
            if is_stand_in(values, node):
                yield node
    for call in values.calls:
        yield from _patched(call)


def is_stand_in(values: Values, node: ast.Attribute) -> bool:
    """Whether a method is asked what only a mock knows, or is replaced by one."""
    return _belongs(node.value) and _is_mocked(values, node)


def replaced(values: Values, site: Site) -> ast.expr | None:
    """Where the method that a call uses is replaced, in this module, by a stand-in."""
    if _REPLACING.search(values.source.text) is None:
        return None
    method = site.symbol.rpartition(".")[2]
    return next((one for one in stand_ins(values) if _replaces(values, one, method)), None)


def _replaces(values: Values, node: ast.expr, method: str) -> bool:
    """Whether a stand-in is put where clients of this module look for a method."""
    if isinstance(node, ast.Attribute):
        return node.attr == method and values.value(node.value) is not None
    name = str(getattr(node, "value", ""))
    if name == method:
        call = values.source.parents[node]
        owner = call.args[0] if isinstance(call, ast.Call) else node
        return values.value(owner) is not None or values.qualified(owner) is not None
    return name.startswith("google.genai.") and name.endswith(f".{method}")


def _belongs(owner: ast.expr) -> bool:
    """``client.models``, ``Models``, ``chat``: what the methods are found on."""
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return _OWNERS.fullmatch(name) is not None


def _is_mocked(values: Values, node: ast.Attribute) -> bool:
    parent = values.source.parents[node]
    if isinstance(node.ctx, ast.Store):
        return True
    return isinstance(parent, ast.Attribute) and _MOCKED.fullmatch(parent.attr) is not None


def _patched(call: ast.Call) -> Iterator[ast.expr]:
    """``patch("google.genai.models.Models.generate_content")``, and ``patch.object``."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in _PATCHING or not call.args:
        return
    first, *rest = call.args
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        found = _PATCHED.fullmatch(first.value)
        if found is not None and found[3] in _METHODS:
            yield first
    elif rest and getattr(rest[0], "value", None) in _METHODS and _belongs(first):
        yield rest[0]
