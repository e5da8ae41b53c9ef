"""Calls of models and chats become calls of ``client.models`` and ``client.chats``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.automatic import is_automatic
from stepbridge_codemods.old_sdk.call_settings import (
    config_of,
    model_entries,
    models_of,
    settings_of,
)
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.methods import each_of, given_to, method_of, put_method
from stepbridge_codemods.old_sdk.written import arguments, put_call
from stepbridge_codemods.text.layout import Doc, Entry, atom, mapping

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def lower_call(lowering: Lowering, component: Component, call: ast.Call) -> None:
    """Any call of a method of a model or of a chat."""
    method = method_of(lowering.values, call)
    assert method is not None
    name = method.attr
    if name.startswith("send_message"):
        _send(lowering, component, call)
    elif name == "start_chat":
        _start(lowering, component, call)
    elif name.startswith("count_tokens"):
        _count(lowering, call, name)
    else:
        _generate(lowering, component, call, name)


def _generate(lowering: Lowering, component: Component, call: ast.Call, name: str) -> None:
    given = given_to(lowering, call, "contents")
    contents = given.pop("contents", None) or each_of(lowering, call)
    if contents is None:
        raise lowering.plan.cannot("SB008", call)
    method = name.removesuffix("_async")
    if _streams(lowering, call, given) and call not in component.resolved:
        method += "_stream"
    entries = model_entries(lowering, call, given)
    entries.insert(1, Entry(atom(contents), "contents"))
    put_method(lowering, call, f"{_models(lowering, call, name)}.{method}", entries)


def _count(lowering: Lowering, call: ast.Call, name: str) -> None:
    given = arguments(lowering.plan, call, ("contents",))
    contents = given.pop("contents", None)
    if contents is None:
        raise lowering.plan.cannot("SB008", call)
    assert isinstance(call.func, ast.Attribute)
    model = models_of(lowering, call.func.value)[0]
    entries = [Entry(model.name_at(lowering, call.func.value), "model")]
    entries.append(Entry(atom(contents), "contents"))
    put_call(lowering.plan, call, f"{_models(lowering, call, name)}.count_tokens", entries)


def _models(lowering: Lowering, call: ast.Call, name: str) -> str:
    client = lowering.home.reference(lowering.values, call)
    return f"{client}{'.aio' if name.endswith('_async') else ''}.models"


def _start(lowering: Lowering, component: Component, call: ast.Call) -> None:
    plan = lowering.plan
    given = arguments(plan, call, ("history",))
    automatic = given.pop("enable_automatic_function_calling", None)
    history = given.pop("history", None)
    if given:
        raise plan.cannot("SB008", call)
    methods = [method_of(lowering.values, one) for one in component.calls]
    names = {method.attr for method in methods if method is not None}
    if {"send_message", "send_message_async"} <= names:
        raise plan.cannot("SB003", call, "a chat used with and without await")
    if automatic is not None and not isinstance(automatic, ast.Constant):
        raise plan.cannot("SB007", automatic, "enable_automatic_function_calling")
    entries = model_entries(lowering, call, {}, automatic=is_automatic(call))
    if history is not None and not is_none(history):
        entries.append(Entry(atom(history), "history"))
    aio = ".aio" if "send_message_async" in names else ""
    client = lowering.home.reference(lowering.values, call)
    put_call(plan, call, f"{client}{aio}.chats.create", entries)


def _send(lowering: Lowering, component: Component, call: ast.Call) -> None:
    plan = lowering.plan
    given = given_to(lowering, call, "content")
    content = given.pop("content", None)
    if content is None:
        raise plan.cannot("SB008", call)
    streams = _streams(lowering, call, given) and call not in component.resolved
    method = "send_message_stream" if streams else "send_message"
    entries = [Entry(atom(content))]
    if given:
        entries.append(Entry(_turn_config(lowering, component, call, given), "config"))
    turn = method_of(lowering.values, call)
    assert turn is not None
    name = lowering.answers.get(call, "")
    alone = isinstance(plan.source.parents[call], ast.Expr)
    target = f"{name} = " if name and alone else ""
    put_method(lowering, call, f"{target}{plan.edits.node(turn.value)}.{method}", entries)


def _turn_config(
    lowering: Lowering, component: Component, call: ast.Call, given: dict[str, ast.expr]
) -> Doc:
    """The settings of one turn over those of the chat, which google-genai does not merge."""
    turn = method_of(lowering.values, call)
    assert turn is not None
    value = lowering.values.value(turn.value)
    starts = [c for c in component.chats if value is not None and c in value.origins]
    if len(starts) != 1:
        raise lowering.plan.cannot("SB004", call, "settings in two places")
    receiver = _receiver(starts[0])
    behind = models_of(lowering, receiver)
    base = settings_of(lowering, behind, receiver, True, turn.value)
    config = config_of(lowering, given, base, behind, automatic=is_automatic(starts[0]))
    return config if config is not None else mapping()


def _receiver(start: ast.Call) -> ast.expr:
    assert isinstance(start.func, ast.Attribute)
    return start.func.value


def _streams(lowering: Lowering, call: ast.Call, given: dict[str, ast.expr]) -> bool:
    stream = given.pop("stream", None)
    found = lowering.values.streams(call)
    if found is None:
        raise lowering.plan.cannot("SB007", stream or call, "stream")
    return found
