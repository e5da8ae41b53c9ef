"""``model=`` and ``config=`` of a call: the settings of its model, and its own over them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.layout import Doc, Entry, Group, atom, mapping
from stepbridge_codemods.old_sdk.reach import reach

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

CALL_SETTINGS = ("generation_config", "safety_settings", "tools", "tool_config", "request_options")


def model_entries(
    lowering: Lowering,
    call: ast.Call,
    given: dict[str, ast.expr],
    *,
    automatic: bool = False,
    counting: bool = False,
) -> list[Entry]:
    """The entries of a call of a model's method, from its model and its own arguments."""
    assert isinstance(call.func, ast.Attribute)
    receiver = call.func.value
    value = lowering.values.value(receiver)
    models = [lowering.models[o] for o in value.origins if o in lowering.models] if value else []
    if not models:
        raise lowering.plan.cannot("SB010", call.func)
    entries = [Entry(models[0].name_at(lowering, receiver), "model")]
    if counting:
        return entries
    base = models[0].settings_at(lowering, receiver, bool(given))
    config = config_of(lowering, given, base, automatic=automatic)
    return entries + ([Entry(config, "config")] if config is not None else [])


def config_of(
    lowering: Lowering, given: dict[str, ast.expr], base: list[Entry], *, automatic: bool
) -> Doc | None:
    """The settings of a call over those of its model."""
    own: list[Entry] = []
    for name, node in given.items():
        if name not in CALL_SETTINGS:
            raise lowering.plan.cannot("SB008", node, name)
        own += lowering.settings.entries(name, node)
    if own and any(not entry.key for entry in base):
        raise lowering.plan.cannot("SB004", next(iter(given.values())), "settings in two places")
    keys = {entry.key for entry in own}
    entries = [entry for entry in base if entry.key not in keys or not entry.key] + own
    if not automatic and any(_has_functions(lowering, entry) for entry in entries):
        disabled = mapping(("disable", atom("True")))
        entries.append(Entry(disabled, "automatic_function_calling"))
    if not entries:
        return None
    only = entries[0].value
    if len(entries) == 1 and not entries[0].key and not isinstance(only, Group):
        return atom(*only.parts[1:])
    return mapping(*entries)


def _has_functions(lowering: Lowering, entry: Entry) -> bool:
    """Whether Python functions are among the tools, which google-genai would call by itself."""
    if entry.key != "tools":
        return False
    waiting: list[Doc] = [entry.value]
    while waiting:
        doc = waiting.pop()
        if isinstance(doc, Group):
            waiting += [inner.value for inner in doc.entries]
            continue
        for part in doc.parts:
            if isinstance(part, ast.expr) and _names_function(lowering, part):
                return True
    return False


def _names_function(lowering: Lowering, node: ast.expr) -> bool:
    values = lowering.values
    found = reach(values, [node])
    return any(isinstance(n, ast.expr) and values.function(n) for n in found)
