"""Uploaded files become media items with their uri and mime type.

https://ai.google.dev/gemini-api/docs/files
"""

from __future__ import annotations

import ast
import mimetypes

from stepbridge_codemods.layout import Doc, atom, mapping
from stepbridge_codemods.objects import TYPES, bindings_of
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.media import computed_type, media_type
from stepbridge_codemods.rules.media_looks import Looks
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, How


def is_upload(plan: Plan, node: ast.expr) -> bool:
    """Whether a name holds what the Files API gave, whatever happens."""
    if not isinstance(node, ast.Name | ast.Attribute):
        return False
    bindings = bindings_of(plan, node)
    return bool(bindings) and all(_holds_file(plan, binding) for binding in bindings)


def _holds_file(plan: Plan, binding: Binding) -> bool:
    if binding.how is How.PARAM:
        names = annotation_names(getattr(binding.target, "annotation", None))
        return [plan.values.qualified(name) for name in names] == [f"{TYPES}File"]
    return binding.how is How.ASSIGN and _call(plan, binding.value) is not None


def _call(plan: Plan, node: ast.expr | None) -> ast.Call | None:
    """The call of the Files API that an expression is."""
    if isinstance(node, ast.Await):
        node = node.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    files = node.func.value
    if node.func.attr not in ("upload", "get") or not isinstance(files, ast.Attribute):
        return None
    owner = plan.values.value(files.value)
    is_client = owner is not None and owner.kind in (Kind.CLIENT, Kind.AIO)
    return node if files.attr == "files" and is_client else None


def file_item(plan: Plan, node: ast.expr) -> Doc:
    """The item that refers to an uploaded file."""
    mime = f"{plan.text(node)}.mime_type"
    known = {_known_type(plan, binding) for binding in bindings_of(plan, node)} - {"any"}
    kind = known.pop() if len(known) == 1 else None
    return mapping(
        ("type", plan.quoted(kind) if kind else computed_type(plan, mime)),
        ("uri", atom(node, ".uri")),
        ("mime_type", atom(node, ".mime_type")),
        *Looks().entries(plan, node, kind),
    )


def _known_type(plan: Plan, binding: Binding) -> str | None:
    """The item type by the name of the file that is uploaded; ``any`` for one fetched again."""
    call = _call(plan, binding.value) if binding.how is How.ASSIGN else None
    if call is None:
        return None
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr == "get":
        return "any"
    given = next((k.value for k in call.keywords if k.arg == "file"), None)
    if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        return None
    if any(keyword.arg == "config" for keyword in call.keywords):
        return None
    guessed = mimetypes.guess_type(given.value)[0]
    return media_type(guessed) if guessed is not None else None
