"""Function declarations become tools of type function.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import (
    Argument,
    Fields,
    bindings_of,
    fields_of,
    is_none,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rules.settings.response_format import makes_schema
from stepbridge_codemods.rules.settings.schemas import schema
from stepbridge_codemods.rules.tooling.declared_elsewhere import (
    are_declared_elsewhere,
    each_with_type,
    is_declared_elsewhere,
    with_type,
)
from stepbridge_codemods.rules.tooling.declared_functions import from_callable
from stepbridge_codemods.rules.tooling.grown_tools import grow, visit_tests
from stepbridge_codemods.text.layout import (
    Doc,
    Entry,
    Group,
    atom,
    comments_of,
    comprehension,
    listing,
    mapping,
)
from stepbridge_codemods.values.names import How

_OF_FUNCTIONS = frozenset(
    {"FunctionDeclaration.from_callable", "FunctionDeclaration.from_callable_with_api_option"}
)


def declarations(plan: Plan, field: Argument) -> list[Doc]:
    """The entries that ``function_declarations`` becomes."""
    node = field.value
    if isinstance(node, ast.List | ast.Tuple):
        comments, _ = comments_of(plan.source, node, node.elts)
        return [_commented(_declared(plan, item), *comments[item]) for item in node.elts]
    if isinstance(node, ast.ListComp):
        return [_collected(plan, node)]
    if are_declared_elsewhere(plan, node):
        return [each_with_type(plan, node)]
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        variable = take(plan, node)
        for binding in plan.values.stores(variable):
            value = binding.value
            strip_annotation(plan, binding, "list")
            if binding.how is How.ASSIGN and isinstance(value, ast.ListComp):
                in_place(plan, value.elt, _declared(plan, value.elt))
                continue
            grows = binding.how in (How.ASSIGN, How.AUGMENT)
            if not grows or not isinstance(value, ast.List | ast.Tuple):
                raise plan.cannot("SB007", binding.target, "function_declarations")
            in_place(plan, value, listing(_declared(plan, item) for item in value.elts))
        grow(plan, variable, lambda one: [_declared(plan, one)])
        visit_tests(plan, variable)
        return [atom("*", node)]
    raise plan.cannot("SB007", node, "function_declarations")


def _collected(plan: Plan, node: ast.ListComp) -> Doc:
    """``*[{...} for tool in tools]``."""
    clauses: list[Doc] = [_declared(plan, node.elt)]
    for each in node.generators:
        head = "async for " if each.is_async else "for "
        clauses.append(atom(head, each.target, " in ", each.iter))
        clauses += [atom("if ", test) for test in each.ifs]
    return comprehension("*[", *clauses, closing="]")


def _commented(doc: Doc, leading: tuple[str, ...], trailing: str) -> Doc:
    if isinstance(doc, Group) and doc.entries and (leading or trailing):
        first = doc.entries[0]
        doc.entries[0] = Entry(first.value, first.key, leading, trailing)
    return doc


def _declared(plan: Plan, node: ast.expr) -> Doc:
    written = _written(plan, node)
    if written is not None:
        return written
    if is_declared_elsewhere(plan, node):
        return with_type(plan, node)
    if not isinstance(node, ast.Name | ast.Attribute) or not bindings_of(plan, node):
        raise plan.cannot("SB007", node, "function_declarations")
    variable = take(plan, node)
    for binding in plan.values.stores(variable):
        value = binding.value if binding.how is How.ASSIGN else None
        doc = _written(plan, value) if value is not None else None
        if value is None or doc is None:
            raise plan.cannot("SB007", node, "function_declarations")
        strip_annotation(plan, binding, "dict")
        in_place(plan, value, doc)
    return atom(node)


def _written(plan: Plan, node: ast.expr) -> Doc | None:
    """The entry for a declaration that is spelled out here."""
    name = type_name(plan, node)
    if name == "FunctionDeclaration" or isinstance(node, ast.Dict):
        return _function(plan, fields_of(plan, node))
    if isinstance(node, ast.Call) and name in _OF_FUNCTIONS:
        return from_callable(plan, node)
    return None


def _function(plan: Plan, found: Fields) -> Doc:
    entries = [Entry(plan.quoted("function"), "type")]
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name in ("name", "description"):
            entries.append(field.entry(field.name, atom(field.value)))
        elif field.name == "parameters":
            given = field.value
            doc = atom(given) if _is_json_schema(given) else schema(plan, given)
            entries.append(field.entry("parameters", doc))
        elif field.name == "parameters_json_schema":
            entries.append(field.entry("parameters", atom(field.value)))
        else:
            raise plan.cannot("SB006", field.value, field.name)
    result = mapping(*entries)
    result.tail = found.tail
    return result


def _is_json_schema(node: ast.expr) -> bool:
    """Whether an expression is JSON Schema by where it comes from: a class, or a tool of MCP."""
    if isinstance(node, ast.DictComp):
        return "inputSchema.items()" in ast.unparse(node.generators[0].iter)
    return makes_schema(node) or (isinstance(node, ast.Attribute) and node.attr == "inputSchema")
