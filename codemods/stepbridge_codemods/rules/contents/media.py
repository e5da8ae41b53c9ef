"""Media of a Part: image, audio, video and document items with data or a URI.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge.fields import mime as mime_types
from stepbridge.fields.row import Fidelity
from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.known_bytes import is_base64_text, is_bytes
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.objects import Argument, Fields, constant_of, type_name
from stepbridge_codemods.planning.plan import Import, ManualError, Plan
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.contents.addresses import guessed_of
from stepbridge_codemods.rules.contents.media_looks import Looks
from stepbridge_codemods.text.layout import Atom, Doc, Entry, atom, mapping
from stepbridge_codemods.values.paths import Path

_MEDIA = frozenset({"image", "audio", "video"})
_NEVER_RENAMED = frozenset({"image", "video"})
_FIELDED = frozenset({"Blob", "FileData", "Part"})
_OBJECTS = _FIELDED | {"Part.from_bytes", "Part.from_uri"}
_GUESSERS = frozenset({"mimetypes.guess_type", "mimetypes.guess_file_type"})
_ITEM_TYPE = Given(
    "item_type",
    '''def item_type(mime_type):
    """Return the type of the input item for a MIME type."""
    kind = mime_type.partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"
''',
)
_BASE64_TEXT = Given(
    "base64_text",
    '''def base64_text(data):
    """Return data as base64 text; text is base64 already."""
    return data if isinstance(data, str) else base64.b64encode(data).decode()
''',
    ("base64",),
)
_TEXT = "Inline text is sent as a text item; data that is no UTF-8 raises an error."
_MAYBE_TEXT = "A text file that is sent as a document is refused: send its text instead."


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a media item: known, or an expression over its MIME type."""

    name: str | None
    doc: Atom


def inline(plan: Plan, found: Fields, looks: Looks) -> Doc:
    """The item for a Blob or ``Part.from_bytes``."""
    data, mime = found.get("data"), found.get("mime_type")
    if data is None or mime is None or not found.names <= {"data", "mime_type"}:
        raise unknown_fields(plan, found, "Blob", ", ".join(sorted(found.names)))
    read = _read(plan, mime)
    if read is not None and read.kind == "text":
        return _decoded(plan, found, data)
    encoded = _encoded(plan, found, data)
    kind = _kind_of(plan, mime)
    if kind.name is None:
        plan.mark(_listed(found), _MAYBE_TEXT)
    places = {"data": ("data", encoded), **_renamed(plan, mime, read)}
    return _item(plan, found, places, kind, looks)


def _encoded(plan: Plan, found: Fields, data: ast.expr) -> Atom:
    """Data as base64 text; google-genai takes bytes, and text that is base64 already."""
    if plan.facts.get("data is base64") or is_base64_text(plan, data):
        return atom(data)
    if _is_from_bytes(found.node) or is_bytes(plan, data):
        plan.imports.add(Import("base64"))
        return atom("base64.b64encode(", data, ").decode()")
    give(plan, _BASE64_TEXT, data)
    return atom(f"{_BASE64_TEXT.name}(", data, ")")


def _is_from_bytes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".from_bytes")


def _read(plan: Plan, mime: ast.expr) -> mime_types.Mime | None:
    """A MIME type that is known here; gives up on what Interactions has no item for."""
    known = constant_of(plan, mime)
    if not isinstance(known, str):
        return None
    read = mime_types.read(known)
    if read.kind is None:
        raise _no_item(plan, mime, known)
    if read.parameters:
        raise plan.cannot("SB020", mime, "parameters of a MIME type")
    return read


def _no_item(plan: Plan, node: ast.AST, said: str) -> ManualError:
    """The bridge would refuse it, too, but only when the program runs."""
    refusal = plan.cannot("SB006", node, f"media of type {said}")
    refusal.is_final = True
    return refusal


def unknown_fields(plan: Plan, found: Fields, owner: str, detail: str) -> ManualError:
    """Fields that no rule knows; final where the bridge could not carry one of them either."""
    refusal = plan.cannot("SB006", found.node, detail)
    refusal.is_final = any(_is_lost(f"{owner}.{name}") for name in found.names)
    return refusal


def _is_lost(symbol: str) -> bool:
    return row(symbol).fidelity is Fidelity.LOST


def refuse_what_bridges_refuse(plan: Plan, contents: ast.expr) -> None:
    """Gives up where contents that are to be bridged say what has no counterpart."""
    for node in ast.walk(contents):
        name = type_name(plan, node) or ""
        for keyword in node.keywords if isinstance(node, ast.Call) and name in _OBJECTS else ():
            known = constant_of(plan, keyword.value) if keyword.arg == "mime_type" else None
            if isinstance(known, str) and mime_types.read(known).kind is None:
                raise _no_item(plan, keyword, known)
            if name in _FIELDED and _is_lost(f"{name}.{keyword.arg}"):
                refusal = plan.cannot("SB006", keyword, keyword.arg or "")
                refusal.is_final = True
                raise refusal


def _renamed(
    plan: Plan, mime: ast.expr, read: mime_types.Mime | None
) -> dict[str, tuple[str, Atom]]:
    """The MIME type under the name that the service takes, where it refuses the one given.

    A wildcard such as ``video/*`` has no such name and is left out.
    """
    if read is None or not read.renamed:
        return {}
    if not read.name:
        return {"mime_type": ("", plan.quoted(""))}
    return {"mime_type": ("mime_type", plan.quoted(read.name))}


def _listed(found: Fields) -> ast.AST:
    """The node that a finding is about: ``Part.from_bytes``, or the data of a Blob."""
    node = found.node
    if isinstance(node, ast.Call) and _is_from_bytes(node):
        return node.func
    return next(one.node for one in found.arguments if one.name == "data")


def _decoded(plan: Plan, found: Fields, data: ast.expr) -> Doc:
    """Inline text is a text item: Interactions has no document type for it."""
    known = _is_from_bytes(found.node) or is_bytes(plan, data)
    if plan.facts.get("data is base64") or is_base64_text(plan, data) or not known:
        raise plan.cannot("SB020", found.node, "inline text: send it as a text item")
    plan.mark(_listed(found), _TEXT)
    whole = ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant
    text = atom(data, ".decode()") if isinstance(data, whole) else atom("(", data, ").decode()")
    return mapping(("type", plan.quoted("text")), ("text", text))


def file(plan: Plan, found: Fields, looks: Looks) -> Doc:
    """The item for FileData or ``Part.from_uri``."""
    if not found.names <= {"file_uri", "mime_type"}:
        raise unknown_fields(plan, found, "FileData", ", ".join(sorted(found.names)))
    uri, mime = found.get("file_uri"), found.get("mime_type")
    if uri is None:
        raise plan.cannot("SB006", found.node, "a file without file_uri")
    places = {"file_uri": ("uri", atom(uri))}
    if mime is not None:
        places |= _renamed(plan, mime, _read(plan, mime))
        return _item(plan, found, places, _kind_of(plan, mime), looks)
    address = constant_of(plan, uri)
    if isinstance(address, str) and ("youtube.com/" in address or "youtu.be/" in address):
        return _item(plan, found, places, Kind("video", plan.quoted("video")), looks)
    guessed = guessed_of(plan, uri)
    if guessed is None:
        raise plan.cannot("SB007", uri, "a file without mime_type")
    kind = media_type(guessed)
    said = Entry(plan.quoted(guessed), "mime_type")
    return _item(plan, found, places, Kind(kind, plan.quoted(kind)), looks, said)


def _item(
    plan: Plan,
    found: Fields,
    places: dict[str, tuple[str, Atom]],
    kind: Kind,
    looks: Looks,
    *guessed: Entry,
) -> Doc:
    entries = [Entry(kind.doc, "type")]
    for field in found.arguments:
        key, doc = places.get(field.name, (field.name, atom(field.value)))
        if key:
            entries.append(field.entry(key, doc))
    return mapping(*entries, *guessed, *looks.entries(plan, found.node, kind.name))


def _kind_of(plan: Plan, mime: ast.expr) -> Kind:
    known = constant_of(plan, mime)
    if isinstance(known, str):
        return Kind(media_type(known), plan.quoted(media_type(known)))
    for name, sort in _SORTS.items():
        if is_certain(plan, sort, mime):
            return Kind(name, plan.quoted(name))
    return Kind(None, _computed(plan, mime))


def _sort(name: str) -> Sort:
    """MIME types of one kind of item, under names that the service takes."""

    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        if not path and isinstance(node, ast.JoinedStr) and name in _NEVER_RENAMED:
            return ast.unparse(node)[2:].startswith(f"{name}/")
        if path or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return False
        read = mime_types.read(node.value)
        return read.kind == name and not read.renamed and not read.parameters

    return Sort(f"a MIME type of {name}", shows, lambda plan, node: False, annotated=False)


_SORTS = {name: _sort(name) for name in ("image", "audio", "video", "document")}


def media_type(mime: str) -> str:
    """``image`` for ``image/png``, ``document`` for all that is no image, audio or video."""
    head = mime.partition("/")[0]
    return head if head in _MEDIA else "document"


def _computed(plan: Plan, mime: ast.expr) -> Atom:
    """The item type for a MIME type that is only known when the program runs."""
    if not _may_be_said_twice(plan, mime):
        raise plan.cannot("SB007", mime, "mime_type")
    give(plan, _ITEM_TYPE, mime)
    return atom(f"{_ITEM_TYPE.name}({plan.text(mime)})")


def _may_be_said_twice(plan: Plan, mime: ast.expr) -> bool:
    """Whether an expression is short, and gives the same each time."""
    if isinstance(mime, ast.BoolOp):
        return all(_may_be_said_twice(plan, value) for value in mime.values)
    if isinstance(mime, ast.Subscript) and isinstance(mime.slice, ast.Constant):
        made = mime.value
        guesses = isinstance(made, ast.Call) and plan.values.qualified(made.func) in _GUESSERS
        return guesses or _is_named(made)
    return isinstance(mime, ast.Constant) or _is_named(mime)


def _is_named(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and not any(
        isinstance(inner, ast.Call) for inner in ast.walk(node)
    )


def apart(found: Fields, names: frozenset[str]) -> tuple[Fields, list[Argument]]:
    """The fields of an object without some of them, and those."""
    rest = tuple(a for a in found.arguments if a.name not in names)
    return Fields(found.node, rest, found.tail), [a for a in found.arguments if a.name in names]
