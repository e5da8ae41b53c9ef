"""What the syntax of an expression, an annotation or an import says by itself."""

from __future__ import annotations

import ast
from typing import TypeGuard

from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.scopes import Binding, Function, How


def imported(binding: Binding, source: Source) -> str | None:
    """The dotted name of what an import binds, with a dot in front for each level."""
    if binding.how is not How.IMPORT or not isinstance(binding.target, ast.alias):
        return None
    alias = binding.target
    statement = source.parents[alias]
    if isinstance(statement, ast.ImportFrom):
        return f"{'.' * statement.level}{statement.module or ''}.{alias.name}"
    return alias.name if alias.asname else alias.name.partition(".")[0]


_AROUND = frozenset({"Optional", "Annotated", "Union", "Final", "ClassVar", "SkipValidation"})
_FIELDS = frozenset({"field", "Field", "PrivateAttr", "attrib", "ib"})
"""Functions that declare an attribute: of dataclasses, pydantic and attrs."""


def is_nothing(node: ast.expr) -> bool:
    """Whether an expression is None or an empty list: an absent value of any kind.

    ``field(default=None)`` says as much of an attribute.
    """
    if isinstance(node, ast.List | ast.Tuple):
        return not node.elts
    if is_field(node):
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        given = node.args[0] if node.args else named.get("default", _ABSENT)
        absent = isinstance(given, ast.Constant) and given.value in (None, ...)
        return absent and made_by_field(node) is None
    return isinstance(node, ast.Constant) and node.value is None


_ABSENT = ast.Constant(None)


def is_field(node: ast.AST | None) -> TypeGuard[ast.Call]:
    """Whether an attribute is declared by a function: ``field(...)``, ``PrivateAttr(...)``."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", "")) in _FIELDS


def made_by_field(node: ast.Call) -> ast.expr | None:
    """The function that makes what an attribute begins with."""
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    return named.get("default_factory") or named.get("factory")


def unquoted(annotation: ast.expr | None) -> ast.expr | None:
    """An annotation without quotes; its names are then no nodes of the module's tree."""
    if not isinstance(annotation, ast.Constant) or not isinstance(annotation.value, str):
        return annotation
    try:
        return ast.parse(annotation.value.strip(), mode="eval").body
    except SyntaxError:
        return None


def annotation_names(annotation: ast.expr | None) -> list[ast.expr]:
    """The class names in an annotation, through ``| None``, ``Optional`` and string quotes."""
    annotation = unquoted(annotation)
    if annotation is None:
        return []
    if isinstance(annotation, ast.BinOp):
        return [*annotation_names(annotation.left), *annotation_names(annotation.right)]
    if isinstance(annotation, ast.Subscript):
        head = annotation.value
        name = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
        if name == "Union" and isinstance(annotation.slice, ast.Tuple):
            return [one for part in annotation.slice.elts for one in annotation_names(part)]
        return annotation_names(annotation.slice) if name in _AROUND else []
    if isinstance(annotation, ast.Tuple):
        return annotation_names(annotation.elts[0]) if annotation.elts else []
    return [annotation] if isinstance(annotation, ast.Name | ast.Attribute) else []


def method(owner: ast.ClassDef, name: str) -> Function | None:
    """The method of a class with a name, when there is exactly one."""
    found = [
        node
        for node in owner.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
    ]
    return found[0] if len(found) == 1 else None


def is_method(function: ast.AST, source: Source) -> bool:
    """Whether a function is called on an instance, or on its class."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    marks = {getattr(d, "id", "") for d in function.decorator_list}
    return isinstance(source.parents[function], ast.ClassDef) and "staticmethod" not in marks


def default_of(function: Function, name: str) -> ast.expr | None:
    """The default of a parameter."""
    arguments = function.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    defaults: dict[str, ast.expr | None] = dict(
        zip(positional[::-1], arguments.defaults[::-1], strict=False)
    )
    defaults |= zip((a.arg for a in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
    return defaults.get(name)
