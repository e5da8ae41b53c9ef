"""Schemas, modalities and picture settings of the beta become entries of response_format.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, atom, listing, mapping
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.beta_keywords import (
    add_keyword,
    drop_entry,
    drop_keyword,
    put_keyword,
)
from stepbridge_codemods.rules.beta_request import argument, entries, text_of, written
from stepbridge_codemods.rules.beta_schema import is_bare_schema

_MEDIA = frozenset({"text", "image", "audio", "video"})


def rewrite_format(plan: Plan, call: ast.Call) -> None:
    """All that says what the answer is to be, in one place."""
    shape = argument(call, "response_format")
    mime = argument(call, "response_mime_type")
    modalities = argument(call, "response_modalities")
    settings = _settings(plan, call)
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
    _place(plan, call, value)


def _text_entry(plan: Plan, schema: ast.keyword | None, mime: ast.keyword | None) -> list[Doc]:
    if schema is None and mime is None:
        return []
    kind = atom(mime.value) if mime is not None else plan.quoted("application/json")
    doc = mapping(("type", plan.quoted("text")), ("mime_type", kind))
    if schema is not None:
        doc.entries.append(Entry(atom(schema.value), "schema"))
    return [doc]


def _media(
    plan: Plan,
    modalities: ast.keyword | None,
    settings: dict[str, tuple[ast.Dict, ast.expr]],
    *,
    has_text: bool,
) -> list[Doc]:
    names: list[str] = []
    asked = modalities.value if modalities is not None else None
    if "response_modalities" in settings:
        asked = settings["response_modalities"][1]
    if asked is not None:
        if not isinstance(asked, ast.List) or not all(map(text_of, asked.elts)):
            raise plan.cannot("SB007", asked, "response_modalities")
        names = [text_of(item).lower() for item in asked.elts]
    image = settings["image_config"][1] if "image_config" in settings else None
    if image is not None and "image" not in names:
        names.append("image")
    if not set(names) <= _MEDIA:
        raise plan.cannot("SB007", asked or image or plan.sites[0].call, "response_modalities")
    found: list[Doc] = []
    for name in names:
        if name == "text" and (has_text or len(names) == 1):
            continue
        found.append(_medium(plan, name, image if name == "image" else None))
    if not found and not has_text:
        found.append(_medium(plan, "text", None))
    return found


def _medium(plan: Plan, name: str, settings: ast.expr | None) -> Doc:
    doc = mapping(("type", plan.quoted(name)))
    if settings is None:
        return doc
    if isinstance(settings, ast.Dict):
        for key, value in entries(settings).items():
            doc.entries.append(Entry(atom(value), key))
        return doc
    raise plan.cannot("SB007", settings, "image_config")


def _settings(plan: Plan, call: ast.Call) -> dict[str, tuple[ast.Dict, ast.expr]]:
    """Entries of the generation config that belong into response_format."""
    config = argument(call, "generation_config")
    found: dict[str, tuple[ast.Dict, ast.expr]] = {}
    for node in written(plan.values, config.value) if config is not None else ():
        for name in ("image_config", "response_modalities"):
            value = entries(node).get(name)
            if value is None:
                continue
            if not isinstance(node, ast.Dict) or config is None or node is not config.value:
                raise plan.cannot("SB007", node, f"{name} in a generation_config elsewhere")
            found[name] = (node, value)
    return found


def _place(plan: Plan, call: ast.Call, value: Doc) -> None:
    """Puts the new argument where the first of the old ones stood, and takes those out."""
    names = ("response_format", "response_mime_type", "response_modalities")
    old = [keyword for keyword in call.keywords if keyword.arg in names]
    config = argument(call, "generation_config")
    if config is not None and isinstance(config.value, ast.Dict):
        moving = {"image_config", "response_modalities"} & entries(config.value).keys()
        if moving and len(moving) == len(config.value.keys):
            old.append(config)
        elif moving:
            _take_out(plan, config.value, moving)
    if not old:
        add_keyword(plan, call, "response_format", value)
        return
    shape = next((keyword for keyword in old if keyword.arg == "response_format"), old[0])
    put_keyword(plan, shape, "response_format", value)
    for keyword in old:
        if keyword is not shape:
            drop_keyword(plan, call, keyword)


def _take_out(plan: Plan, node: ast.Dict, names: set[str]) -> None:
    for key, value in zip(node.keys, node.values, strict=True):
        if text_of(key) in names:
            drop_entry(plan, value, list(node.values), key)


def rewrite_speech(plan: Plan, call: ast.Call) -> None:
    """A bare voice becomes a list of one speaker."""
    config = argument(call, "generation_config")
    for node in written(plan.values, config.value) if config is not None else ():
        speech = entries(node).get("speech_config")
        if isinstance(speech, ast.Dict) and "voice" in entries(speech):
            start, end = plan.source.span(speech)
            plan.edits.put(start, end, "[", (start, end), "]")
