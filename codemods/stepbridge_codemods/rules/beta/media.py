"""Which medium a call makes: what ``output_image`` or ``output_audio`` is to be read from."""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.rules.beta.slots import given

_BY_MODEL = {"image": "image", "banana": "image", "tts": "audio", "lyria": "audio", "veo": "video"}


def medium_of(plan: Plan, node: ast.AST) -> str:
    """``image``, ``audio`` or ``video`` where all calls behind a value make only that; else ''."""
    value = plan.values.value(node)
    calls = [o for o in value.origins if isinstance(o, ast.Call)] if value is not None else []
    found = {_medium(plan, call) for call in calls}
    return found.pop() if len(found) == 1 else ""


def _medium(plan: Plan, call: ast.Call) -> str:
    modalities = given(plan.values, call, "response_modalities")
    if modalities is not None:
        names = {text_of(n).lower() for n in written(plan.values, modalities)}
        names -= {"", "text"}
        return names.pop() if len(names) == 1 else ""
    for node in written(plan.values, given(plan.values, call, "generation_config")):
        if "image_config" in entries(node):
            return "image"
    for node in written(plan.values, given(plan.values, call, "model")):
        for word, medium in _BY_MODEL.items():
            if word in text_of(node):
                return medium
    return ""
