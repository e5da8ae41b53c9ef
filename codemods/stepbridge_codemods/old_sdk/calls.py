"""Calls of models and chats become calls of ``client.models`` and ``client.chats``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.layout import Entry, atom
from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.call_settings import config_of, model_entries
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.written import arguments, put_call

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def lower_call(lowering: Lowering, component: Component, call: ast.Call) -> None:
    """Any call of a method of a model or of a chat."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    if name.startswith("send_message"):
        _send(lowering, component, call)
    elif name == "start_chat":
        _start(lowering, component, call)
    elif name.startswith("count_tokens"):
        _count(lowering, call, name)
    else:
        _generate(lowering, component, call, name)


def _generate(lowering: Lowering, component: Component, call: ast.Call, name: str) -> None:
    given = arguments(lowering.plan, call, ("contents",))
    contents = given.pop("contents", None)
    if contents is None:
        raise lowering.plan.cannot("SB008", call)
    method = name.removesuffix("_async")
    if _streams(lowering, given) and call not in component.resolved:
        method += "_stream"
    entries = model_entries(lowering, call, given)
    entries.insert(1, Entry(atom(contents), "contents"))
    put_call(lowering.plan, call, f"{_models(lowering, call, name)}.{method}", entries)


def _count(lowering: Lowering, call: ast.Call, name: str) -> None:
    given = arguments(lowering.plan, call, ("contents",))
    contents = given.pop("contents", None)
    if contents is None:
        raise lowering.plan.cannot("SB008", call)
    entries = model_entries(lowering, call, {}, counting=True)
    entries.insert(1, Entry(atom(contents), "contents"))
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
    names = {c.func.attr for c in component.calls if isinstance(c.func, ast.Attribute)}
    if {"send_message", "send_message_async"} <= names:
        raise plan.cannot("SB003", call, "a chat used with and without await")
    enabled = isinstance(automatic, ast.Constant) and automatic.value is True
    entries = model_entries(lowering, call, {}, automatic=enabled)
    if history is not None and not is_none(history):
        entries.append(Entry(atom(history), "history"))
    aio = ".aio" if "send_message_async" in names else ""
    client = lowering.home.reference(lowering.values, call)
    put_call(plan, call, f"{client}{aio}.chats.create", entries)


def _send(lowering: Lowering, component: Component, call: ast.Call) -> None:
    plan = lowering.plan
    given = arguments(plan, call, ("content",))
    content = given.pop("content", None)
    if content is None:
        raise plan.cannot("SB008", call)
    streams = _streams(lowering, given) and call not in component.resolved
    method = "send_message_stream" if streams else "send_message"
    config = config_of(lowering, given, [], automatic=False)
    entries = [Entry(atom(content)), *([Entry(config, "config")] if config else [])]
    assert isinstance(call.func, ast.Attribute)
    put_call(plan, call, f"{plan.edits.node(call.func.value)}.{method}", entries)


def _streams(lowering: Lowering, given: dict[str, ast.expr]) -> bool:
    stream = given.pop("stream", None)
    if stream is None:
        return False
    if not isinstance(stream, ast.Constant):
        raise lowering.plan.cannot("SB007", stream, "stream")
    return bool(stream.value)
