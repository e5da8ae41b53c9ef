"""response_modalities and image_config become entries of response_format.

https://ai.google.dev/gemini-api/docs/interactions/image-generation
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none, member
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.settings.draft import FINISHERS, Draft, config_field
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, atom, listing, mapping
from stepbridge_codemods.values.names import How

_OUTPUTS = {"TEXT": "text", "IMAGE": "image", "AUDIO": "audio"}
_IMAGE_FIELDS = frozenset({"aspect_ratio", "image_size"})


@config_field("response_modalities")
def response_modalities(draft: Draft, argument: Argument) -> None:
    """One entry a modality; text alone is what comes anyway."""
    written = _listed(draft.plan, argument.value)
    if written is None:
        raise draft.plan.cannot("SB007", argument.value, "response_modalities")
    outputs: list[str] = []
    for element in written.elts:
        name = (member(draft.plan, element, "Modality") or "").upper()
        if name not in _OUTPUTS:
            raise draft.plan.cannot("SB007", element, "response_modalities")
        outputs.append(_OUTPUTS[name])
    draft.makes_sound = draft.makes_sound or "audio" in outputs
    draft.makes_media = draft.makes_sound or "image" in outputs
    draft.outputs = outputs
    draft.outputs_from = argument


def _listed(plan: Plan, node: ast.expr) -> ast.List | ast.Tuple | None:
    """The list that an expression is, or that a name holds and that nothing is done to."""
    if isinstance(node, ast.List | ast.Tuple):
        return node
    variable = plan.values.variable(node)
    stores = plan.values.stores(variable) if variable is not None else []
    value = stores[0].value if len(stores) == 1 and stores[0].how is How.ASSIGN else None
    if variable is None or not isinstance(value, ast.List | ast.Tuple):
        return None
    parents = [plan.source.parents[load] for load in plan.values.loads(variable)]
    changed = any(isinstance(one, ast.Attribute | ast.Subscript | ast.Call) for one in parents)
    return None if changed or plan.values.is_shared(variable) else value


@config_field("image_config")
def image_config(draft: Draft, argument: Argument) -> None:
    """Shape and size are part of the image entry."""
    found = fields_of(draft.plan, argument.value)
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name not in _IMAGE_FIELDS:
            raise draft.plan.cannot("SB006", field.value, field.name)
        draft.image.append(field.entry(field.name, _image_value(draft, field)))
    draft.makes_media = True
    draft.outputs_from = draft.outputs_from or argument


def _image_value(draft: Draft, field: Argument) -> Doc:
    """Sizes are upper case: ``1K``."""
    size = constant_of(draft.plan, field.value) if field.name == "image_size" else None
    if isinstance(size, str) and size != size.upper():
        return draft.plan.quoted(size.upper())
    return atom(field.value)


def _finish(draft: Draft) -> None:
    if draft.outputs_from is None or (draft.outputs == ["text"] and not draft.image):
        return
    if "response_format" in draft.arguments:
        raise draft.plan.cannot("SB007", draft.outputs_from.value, "modalities and a schema")
    outputs = draft.outputs or ["text", "image"]
    named = draft.fields.get("response_modalities")
    if isinstance(named, ast.Name | ast.Attribute):
        draft.put("response_format", _each(draft, named), draft.outputs_from)
        return
    entries = [_entry(draft, output) for output in outputs]
    doc: Doc = entries[0] if len(entries) == 1 else listing(entries)
    draft.put("response_format", doc, draft.outputs_from)


def _each(draft: Draft, modalities: ast.expr) -> Atom:
    """One entry for each modality in a list that has a name."""
    if draft.image and set(draft.outputs) != {"image"}:
        raise draft.plan.cannot("SB007", modalities, "response_modalities")
    quote = draft.plan.quote
    parts: list[str | ast.AST] = [f"[{{{quote}type{quote}: modality.lower()"]
    for entry in draft.image:
        assert isinstance(entry.value, Atom)
        parts += [f", {quote}{entry.key}{quote}: ", *entry.value.parts]
    return atom(*parts, "} for modality in ", modalities, "]")


def _entry(draft: Draft, output: str) -> Group:
    extra: list[Entry] = draft.image if output == "image" else []
    return mapping(("type", draft.plan.quoted(output)), *extra)


FINISHERS.append(_finish)
