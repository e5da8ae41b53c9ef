"""Pillow images become image items, through a function that encodes them as the SDK does.

``google.genai._transformers.pil_to_blob``
"""

from __future__ import annotations

import ast

from stepbridge_codemods.closed import is_closed
from stepbridge_codemods.layout import Atom, atom
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.plan import Import, Plan
from stepbridge_codemods.rules.media_looks import shared_resolution
from stepbridge_codemods.source import parse
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, How

_NAME = "image_item"
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


def is_picture(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a Pillow image, whoever calls the code around it."""
    value = plan.values.value(node)
    is_one = value is not None and value.kind is Kind.PICTURE and not value.pending
    return is_one and _is_certain(plan, node, set())


def _is_certain(plan: Plan, node: ast.expr, seen: set[Binding]) -> bool:
    """Whether nothing but an image can come to where one was found."""
    if isinstance(node, ast.IfExp):
        return _is_certain(plan, node.body, seen) and _is_certain(plan, node.orelse, seen)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _is_certain(plan, node.func.value, seen)
    fresh = [binding for binding in bindings_of(plan, node) if binding not in seen]
    seen.update(fresh)
    return all(_binds_image(plan, binding, seen) for binding in fresh)


def _binds_image(plan: Plan, binding: Binding, seen: set[Binding]) -> bool:
    if binding.how is How.ASSIGN and binding.value is not None:
        return _is_certain(plan, binding.value, seen)
    if binding.how not in (How.PARAM, How.ANNOTATION):
        return True
    holder = binding.target if binding.how is How.PARAM else plan.source.parents[binding.target]
    names = annotation_names(getattr(holder, "annotation", None))
    if [plan.values.qualified(name) for name in names] == ["PIL.Image.Image"]:
        return True
    function = binding.scope.node
    return (
        binding.how is How.PARAM
        and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and bool(plan.values.callers.get(function))
        and is_closed(plan, function)
    )


def picture_item(plan: Plan, node: ast.expr) -> Atom:
    """A call of the function, which the module gets where it does not have it yet."""
    if shared_resolution(plan) is not None:
        raise plan.cannot("SB005", node, "media_resolution of a Pillow image")
    known = [one for one in plan.source.nodes if _binds(one)]
    if not known:
        _define(plan, node)
    elif [ast.unparse(one) for one in known] != [_canonical()]:
        raise plan.cannot("SB005", node, f"the name {_NAME} is taken")
    return atom(f"{_NAME}(", node, ")")


def _binds(node: ast.AST) -> bool:
    """Whether a node gives the function's name to something."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == _NAME
    if isinstance(node, ast.alias):
        return (node.asname or node.name) == _NAME
    if isinstance(node, ast.Name):
        return node.id == _NAME and not isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.arg) and node.arg == _NAME


def _canonical() -> str:
    return ast.unparse(parse(_FUNCTION, _NAME))


def _define(plan: Plan, node: ast.expr) -> None:
    """Puts the function below the imports, with two blank lines on either side."""
    last = _last_import(plan.source.tree.body)
    if last is None:
        raise plan.cannot("SB005", node, f"no place for {_NAME} below imports")
    source, newline = plan.source, plan.source.newline
    at = source.span(last)[1]
    while at < len(source.text) and source.text[at] not in "\r\n":
        at += 1
    rest = source.text[at:]
    breaks = rest[: len(rest) - len(rest.lstrip())].count("\n")
    text = newline * 3 + _FUNCTION.rstrip().replace("\n", newline) + newline * max(0, 3 - breaks)
    plan.edits.insert(at, text)
    plan.imports.add(Import("base64"))
    plan.imports.add(Import("io"))


def _last_import(body: list[ast.stmt]) -> ast.stmt | None:
    """The last of the imports that stand with Pillow's, or of the first that stand together."""
    runs: list[list[ast.stmt]] = [[]]
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            runs[-1].append(statement)
        elif runs[-1]:
            runs.append([])
    with_pillow = [run for run in runs if any("PIL" in ast.unparse(one) for one in run)]
    first = (with_pillow or runs)[0]
    return first[-1] if first else None
