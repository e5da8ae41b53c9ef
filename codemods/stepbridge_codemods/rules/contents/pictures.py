"""Pillow images become image items, through a function that encodes them as the SDK does.

``google.genai._transformers.pil_to_blob``
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, are_certain, is_certain
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.contents.media_looks import shared_resolution
from stepbridge_codemods.text.layout import Atom, atom
from stepbridge_codemods.values.kinds import ANNOTATIONS, CONSTRUCTORS, COPIES, Kind
from stepbridge_codemods.values.paths import Path

_FUNCTION = '''def image_item(image):
    """Return the input item for a Pillow image: a JPEG file stays JPEG, the rest becomes PNG."""
    is_jpeg = image.format == "JPEG" and image.filename and image.mode in ("L", "RGB", "CMYK")
    buffer = io.BytesIO()
    if is_jpeg:
        image.save(buffer, "JPEG", quality="keep")
    else:
        image.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    return {"type": "image", "data": data, "mime_type": "image/jpeg" if is_jpeg else "image/png"}
'''
_PAGES = frozenset({"pdf2image.convert_from_path", "pdf2image.convert_from_bytes"})
_GIVEN = Given("image_item", _FUNCTION, ("base64", "io"), beside="PIL")


def is_picture(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a Pillow image, whoever calls the code around it."""
    return is_certain(plan, _PICTURE, node)


def are_pictures(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list of Pillow images."""
    return are_certain(plan, _PICTURE, node)


def _opens(plan: Plan, node: ast.expr, path: Path) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if path:
        known = len(path) == 1 and not isinstance(path[0], str)
        return known and plan.values.qualified(node.func) in _PAGES
    if CONSTRUCTORS.get(plan.values.qualified(node.func) or "") is Kind.PICTURE:
        return True
    method = node.func
    copies = isinstance(method, ast.Attribute) and (Kind.PICTURE, method.attr) in COPIES
    return copies and is_certain(plan, _PICTURE, method.value)  # type: ignore[attr-defined]


def _is_class(plan: Plan, name: ast.expr) -> bool:
    return ANNOTATIONS.get(plan.values.qualified(name) or "") is Kind.PICTURE


_PICTURE = Sort("a Pillow image", _opens, _is_class, entered=True)


def picture_item(plan: Plan, node: ast.expr) -> Atom:
    """A call of the function, which the module gets where it does not have it yet."""
    _make_known(plan, node)
    return atom(f"{_GIVEN.name}(", node, ")")


def picture_items(plan: Plan, node: ast.expr) -> Atom:
    """The items for a list of images."""
    _make_known(plan, node)
    return atom(f"[{_GIVEN.name}(image) for image in ", node, "]")


def _make_known(plan: Plan, node: ast.expr) -> None:
    if shared_resolution(plan) is not None:
        raise plan.cannot("SB005", node, "media_resolution of a Pillow image")
    give(plan, _GIVEN, node)
