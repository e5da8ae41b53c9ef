"""Tools become a flat list of typed entries.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, Group, atom, comments_of, listing, mapping
from stepbridge_codemods.lists import in_place
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
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.automatic_tools import unknown_tool
from stepbridge_codemods.rules.config import Draft, config_field
from stepbridge_codemods.rules.response_format import makes_schema
from stepbridge_codemods.rules.schemas import schema
from stepbridge_codemods.rules.server_tools import NAMES, server_tools
from stepbridge_codemods.values.names import How
from stepbridge_codemods.writing_out import written_out

_WEB = frozenset(
    {"google_search", "google_search_retrieval", "enterprise_web_search", "url_context"}
    | {"code_execution", "computer_use"}
)
"""Tools whose answers cite web pages, or nothing."""


@config_field("tools")
def tools(draft: Draft, argument: Argument) -> None:
    """All tools in one flat list."""
    plan, node = draft.plan, written_out(draft.plan, argument.value)
    draft.has_tools = True
    if isinstance(node, ast.List | ast.Tuple):
        draft.put("tools", _unwrapped(_list(draft, node)), argument)
        return
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        variable = take(plan, node)
        for binding in plan.values.stores(variable):
            value = binding.value
            if binding.how is not How.ASSIGN or not isinstance(value, ast.List | ast.Tuple):
                raise plan.cannot("SB012", binding.target, "tools")
            strip_annotation(plan, binding, "list")
            in_place(plan, value, _list(draft, value))
        draft.put("tools", atom(node), argument)
        return
    raise plan.cannot("SB012", node, "tools")


def _unwrapped(doc: Group) -> Doc:
    """``[*TOOLS]`` is ``TOOLS``."""
    only = doc.entries[0].value if len(doc.entries) == 1 else None
    if only is None or isinstance(only, Group) or not _is_starred(only):
        return doc
    return atom(*only.parts[1:])


def _is_starred(doc: Doc) -> bool:
    """Whether a document is ``*NAME``, which can stand in a list alone."""
    return not isinstance(doc, Group) and doc.parts[:1] == ("*",)


def _list(draft: Draft, node: ast.List | ast.Tuple) -> Group:
    plan = draft.plan
    comments, tail = comments_of(plan.source, node, node.elts)
    result = listing([])
    result.tail = tail
    for element in node.elts:
        leading, trailing = comments[element]
        docs = _element(draft, element)
        for index, doc in enumerate(docs):
            result.entries.append(
                Entry(doc, "", leading if not index else (), trailing if not index else "")
            )
    return result


def _element(draft: Draft, node: ast.expr) -> list[Doc]:
    plan = draft.plan
    node = written_out(plan, node)
    if type_name(plan, node) == "Tool" or isinstance(node, ast.Dict):
        return _tool(draft, node)
    if plan.values.function(node) is not None:
        draft.functions.append(node)
        return [atom(node)]
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        variable = take(plan, node)
        counts: set[bool] = set()
        for binding in plan.values.stores(variable):
            value = binding.value
            if binding.how is not How.ASSIGN or value is None:
                raise unknown_tool(plan, node)
            if type_name(plan, value) != "Tool" and not isinstance(value, ast.Dict):
                raise unknown_tool(plan, node)
            entries = _tool(draft, value)
            alone = len(entries) == 1 and not _is_starred(entries[0])
            counts.add(alone)
            strip_annotation(plan, binding, "dict" if alone else "list")
            in_place(plan, value, entries[0] if alone else _unwrapped(listing(entries)))
        if len(counts) != 1:
            raise plan.cannot("SB007", node, "tools")
        return [atom(node)] if counts.pop() else [atom("*", node)]
    raise unknown_tool(plan, node)


def _tool(draft: Draft, node: ast.expr) -> list[Doc]:
    plan = draft.plan
    found = fields_of(plan, node)
    result: list[Doc] = []
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name == "function_declarations":
            draft.calls_functions = True
            result += _declarations(plan, field)
        elif field.name in NAMES:
            draft.runs_tools = True
            draft.cites_other_sources |= field.name not in _WEB
            draft.calls_functions |= field.name == "computer_use"
            result += server_tools(plan, field)
        else:
            raise plan.cannot("SB006", field.value, field.name)
    return result


def _declarations(plan: Plan, field: Argument) -> list[Doc]:
    node = field.value
    if isinstance(node, ast.List | ast.Tuple):
        comments, _ = comments_of(plan.source, node, node.elts)
        return [_commented(_declared(plan, item), *comments[item]) for item in node.elts]
    if isinstance(node, ast.ListComp) and node.lineno == node.end_lineno:
        # What spans lines may have to move, and what moves cannot change inside.
        in_place(plan, node.elt, _declared(plan, node.elt))
        return [atom("*", node)]
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        variable = take(plan, node)
        for binding in plan.values.stores(variable):
            value = binding.value
            strip_annotation(plan, binding, "list")
            if binding.how is How.ASSIGN and isinstance(value, ast.ListComp):
                in_place(plan, value.elt, _declared(plan, value.elt))
                continue
            if binding.how is not How.ASSIGN or not isinstance(value, ast.List | ast.Tuple):
                raise plan.cannot("SB007", binding.target, "function_declarations")
            in_place(plan, value, listing(_declared(plan, item) for item in value.elts))
        return [atom("*", node)]
    raise plan.cannot("SB007", node, "function_declarations")


def _commented(doc: Doc, leading: tuple[str, ...], trailing: str) -> Doc:
    if isinstance(doc, Group) and doc.entries and (leading or trailing):
        first = doc.entries[0]
        doc.entries[0] = Entry(first.value, first.key, leading, trailing)
    return doc


def _declared(plan: Plan, node: ast.expr) -> Doc:
    if type_name(plan, node) == "FunctionDeclaration" or isinstance(node, ast.Dict):
        return _function(plan, fields_of(plan, node))
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        variable = take(plan, node)
        for binding in plan.values.stores(variable):
            value = binding.value
            is_call = value is not None and type_name(plan, value) == "FunctionDeclaration"
            if (
                binding.how is not How.ASSIGN
                or value is None
                or not (is_call or isinstance(value, ast.Dict))
            ):
                raise plan.cannot("SB007", node, "function_declarations")
            strip_annotation(plan, binding, "dict")
            in_place(plan, value, _function(plan, fields_of(plan, value)))
        return atom(node)
    raise plan.cannot("SB012", node, ast.unparse(node)[:60])


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


@config_field("tool_config")
def tool_config(draft: Draft, argument: Argument) -> None:
    """The mode, or the mode with the names, in generation_config.tool_choice."""
    plan = draft.plan
    found = fields_of(plan, argument.value)
    for field in found.arguments:
        if field.name != "function_calling_config":
            raise plan.cannot("SB006", field.value, field.name)
        inner = fields_of(plan, field.value)
        _choice(draft, inner, field)


def _choice(draft: Draft, found: Fields, argument: Argument) -> None:
    from stepbridge_codemods.objects import member

    plan = draft.plan
    mode = "auto"
    names: Argument | None = None
    said = argument
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name == "mode":
            value = member(plan, field.value, "FunctionCallingConfigMode")
            if value is None:
                raise plan.cannot("SB007", field.value, "mode")
            mode, said = value.lower(), field
        elif field.name == "allowed_function_names":
            names = field
        else:
            raise plan.cannot("SB006", field.value, field.name)
    if mode == "mode_unspecified":
        return
    doc: Doc = plan.quoted(mode)
    if names is not None:
        allowed = mapping(said.entry("mode", doc), names.entry("tools", atom(names.value)))
        doc, said = mapping(("allowed_tools", allowed)), argument
    draft.put("generation_config.tool_choice", doc, said)
