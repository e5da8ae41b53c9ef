"""Pages and forms: what Streamlit and Gradio give to a program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding

_FIELDS = frozenset({"text_area", "text_input", "chat_input"})
"""Input fields of Streamlit that give text; the page runs anew when there is some."""

_EVENTS = frozenset({"click", "submit", "change", "then"})
_TEXT_INPUTS = frozenset({"text", "textbox"})


def is_field(plan: Plan, method: ast.Attribute) -> bool:
    """Whether a method is an input field of Streamlit for text."""
    if method.attr not in _FIELDS:
        return False
    if (plan.values.qualified(method.value) or "").partition(".")[0] == "streamlit":
        return True
    return _is_made_by(plan, method.value, "streamlit.")


def _is_made_by(plan: Plan, owner: ast.expr, package: str) -> bool:
    """Whether a name holds what calls of one package gave: a part of the page, a column."""
    bindings = bindings_of(plan, owner) if isinstance(owner, ast.Name) else []
    made = [b.value.func for b in bindings if isinstance(b.value, ast.Call)]
    return 0 < len(made) == len(bindings) and all(
        (plan.values.qualified(function) or "").startswith(package) for function in made
    )


def is_filled_in(plan: Plan, binding: Binding) -> bool:
    """Whether Gradio gives a text for a parameter, wherever the function is handed to it."""
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if binding.name not in places or plan.values.callers.get(function):
        return False
    at = places.index(binding.name)
    found = [_gives_text(plan, name, at) for name in _mentions(plan, function)]
    return bool(found) and all(found)


def _mentions(plan: Plan, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Name]:
    for name, bindings in plan.values.names.reads.items():
        if any(binding.target is function for binding in bindings):
            yield name


def _gives_text(plan: Plan, name: ast.Name, at: int) -> bool:
    """Whether the call that a function is handed to gives text in one place."""
    call = plan.source.parents[name]
    if isinstance(call, ast.keyword):
        call = plan.source.parents[call]
    if not isinstance(call, ast.Call) or not _is_handed(call, name):
        return False
    made = plan.values.qualified(call.func) or ""
    given = {k.arg: k.value for k in call.keywords}
    if made == "gradio.ChatInterface":
        return at == 0 and not {"multimodal", "textbox", None} & given.keys()
    inputs = given.get("inputs") or (call.args[1] if len(call.args) > 1 else None)
    if inputs is None:
        return False
    if made == "gradio.Interface":
        return _is_text_input(plan, inputs, at)
    is_event = isinstance(call.func, ast.Attribute) and call.func.attr in _EVENTS
    return is_event and _is_text_input(plan, inputs, at)


def _is_handed(call: ast.Call, name: ast.Name) -> bool:
    named = any(k.arg == "fn" and k.value is name for k in call.keywords)
    return named or call.args[:1] == [name]


def _is_text_input(plan: Plan, inputs: ast.expr, at: int) -> bool:
    if isinstance(inputs, ast.List | ast.Tuple):
        return at < len(inputs.elts) and _is_textbox(plan, inputs.elts[at])
    return at == 0 and _is_textbox(plan, inputs)


def _is_textbox(plan: Plan, node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in _TEXT_INPUTS
    if isinstance(node, ast.Call):
        return plan.values.qualified(node.func) in ("gradio.Textbox", "gradio.Text")
    bindings = bindings_of(plan, node) if isinstance(node, ast.Name) else []
    return bool(bindings) and all(
        isinstance(b.value, ast.Call) and _is_textbox(plan, b.value) for b in bindings
    )
