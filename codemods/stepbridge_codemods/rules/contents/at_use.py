"""Items for what stays as it is: strings, uploaded files, images, and lists of them.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import are_texts
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.contents.parts import text_item
from stepbridge_codemods.rules.contents.pictures import (
    are_pictures,
    is_picture,
    picture_item,
    picture_items,
)
from stepbridge_codemods.rules.contents.shapes import shapes_in
from stepbridge_codemods.rules.contents.uploads import are_uploads, file_item, file_items, is_upload
from stepbridge_codemods.text.layout import Doc, atom
from stepbridge_codemods.values.names import How


def item_at_use(plan: Plan, node: ast.expr, shape: str | None) -> Doc | None:
    """The item for what stays as it is: a string, a file, an image."""
    if shape == "text":
        return text_item(plan, node)
    if is_upload(plan, node):
        return file_item(plan, node)
    return picture_item(plan, node) if is_picture(plan, node) else None


def list_at_use(plan: Plan, node: ast.expr) -> Doc | None:
    """Lists of files stay, and of images or strings that something else needs or makes."""
    if are_uploads(plan, node):
        return file_items(plan, node)
    variable = plan.values.variable(node)
    if (
        variable is not None
        and variable not in plan.inlined
        and None not in _own_shapes(plan, node)
    ):
        return None
    if are_pictures(plan, node):
        return picture_items(plan, node)
    if not are_texts(plan, node):
        return None
    q = plan.quote
    return atom(f"[{{{q}type{q}: {q}text{q}, {q}text{q}: text}} for text in ", node, "]")


def _own_shapes(plan: Plan, node: ast.expr) -> set[str | None]:
    """What the definitions of a name show by themselves."""
    written = [b.value if b.how is How.ASSIGN else None for b in bindings_of(plan, node)]
    shapes: set[str | None] = set()
    for value in written:
        shapes |= {None} if value is None else shapes_in(plan, value, set())
    return shapes
