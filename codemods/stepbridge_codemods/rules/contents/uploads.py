"""Uploaded files become media items with their uri and mime type.

https://ai.google.dev/gemini-api/docs/files
"""

from __future__ import annotations

import ast
import mimetypes

from stepbridge_codemods.certainty.certain import Sort, are_certain, is_certain
from stepbridge_codemods.objects import TYPES, bindings_of, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.contents.media import media_type
from stepbridge_codemods.rules.contents.media_looks import Looks, shared_resolution
from stepbridge_codemods.text.layout import Doc, atom, mapping
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.paths import ITEM, Path

_FUNCTION = '''def file_item(file):
    """Return the input item for an uploaded file."""
    kind = file.mime_type.partition("/")[0]
    if kind not in ("image", "audio", "video"):
        kind = "document"
    return {"type": kind, "uri": file.uri, "mime_type": file.mime_type}
'''
_GIVEN = Given("file_item", _FUNCTION)


def is_upload(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is what the Files API gave, whatever happens."""
    return is_certain(plan, _UPLOAD, node)


def are_uploads(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list of what the Files API gave."""
    return are_certain(plan, _UPLOAD, node)


def _gives_file(plan: Plan, node: ast.expr, path: Path) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if not path and type_name(plan, node) == "File":
        return True
    methods = ("upload", "get") if not path else ("list",) if path == (ITEM,) else ()
    return _is_of_files(plan, node, *methods)


def _is_of_files(plan: Plan, node: ast.Call, *methods: str) -> bool:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in methods:
        return False
    files = node.func.value
    if not isinstance(files, ast.Attribute) or files.attr != "files":
        return False
    owner = plan.values.value(files.value)
    return owner is not None and owner.kind in (Kind.CLIENT, Kind.AIO)


_UPLOAD = Sort(
    "an uploaded file",
    _gives_file,
    lambda plan, name: plan.values.qualified(name) == f"{TYPES}File",
)


def file_item(plan: Plan, node: ast.expr) -> Doc:
    """The item that refers to an uploaded file."""
    known = {_known_type(plan, binding) for binding in bindings_of(plan, node)} - {"any"}
    kind = known.pop() if len(known) == 1 else None
    if kind is None:
        _make_known(plan, node)
        return atom(f"{_GIVEN.name}(", node, ")")
    return mapping(
        ("type", plan.quoted(kind)),
        ("uri", atom(node, ".uri")),
        ("mime_type", atom(node, ".mime_type")),
        *Looks().entries(plan, node, kind),
    )


def file_items(plan: Plan, node: ast.expr) -> Doc:
    """The items for a list of uploaded files."""
    _make_known(plan, node)
    return atom(f"[{_GIVEN.name}(file) for file in ", node, "]")


def _make_known(plan: Plan, node: ast.expr) -> None:
    if shared_resolution(plan) is not None:
        raise plan.cannot("SB020", node, "media_resolution of what may be audio")
    give(plan, _GIVEN, node)


def _known_type(plan: Plan, binding: Binding) -> str | None:
    """The item type by the name of the file that is uploaded; ``any`` for one fetched again."""
    call = binding.value.value if isinstance(binding.value, ast.Await) else binding.value
    if binding.how is not How.ASSIGN or not isinstance(call, ast.Call):
        return None
    if _is_of_files(plan, call, "get"):
        return "any"
    given = next((k.value for k in call.keywords if k.arg == "file"), None)
    if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        return None
    if not _is_of_files(plan, call, "upload") or any(k.arg == "config" for k in call.keywords):
        return None
    guessed = mimetypes.guess_type(given.value)[0]
    return media_type(guessed) if guessed is not None else None
