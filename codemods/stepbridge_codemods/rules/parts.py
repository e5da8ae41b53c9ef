"""Parts become content items; function responses become steps.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
import mimetypes

from stepbridge_codemods.layout import Atom, Doc, Entry, atom, mapping
from stepbridge_codemods.objects import (
    Fields,
    constant_of,
    fields_of,
    is_none,
    type_name,
)
from stepbridge_codemods.plan import Import, Plan
from stepbridge_codemods.values.kinds import Kind

_POSITIONAL: dict[str, tuple[str, ...]] = {}
_MEDIA = frozenset({"image", "audio", "video"})
_LEVELS = frozenset({"low", "medium", "high", "ultra_high"})


def is_part(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression spells a Part out."""
    name = type_name(plan, node)
    if name is not None:
        return name == "Part" or name.startswith("Part.from_")
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"text", "inline_data", "inlineData", "file_data", "fileData"}
        | _keys(node) & {"function_response", "functionResponse"}
    )


def is_result(plan: Plan, node: ast.expr) -> bool:
    """Whether a Part carries a function response."""
    name = type_name(plan, node)
    if name == "Part.from_function_response":
        return True
    if name == "Part":
        assert isinstance(node, ast.Call)
        return any(keyword.arg == "function_response" for keyword in node.keywords)
    return isinstance(node, ast.Dict) and bool(
        _keys(node) & {"function_response", "functionResponse"}
    )


def _keys(node: ast.Dict) -> set[object]:
    return {key.value for key in node.keys if isinstance(key, ast.Constant)}


def text_item(plan: Plan, node: ast.expr) -> Doc:
    """A text item around a string."""
    return mapping(("type", plan.quoted("text")), ("text", atom(node)))


def item(plan: Plan, node: ast.expr) -> Doc:
    """The content item that a Part becomes."""
    name = type_name(plan, node)
    if name == "Part.from_text":
        return _from_fields(plan, fields_of(plan, node))
    if name == "Part.from_bytes":
        found = fields_of(plan, node)
        return _inline(plan, found)
    if name == "Part.from_uri":
        return _file(plan, fields_of(plan, node))
    if name == "Part" or isinstance(node, ast.Dict):
        return _from_fields(plan, fields_of(plan, node))
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def _from_fields(plan: Plan, found: Fields) -> Doc:
    given = [a for a in found.arguments if not is_none(a.value)]
    if len(given) != 1:
        raise plan.cannot("SB006", found.node, "a part with " + ", ".join(sorted(found.names)))
    field = given[0]
    if field.name == "text":
        return mapping(("type", plan.quoted("text")), field.entry("text", atom(field.value)))
    if field.name == "inline_data":
        return _inline(plan, fields_of(plan, field.value))
    if field.name == "file_data":
        return _file(plan, fields_of(plan, field.value))
    raise plan.cannot("SB006", field.value, field.name)


def _inline(plan: Plan, found: Fields) -> Doc:
    data, mime = found.get("data"), found.get("mime_type")
    if data is None or mime is None or not found.names <= {"data", "mime_type"}:
        raise plan.cannot("SB006", found.node, ", ".join(sorted(found.names)))
    plan.imports.add(Import("base64"))
    encoded = atom("base64.b64encode(", data, ").decode()")
    return _media(plan, found, {"data": ("data", encoded)}, mime)


def _file(plan: Plan, found: Fields) -> Doc:
    if not found.names <= {"file_uri", "mime_type"}:
        raise plan.cannot("SB006", found.node, ", ".join(sorted(found.names)))
    uri, mime = found.get("file_uri"), found.get("mime_type")
    if uri is None:
        raise plan.cannot("SB006", found.node, "a file without file_uri")
    places = {"file_uri": ("uri", atom(uri))}
    if mime is not None:
        return _media(plan, found, places, mime)
    address = constant_of(plan, uri)
    if not isinstance(address, str):
        raise plan.cannot("SB007", uri, "a file without mime_type")
    if "youtube.com/" in address or "youtu.be/" in address:
        return mapping(("type", plan.quoted("video")), ("uri", atom(uri)))
    guessed = mimetypes.guess_type(address)[0]
    if guessed is None:
        raise plan.cannot("SB007", uri, "a file without mime_type")
    return mapping(
        ("type", plan.quoted(media_type(guessed))),
        ("uri", atom(uri)),
        ("mime_type", plan.quoted(guessed)),
    )


def _media(plan: Plan, found: Fields, places: dict[str, tuple[str, Atom]], mime: ast.expr) -> Doc:
    known = constant_of(plan, mime)
    kind = plan.quoted(media_type(known)) if isinstance(known, str) else _computed(plan, mime)
    entries = [Entry(kind, "type")]
    for field in found.arguments:
        key, doc = places.get(field.name, (field.name, atom(field.value)))
        entries.append(field.entry(key, doc))
    return mapping(*entries)


def media_type(mime: str) -> str:
    """``image`` for ``image/png``, ``document`` for all that is no image, audio or video."""
    head = mime.partition("/")[0]
    return head if head in _MEDIA else "document"


def _computed(plan: Plan, mime: ast.expr) -> Atom:
    """The item type for a mime type that is only known when the program runs."""
    is_entry = isinstance(mime, ast.Subscript) and isinstance(mime.slice, ast.Constant)
    if not isinstance(mime, ast.Name | ast.Attribute) and not is_entry:
        raise plan.cannot("SB007", mime, "mime_type")
    return computed_type(plan, plan.text(mime))


def computed_type(plan: Plan, name: str) -> Atom:
    """The item type for the mime type under a name."""
    others = ", ".join(f"{plan.quote}{head}/{plan.quote}" for head in ("application", "text"))
    document = f"{plan.quote}document{plan.quote}"
    head = f"{name}.partition({plan.quote}/{plan.quote})[0]"
    return atom(f"{document} if {name}.startswith(({others})) else {head}")


def result_step(plan: Plan, node: ast.expr) -> Doc:
    """The function_result step that a Part with a function response becomes."""
    found = fields_of(plan, node)
    if "function_response" in found.names:
        inner = found.get("function_response")
        assert inner is not None
        found = fields_of(plan, inner)
    if not found.names <= {"id", "name", "response"}:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    name, response = found.get("name"), found.get("response")
    if name is None or response is None:
        raise plan.cannot("SB007", node, "function_response")
    entries: list[Entry | tuple[str, Doc]] = [("type", plan.quoted("function_result"))]
    call_id = found.get("id")
    identifier = atom(call_id) if call_id is not None else _id_of_call(plan, name)
    entries.append(("call_id", identifier))
    for field in found.arguments:
        if field.name == "name":
            entries.append(field.entry("name", atom(field.value)))
        elif field.name == "response":
            plan.imports.add(Import("json"))
            entries.append(field.entry("result", atom("json.dumps(", field.value, ")")))
    return mapping(*entries)


def _id_of_call(plan: Plan, name: ast.expr) -> Atom:
    """``call.id`` next to ``call.name``."""
    if isinstance(name, ast.Attribute) and name.attr == "name":
        value = plan.values.value(name.value)
        if value is not None and value.kind is Kind.CALL:
            return atom(name.value, ".id")
    raise plan.cannot("SB007", name, "a function response without an id")
