"""Python functions written out as declarations, as the SDK declares them to the model.

The SDK takes the name, the docstring and the annotations of the parameters
(``google/genai/_automatic_function_calling_util.py``).
https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import constant_of, fields_of
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.text.layout import WIDTH, Doc, Entry, Group, atom, listing, mapping
from stepbridge_codemods.values.names import Function
from stepbridge_codemods.values.syntax import default_of, is_method

_PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_LISTS = frozenset({"list", "typing.List"})
_DICTS = frozenset({"dict", "typing.Dict"})
_FROM_CALLABLE = frozenset({"client", "callable", "use_json_schema", "api_option"})
_LITERALS = frozenset({"typing.Literal"})
_OPTIONAL = "typing.Optional"
_UNION = "typing.Union"


def declaration(plan: Plan, node: ast.expr, function: Function) -> Doc:
    """``{"type": "function", "name": ..., "description": ..., "parameters": ...}``."""
    if function.decorator_list:
        raise plan.cannot("SB012", node, f"{function.name} is decorated")
    entries: list[tuple[str, Doc]] = [
        ("type", plan.quoted("function")),
        ("name", plan.quoted(function.name)),
    ]
    text = ast.get_docstring(function)
    if text:
        entries.append(("description", _description(plan, node, text)))
    parameters = list(_parameters(plan, node, function))
    if parameters:
        needed = [n.arg for n, _ in parameters if default_of(function, n.arg) is None]
        schema: list[tuple[str, Doc]] = [
            ("type", plan.quoted("object")),
            ("properties", mapping(*((n.arg, doc) for n, doc in parameters))),
        ]
        if needed:
            schema.append(("required", listing(plan.quoted(name) for name in needed)))
        entries.append(("parameters", mapping(*schema)))
    return mapping(*entries)


def from_callable(plan: Plan, node: ast.Call) -> Doc:
    """``FunctionDeclaration.from_callable``, which speaks OpenAPI unless it is told otherwise."""
    found = fields_of(plan, node)
    given = found.get("callable")
    function = plan.values.function(given) if given is not None else None
    if given is None or function is None or not found.names <= _FROM_CALLABLE:
        raise plan.cannot("SB012", node, ast.unparse(node)[:60])
    as_json = found.get("use_json_schema")
    if as_json is None or constant_of(plan, as_json) is not True:
        for parameter, _ in _parameters(plan, node, function):
            if not _is_same_in_openapi(plan, parameter.annotation):
                raise plan.cannot("SB012", node, f"{function.name}({parameter.arg})")
    return declaration(plan, given, function)


def _is_same_in_openapi(plan: Plan, annotation: ast.expr | None) -> bool:
    """Whether a type has no null and no values of any kind in it."""
    if isinstance(annotation, ast.Subscript):
        name = _named(plan, annotation.value)
        return name in _LITERALS or (name in _LISTS and _is_same_in_openapi(plan, annotation.slice))
    return _named(plan, annotation) in _PLAIN


def _description(plan: Plan, node: ast.expr, text: str) -> Doc:
    """The docstring: said again where it is short, read from the function where it is long."""
    if "\n" not in text and plan.quote not in text and "\\" not in text and len(text) < WIDTH // 2:
        return plan.quoted(text)
    plan.imports.add(Import("inspect"))
    return atom("inspect.getdoc(", node, ")")


def _parameters(plan: Plan, node: ast.expr, function: Function) -> Iterator[tuple[ast.arg, Doc]]:
    given = [*function.args.posonlyargs, *function.args.args]
    if is_method(function, plan.source):
        given = given[1:]
    for parameter in [*given, *function.args.kwonlyargs]:
        schema = _schema(plan, parameter.annotation)
        if schema is None:
            raise plan.cannot("SB012", node, f"{function.name}({parameter.arg})")
        default = default_of(function, parameter.arg)
        if default is not None:
            schema.entries.append(Entry(_literal(plan, node, default), "default"))
        yield parameter, schema


def _literal(plan: Plan, node: ast.expr, default: ast.expr) -> Doc:
    try:
        ast.literal_eval(default)
    except ValueError:
        raise plan.cannot("SB012", node, ast.unparse(default)[:60]) from None
    return atom(plan.text(default))


def _schema(plan: Plan, annotation: ast.expr | None) -> Group | None:
    """The JSON Schema of a parameter's type; None for what has to be declared by hand."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return None
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _any_of(plan, [annotation.left, annotation.right])
    if isinstance(annotation, ast.Subscript):
        return _of(plan, _named(plan, annotation.value), annotation.slice)
    if isinstance(annotation, ast.Constant) and annotation.value is None:
        return mapping(("type", plan.quoted("null")))
    name = _named(plan, annotation)
    if name in _PLAIN:
        return mapping(("type", plan.quoted(_PLAIN[name])))
    if name in _LISTS:
        return mapping(("type", plan.quoted("array")), ("items", mapping()))
    if name in _DICTS:
        return mapping(("type", plan.quoted("object")), ("additionalProperties", atom("True")))
    return None


def _of(plan: Plan, name: str, inside: ast.expr) -> Group | None:
    """What stands in brackets: the type of items, of values, or the choices."""
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    if name in _LITERALS:
        texts = [p for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        if len(texts) < len(parts):
            return None
        choices = listing(atom(plan.text(text)) for text in texts)
        return mapping(("type", plan.quoted("string")), ("enum", choices))
    if name == _OPTIONAL:
        return _any_of(plan, [*parts, ast.Constant(None)])
    if name == _UNION:
        return _any_of(plan, parts)
    inner = _schema(plan, parts[-1])
    if inner is None:
        return None
    if name in _LISTS and len(parts) == 1:
        return mapping(("type", plan.quoted("array")), ("items", inner))
    if name in _DICTS and len(parts) == 2 and _named(plan, parts[0]) == "str":
        return mapping(("type", plan.quoted("object")), ("additionalProperties", inner))
    return None


def _any_of(plan: Plan, parts: list[ast.expr]) -> Group | None:
    found: list[Doc] = []
    for part in parts:
        schema = _schema(plan, part)
        if schema is None:
            return None
        inner = [e for e in schema.entries if e.key == "anyOf"]
        nested = inner[0].value if inner else None
        found += [e.value for e in nested.entries] if isinstance(nested, Group) else [schema]
    return mapping(("anyOf", listing(found)))


def _named(plan: Plan, node: ast.expr | None) -> str:
    """``str`` for the built-in of that name, ``typing.List`` for what is imported."""
    if node is None:
        return ""
    is_built_in = isinstance(node, ast.Name) and not plan.values.names.reads.get(node)
    return ast.unparse(node) if is_built_in else plan.values.qualified(node) or ""
