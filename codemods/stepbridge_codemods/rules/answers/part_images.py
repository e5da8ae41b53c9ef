"""``part.as_image()``: an item of type image, with its data in base64.

https://ai.google.dev/gemini-api/docs/interactions/image-generation,
``google.genai.types.Image``
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.rules.answers.decoded import decode
from stepbridge_codemods.rules.answers.pictures import media_types
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.rules.streams.streams import guarded
from stepbridge_codemods.values.kinds import Kind

_KEPT = frozenset({"bind", "pass"})
_READS = frozenset({".image_bytes", ".mime_type", ".save", ".show"})


@use((Kind.PART, Kind.BLOB), ".as_image")
def as_image(plan: Plan, use: Use) -> None:
    """The item itself, where it is an image; the SDK's image object is not made."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent or call.args or call.keywords:
        raise plan.cannot("SB001", use.parent, "as_image")
    part = use.node.value if use.kind is Kind.BLOB else use.node  # type: ignore[attr-defined]
    context = plan.context(call)
    if context in ("test", "is None"):
        type_test(plan, call, ("image",), part)
    elif context in _READS or (context in _KEPT and _is_picture(plan, call, part)):
        plan.edits.replace(call, use.node)
    elif context in _KEPT and isinstance(part, ast.Name):
        chosen = f"{part.id} if {part.id}.type == {plan.quote}image{plan.quote} else None"
        named = isinstance(plan.source.parents[call], ast.NamedExpr)
        plan.edits.replace(call, f"({chosen})" if named else chosen)
    else:
        raise plan.cannot("SB001", use.parent, "as_image")


def _is_picture(plan: Plan, call: ast.Call, part: ast.expr) -> bool:
    """Whether a part was found to have data, where all data are pictures."""
    if media_types(plan) != ("image",):
        return False
    return guarded(plan, call, ast.unparse(part), "inline_data") or _is_chosen(plan, part)


def _is_chosen(plan: Plan, part: ast.expr) -> bool:
    """Whether a part is one of a list of parts that were chosen because they have data."""
    if not isinstance(part, ast.Subscript) or isinstance(part.slice, ast.Slice):
        return False
    bindings = bindings_of(plan, part.value)
    return bool(bindings) and all(_asks_for_data(one.value) for one in bindings)


def _asks_for_data(chosen: ast.expr | None) -> bool:
    """Whether a comprehension takes only what has data."""
    if not isinstance(chosen, ast.ListComp):
        return False
    asked = f"{ast.unparse(chosen.elt)}.inline_data"
    tests = {ast.unparse(test) for test in chosen.generators[-1].ifs}
    return bool(tests & {asked, f"{asked} is not None"})


@use(Kind.IMAGE, "bind", "test", "is None")
def picture(plan: Plan, use: Use) -> None:
    """The item stands where the image stood; there is None where there was none."""


@use(Kind.IMAGES, "bind", "for", "test", "[]", "or nothing")
def images(plan: Plan, use: Use) -> None:
    """A list of items."""


@use(Kind.IMAGE, ".mime_type")
def mime_type(plan: Plan, use: Use) -> None:
    """The type has the same name in an item."""


@use(Kind.IMAGE, ".image_bytes")
def image_bytes(plan: Plan, use: Use) -> None:
    """Data are base64 text where they were bytes."""
    decode(plan, use)


@use(Kind.IMAGE, ".save")
def save(plan: Plan, use: Use) -> None:
    """``image.save(path)`` wrote the bytes as they came."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent:
        raise plan.cannot("SB001", use.parent, "save")
    given = [*call.args, *(one.value for one in call.keywords if one.arg == "location")]
    if len(given) != 1 or len(call.args) + len(call.keywords) != 1:
        raise plan.cannot("SB001", use.parent, "save")
    path = _spelled(plan, "pathlib", "Path")
    plan.imports.add(Import("base64"))
    plan.edits.replace(
        call, f"{path}(", given[0], ").write_bytes(base64.b64decode(", use.node, ".data))"
    )


@use(Kind.IMAGE, ".show")
def show(plan: Plan, use: Use) -> None:
    """``image.show()`` opened the bytes with Pillow; a notebook displayed that."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent or call.args or call.keywords:
        raise plan.cannot("SB001", use.parent, "show")
    opened = f"{_spelled(plan, 'PIL', 'Image')}.open(io.BytesIO(base64.b64decode("
    plan.imports.update((Import("base64"), Import("io")))
    if plan.source.path.endswith(".ipynb"):
        plan.edits.replace(call, f"display({opened}", use.node, ".data))))")
    else:
        plan.edits.replace(call, opened, use.node, ".data))).show()")


def _spelled(plan: Plan, module: str, name: str) -> str:
    """How a module's name is written here: as the file imports it, or else in full."""
    for node in plan.source.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
            for alias in node.names:
                if alias.name == name:
                    return alias.asname or name
    full = {"PIL": "PIL.Image"}.get(module, f"{module}.{name}")
    plan.imports.add(Import("PIL.Image" if module == "PIL" else module))
    return full
