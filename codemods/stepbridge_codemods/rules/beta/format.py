"""Schemas, modalities and picture settings of the beta become entries of response_format.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.pictures import Moving, moving, take_out
from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.rules.beta.schema import is_bare_schema
from stepbridge_codemods.rules.beta.slots import (
    Slot,
    add_slot,
    drop_slot,
    given,
    put_slot,
    slot,
    slots,
)
from stepbridge_codemods.text.layout import Doc, Entry, atom, comments_of, listing, mapping
from stepbridge_codemods.values.names import How

_MEDIA = frozenset({"text", "image", "audio", "video"})
_OLD = ("response_format", "response_mime_type", "response_modalities")


def rewrite_format(plan: Plan, call: ast.Call | ast.Dict) -> None:
    """All that says what the answer is to be, in one place."""
    found = {one.name: one for one in slots(plan.values, call) if one.name in _OLD}
    shape = found.get("response_format")
    mime, modalities = found.get("response_mime_type"), found.get("response_modalities")
    settings = moving(plan, slot(plan.values, call, "generation_config"))
    is_bare = shape is not None and is_bare_schema(plan.values, shape.value)
    if not (mime or modalities or settings or is_bare):
        return
    if shape is not None and not is_bare and entries(shape.value).get("type") is None:
        raise plan.cannot("SB007", shape.value, "response_format")
    docs = _text_entry(plan, shape if is_bare else None, mime)
    if shape is not None and not is_bare:
        docs = [atom(shape.value)]
    docs += _media(plan, modalities, settings, has_text=bool(docs))
    value = docs[0] if len(docs) == 1 else listing(docs)
    _place(plan, call, list(found.values()), settings, value)


def _text_entry(plan: Plan, schema: Slot | None, mime: Slot | None) -> list[Doc]:
    if schema is None and mime is None:
        return []
    kind = atom(mime.value) if mime is not None else plan.quoted("application/json")
    doc = mapping(("type", plan.quoted("text")), ("mime_type", kind))
    if schema is not None:
        doc.entries.append(Entry(atom(schema.value), "schema"))
    return [doc]


def _media(
    plan: Plan, modalities: Slot | None, settings: dict[str, Moving], *, has_text: bool
) -> list[Doc]:
    asked = modalities.value if modalities is not None else None
    if "response_modalities" in settings:
        asked = settings["response_modalities"].value
    names = _names(plan, asked) if asked is not None else []
    if names is None and asked is not None:
        return _computed(plan, asked, settings, has_text=has_text)
    names = names or []
    image = settings["image_config"].value if "image_config" in settings else None
    if image is not None and "image" not in names:
        names.append("image")
    found: list[Doc] = []
    for name in names:
        if name == "text" and (has_text or len(names) == 1):
            continue
        found.append(_medium(plan, name, image if name == "image" else None))
    if not found and not has_text:
        found.append(_medium(plan, "text", None))
    return found


def _names(plan: Plan, asked: ast.expr) -> list[str] | None:
    """The modalities in lower case, through one variable; None where they are not written here."""
    bindings = plan.values.names.reads.get(asked, ()) if isinstance(asked, ast.Name) else ()
    if any(binding.how is How.PARAM for binding in bindings):
        return None
    names = [text_of(n).lower() for n in written(plan.values, asked) if n is not asked]
    is_known = bool(names) and set(names) <= _MEDIA and len(set(names)) == len(names)
    return names if is_known else None


def _computed(
    plan: Plan, asked: ast.expr, settings: dict[str, Moving], *, has_text: bool
) -> list[Doc]:
    """One entry for each modality, whichever they are."""
    used = {node.id for node in plan.values.names.reads}
    name = next(n for n in ("kind", "modality", "_kind") if n not in used)
    if has_text or "image_config" in settings:
        raise plan.cannot("SB007", asked, "response_modalities")
    entry = f"[{{'type': {name}.lower()}} for {name} in ".replace("'", plan.quote)
    return [atom(entry, asked, "]")]


def _medium(plan: Plan, name: str, settings: ast.expr | None) -> Doc:
    doc = mapping(("type", plan.quoted(name)))
    if isinstance(settings, ast.Dict):
        comments, doc.tail = comments_of(plan.source, settings, settings.values)
        for key, value in zip(settings.keys, settings.values, strict=True):
            entry = atom("**", value) if key is None else atom(key, ": ", value)
            doc.entries.append(Entry(entry, "", *comments[value]))
    elif settings is not None:
        doc.entries.append(Entry(atom("**", settings)))
    return doc


def _place(
    plan: Plan, call: ast.Call | ast.Dict, old: list[Slot], settings: dict[str, Moving], value: Doc
) -> None:
    """Puts the new argument where the first of the old ones stood, and takes those out."""
    config = slot(plan.values, call, "generation_config")
    if settings and config is not None and take_out(plan, config, settings):
        old.append(config)
    if not old:
        add_slot(plan, call, "response_format", value)
        return
    first = next((one for one in old if one.name == "response_format"), old[0])
    put_slot(plan, first, "response_format", value)
    for one in old:
        if one is not first:
            drop_slot(plan, one)


def rewrite_speech(plan: Plan, call: ast.Call | ast.Dict) -> None:
    """A bare voice becomes a list of one speaker."""
    for node in written(plan.values, given(plan.values, call, "generation_config")):
        speech = entries(node).get("speech_config")
        if isinstance(speech, ast.Dict) and "voice" in entries(speech):
            start, end = plan.source.span(speech)
            plan.edits.put(start, end, "[", (start, end), "]")
