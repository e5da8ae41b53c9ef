"""response_modalities and image_config become entries of response_format.

https://ai.google.dev/gemini-api/docs/interactions/image-generation
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none, member, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.draft import FINISHERS, Draft, config_field, spread
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, atom, listing, mapping
from stepbridge_codemods.values.names import How
from stepbridge_codemods.values.paths import Path

_OUTPUTS = {"TEXT": "text", "IMAGE": "image", "AUDIO": "audio"}
_NAMED = (ast.Name, ast.Attribute, ast.Subscript)
_IMAGE_FIELDS = frozenset({"aspect_ratio", "image_size"})
_IMAGES = frozenset({"ImageConfig", "ImageConfigDict"})


@config_field("response_modalities")
def response_modalities(draft: Draft, argument: Argument) -> None:
    """One entry a modality; text alone is what comes anyway."""
    written = _listed(draft.plan, argument.value)
    if written is not None:
        outputs = _outputs(draft.plan, written)
    else:
        outputs = _outputs_of_any(draft.plan, argument.value)
    draft.makes_sound = draft.makes_sound or "audio" in outputs
    draft.makes_media = draft.makes_sound or "image" in outputs
    draft.outputs = outputs
    draft.outputs_from = argument


def _outputs(plan: Plan, written: ast.List | ast.Tuple) -> list[str]:
    outputs: list[str] = []
    for element in written.elts:
        name = (member(plan, element, "Modality") or "").upper()
        if name not in _OUTPUTS:
            raise plan.cannot("SB007", element, "response_modalities")
        outputs.append(_OUTPUTS[name])
    return outputs


def _outputs_of_any(plan: Plan, node: ast.expr) -> list[str]:
    """All that lists may ask for of which one is taken when the program runs."""
    found: list[str] = []

    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        if path or not isinstance(node, ast.List | ast.Tuple):
            return False
        found.extend(_outputs(plan, node))
        return True

    place = f"{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
    sort = Sort(f"modalities at {place}", shows, lambda plan, name: False, annotated=False)
    plan.values.certain.pop((sort.name, node, ()), None)
    if not isinstance(node, _NAMED) or not is_certain(plan, sort, node) or "image" not in found:
        raise plan.cannot("SB007", node, "response_modalities")
    return [one for one in _OUTPUTS.values() if one in found]


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
    plan = draft.plan
    node = written_out(plan, argument.value)
    if _is_image(plan, node):
        draft.image += _image(plan, node)
    else:
        may_be_none = definitions(plan, _IMAGE, node, [])
        draft.image.append(argument.entry("", spread(plan, node, may_be_none=may_be_none)))
    draft.makes_media = True
    draft.outputs_from = draft.outputs_from or argument


def _is_image(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) or type_name(plan, node) in _IMAGES


def _image(plan: Plan, node: ast.expr) -> list[Entry]:
    """The entries that an image config becomes."""
    entries = []
    for field in fields_of(plan, node).arguments:
        if is_none(field.value):
            continue
        if field.name not in _IMAGE_FIELDS:
            raise plan.cannot("SB006", field.value, field.name)
        entries.append(field.entry(field.name, _image_value(plan, field)))
    return entries


def _image_elsewhere(plan: Plan, node: ast.expr) -> Doc:
    """An image config in a place of its own."""
    doc = mapping(*_image(plan, node))
    in_place(plan, node, doc)
    return doc


_IMAGE: Topic[Doc] = Topic("image_config", "SB007", _is_image, _image_elsewhere, _IMAGES)


def _image_value(plan: Plan, field: Argument) -> Doc:
    """Sizes are upper case: ``1K``."""
    size = constant_of(plan, field.value) if field.name == "image_size" else None
    if isinstance(size, str) and size != size.upper():
        return plan.quoted(size.upper())
    return atom(field.value)


def _finish(draft: Draft) -> None:
    if draft.outputs_from is None or (draft.outputs == ["text"] and not draft.image):
        return
    if "response_format" in draft.arguments:
        raise draft.plan.cannot("SB007", draft.outputs_from.value, "modalities and a schema")
    outputs = draft.outputs or ["text", "image"]
    named = draft.fields.get("response_modalities")
    if isinstance(named, _NAMED):
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
        key = f"{quote}{entry.key}{quote}: " if entry.key else ""
        parts += [f", {key}", *entry.value.parts]
    return atom(*parts, "} for modality in ", modalities, "]")


def _entry(draft: Draft, output: str) -> Group:
    extra: list[Entry] = draft.image if output == "image" else []
    return mapping(("type", draft.plan.quoted(output)), *extra)


FINISHERS.append(_finish)
