"""``model=`` and ``config=`` of a call: the settings of its model, and its own over them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk.automatic import has_functions, is_switched, switched_off
from stepbridge_codemods.old_sdk.generation import alone
from stepbridge_codemods.old_sdk.methods import method_of
from stepbridge_codemods.old_sdk.models import Model, Representation
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, listing, mapping

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering

CALL_SETTINGS = ("generation_config", "safety_settings", "tools", "tool_config", "request_options")


def models_of(lowering: Lowering, receiver: ast.expr) -> list[Model]:
    """The models that an expression may be, in order."""
    value = lowering.values.value(receiver)
    models = [lowering.models[o] for o in value.origins if o in lowering.models] if value else []
    if not models:
        raise lowering.plan.cannot("SB010", receiver)
    return sorted(models, key=lambda model: (model.call.lineno, model.call.col_offset))


def model_entries(
    lowering: Lowering, call: ast.Call, given: dict[str, ast.expr], *, automatic: bool = False
) -> list[Entry]:
    """The entries of a call of a model's method, from its model and its own arguments."""
    method = method_of(lowering.values, call)
    assert method is not None
    receiver = method.value
    models = models_of(lowering, receiver)
    if models[0].representation is Representation.REQUEST and not given:
        behind = _of_models(models)
        if not automatic and not is_switched(behind) and has_functions(lowering.values, behind):
            raise lowering.plan.cannot("SB012", call)
        return [Entry(atom("**", receiver))]
    base = settings_of(lowering, models, receiver, bool(given))
    config = config_of(lowering, given, base, models, automatic=automatic)
    name = Entry(models[0].name_at(lowering, receiver), "model")
    return [name, *([Entry(config, "config")] if config is not None else [])]


def settings_of(
    lowering: Lowering,
    models: list[Model],
    receiver: ast.expr,
    merged: bool,
    place: ast.expr | None = None,
) -> list[Entry]:
    """The settings that the models behind an expression share."""
    if models[0].representation is Representation.REQUEST and place is None:
        return _of_request(lowering, models, receiver)
    if merged and len(models) > 1 and any(model.entries for model in models):
        raise lowering.plan.cannot("SB004", place or receiver, "settings in two places")
    found = [model.settings_at(lowering, receiver, merged, place) for model in models]
    return found[0]


def _of_request(lowering: Lowering, models: list[Model], receiver: ast.expr) -> list[Entry]:
    """The settings in a dict of arguments, spread into those of one call."""
    if not isinstance(receiver, ast.Name | ast.Attribute):
        raise lowering.plan.cannot("SB004", receiver, "settings in two places")
    quote = lowering.plan.quote
    if all(model.entries for model in models):
        return [Entry(atom("**", receiver, f"[{quote}config{quote}]"))]
    return [Entry(atom("**", receiver, f".get({quote}config{quote}, {{}})"))]


def config_of(
    lowering: Lowering,
    given: dict[str, ast.expr],
    base: list[Entry],
    models: list[Model],
    *,
    automatic: bool,
) -> Doc | None:
    """The settings of a call over those of its models."""
    own: list[Entry] = []
    for name, node in given.items():
        if name not in CALL_SETTINGS:
            raise lowering.plan.cannot("SB008", node, name)
        own += lowering.settings.entries(name, node)
    entries = _merged(lowering, base, own, given, models)
    said = own if any(entry.key == "tools" for entry in own) else _of_models(models)
    settled = automatic or is_switched(_of_models(models))
    if not settled and has_functions(lowering.values, said):
        entries.append(switched_off())
    if not entries:
        return None
    if len(entries) == 1 and not entries[0].key and not isinstance(entries[0].value, Group):
        return alone(entries[0])
    whole = lowering.settings.generation.is_object(given.get("generation_config"))
    if whole or (base and any(model.is_object for model in models)):
        raise lowering.plan.cannot("SB004", models[0].call, "settings in two places")
    return mapping(*entries)


def _merged(
    lowering: Lowering,
    base: list[Entry],
    own: list[Entry],
    given: dict[str, ast.expr],
    models: list[Model],
) -> list[Entry]:
    """Own settings over those of the model; of safety settings those of other categories stay."""
    safety = [entry for entry in own if entry.key == "safety_settings"]
    before = [entry for entry in base if entry.key == "safety_settings"]
    spread = any(not entry.key for entry in base)
    hidden = any(entry.key == "safety_settings" for model in models for entry in model.entries)
    if safety and spread and hidden:
        raise lowering.plan.cannot("SB004", next(iter(given.values())), "settings in two places")
    if safety and before:
        both = _both(lowering, before[0], safety[0], given)
        own = [both if entry in safety else entry for entry in own]
    keys = {entry.key for entry in own}
    return [entry for entry in base if entry.key not in keys or not entry.key] + own


def _both(lowering: Lowering, before: Entry, own: Entry, given: dict[str, ast.expr]) -> Entry:
    first, second = before.value, own.value
    if not isinstance(first, Group) or not isinstance(second, Group):
        raise lowering.plan.cannot("SB004", given["safety_settings"], "settings in two places")
    named = {_category(entry) for entry in second.entries}
    kept = [entry for entry in first.entries if _category(entry) not in named]
    return Entry(listing([*kept, *second.entries]), own.key, own.leading, own.trailing)


def _category(entry: Entry) -> Doc | None:
    doc = entry.value
    return doc.entries[0].value if isinstance(doc, Group) and doc.entries else None


def _of_models(models: list[Model]) -> list[Entry]:
    """The settings of models as they are written there."""
    return [entry for model in models for entry in model.entries]
