"""What libraries give as strings: files opened as text, input fields, messages of chat bots."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.names import Binding, How

_FIELDS = frozenset({"text_area", "text_input", "chat_input"})
"""Input fields of Streamlit that give text; the page runs anew when there is some."""

_MESSAGES = {"chainlit.Message": "content", "discord.Message": "content"}
"""Classes of messages, and their attribute that is a string."""

_HANDLERS = {"chainlit.on_message": "chainlit.Message"}
"""Decorators of functions whose parameter is a message."""


def gives_text(plan: Plan, call: ast.Call) -> bool:
    """Whether a call of a library gives a string."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return False
    if method.attr in _FIELDS:
        return _is_of_page(plan, method.value)
    return method.attr == "read" and _is_text_file(plan, method.value)


def holds_text(plan: Plan, node: ast.Attribute) -> bool:
    """Whether an attribute of a library's object is a string."""
    bindings = bindings_of(plan, node.value) if isinstance(node.value, ast.Name) else []
    return bool(bindings) and all(_MESSAGES.get(_message(plan, b)) == node.attr for b in bindings)


def _is_of_page(plan: Plan, owner: ast.expr) -> bool:
    """Streamlit itself, a part of its page, or a column of it."""
    if (plan.values.qualified(owner) or "").partition(".")[0] == "streamlit":
        return True
    return _is_made_by(plan, owner, "streamlit.")


def _is_made_by(plan: Plan, owner: ast.expr, package: str) -> bool:
    """Whether a name holds what calls of one package gave."""
    bindings = bindings_of(plan, owner) if isinstance(owner, ast.Name) else []
    made = [b.value.func for b in bindings if isinstance(b.value, ast.Call)]
    return 0 < len(made) == len(bindings) and all(
        (plan.values.qualified(function) or "").startswith(package) for function in made
    )


def _is_text_file(plan: Plan, node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _opens_text(plan, node)
    bindings = bindings_of(plan, node) if isinstance(node, ast.Name) else []
    return bool(bindings) and all(
        b.how in (How.ASSIGN, How.WITH)
        and not b.path
        and isinstance(b.value, ast.Call)
        and _opens_text(plan, b.value)
        for b in bindings
    )


def _opens_text(plan: Plan, call: ast.Call) -> bool:
    """Whether ``open`` is called without asking for bytes."""
    if not isinstance(call.func, ast.Name) or call.func.id != "open":
        return False
    if plan.values.names.reads.get(call.func) or any(k.arg is None for k in call.keywords):
        return False
    mode = call.args[1] if len(call.args) > 1 else None
    mode = next((k.value for k in call.keywords if k.arg == "mode"), mode)
    if mode is None:
        return not any(isinstance(argument, ast.Starred) for argument in call.args)
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" not in mode.value


def _message(plan: Plan, binding: Binding) -> str:
    """The class of the message that a parameter is; empty where it is none."""
    if binding.how is not How.PARAM:
        return ""
    annotation = getattr(binding.target, "annotation", None)
    if annotation is not None:
        names = annotation_names(annotation)
        return (plan.values.qualified(names[0]) or "") if len(names) == 1 else ""
    function = binding.scope.node
    for decorator in getattr(function, "decorator_list", []):
        known = _HANDLERS.get(plan.values.qualified(decorator) or "")
        if known is not None:
            return known
        event = isinstance(decorator, ast.Attribute) and decorator.attr == "event"
        named = getattr(function, "name", "") == "on_message"
        if event and named and _is_made_by(plan, decorator.value, "discord."):
            return "discord.Message"
    return ""
