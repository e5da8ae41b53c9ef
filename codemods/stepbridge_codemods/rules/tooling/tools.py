"""Tools become a flat list of typed entries.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast
from dataclasses import replace

from stepbridge_codemods.objects import (
    Argument,
    bindings_of,
    fields_of,
    is_none,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.draft import FLAGS, Draft, config_field
from stepbridge_codemods.rules.tooling.automatic_calls import is_off
from stepbridge_codemods.rules.tooling.automatic_tools import unknown_tool
from stepbridge_codemods.rules.tooling.counted_tools import counted
from stepbridge_codemods.rules.tooling.declarations import declarations
from stepbridge_codemods.rules.tooling.declared_functions import declaration
from stepbridge_codemods.rules.tooling.grown_tools import grow, grows_later, or_none, visit_tests
from stepbridge_codemods.rules.tooling.kept_functions import are_functions, is_function
from stepbridge_codemods.rules.tooling.server_tools import NAMES, server_tools
from stepbridge_codemods.rules.tooling.sessions import is_session
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, comments_of, listing
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.names import How

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
    draft.only_declares = is_off(plan, draft.fields)
    if isinstance(node, ast.List | ast.Tuple):
        draft.put("tools", _unwrapped(_list(draft, node)), argument)
        return
    if not draft.only_declares and are_functions(plan, node):
        draft.functions.append(node)
        draft.put("tools", atom(node), argument)
        return
    _elsewhere(draft, node)
    draft.put("tools", atom(node), argument)


def _elsewhere(draft: Draft, node: ast.expr) -> None:
    """Lists of tools behind names, parameters and functions: converted where they are written."""
    off = draft.only_declares
    bare: list[ast.expr] = []

    def write(plan: Plan, written: ast.expr) -> Draft:
        assert isinstance(written, ast.List | ast.Tuple)
        own = Draft(plan, draft.fields, only_declares=off)
        whole = _list(own, written)
        doc = whole if grows_later(plan, written) else _unwrapped(whole)
        if doc is not whole:
            bare.append(written)
        in_place(plan, written, doc)
        return own

    def settled(plan: Plan, variable: Variable, found: list[Draft]) -> None:
        """A list of tools is as empty as it was, also where it grows."""
        own = Draft(plan, draft.fields, only_declares=off)
        visit_tests(plan, variable)
        grows = grow(plan, variable, lambda one: _element(own, one))
        # A declaration that is added later keeps the SDK from calling any function by itself;
        # a list that stands for another must not grow in its place.
        if grows and (bare or any(one.functions for one in (own, *found))):
            raise plan.cannot("SB012", node, "tools")
        found.append(own)

    name = "tools that are only declared" if off else "tools"
    topic = Topic(name, "SB012", _is_listed, write, frozenset({"Tool"}), settled, annotation="list")
    found: list[Draft] = []
    definitions(draft.plan, topic, or_none(node), found)
    for one in found:
        draft.functions += one.functions
        for flag in FLAGS:
            setattr(draft, flag, getattr(draft, flag) or getattr(one, flag))


def _is_listed(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple)


def _unwrapped(doc: Group) -> Doc:
    """``[*TOOLS]`` is ``TOOLS``."""
    only = doc.entries[0].value if len(doc.entries) == 1 else None
    if only is None or not _is_starred(only):
        return doc
    return replace(only, opening="[") if isinstance(only, Group) else atom(*only.parts[1:])


def _is_starred(doc: Doc) -> bool:
    """Whether a document is ``*NAME`` or ``*[...]``, which can stand in a list alone."""
    return doc.opening == "*[" if isinstance(doc, Group) else doc.parts[:1] == ("*",)


def _list(draft: Draft, node: ast.List | ast.Tuple) -> Group:
    plan = draft.plan
    comments, tail = comments_of(plan.source, node, node.elts)
    result = listing([])
    result.tail = tail
    draft.only_declares |= any(_declares(plan, element) for element in node.elts)
    for element in node.elts:
        leading, trailing = comments[element]
        docs = _element(draft, element)
        for index, doc in enumerate(docs):
            result.entries.append(
                Entry(doc, "", leading if not index else (), trailing if not index else "")
            )
    return result


def _declares(plan: Plan, node: ast.expr) -> bool:
    """Whether a tool holds declarations: next to them the SDK calls no function by itself."""
    bindings = bindings_of(plan, node)
    written = bindings[0].value if len(bindings) == 1 and bindings[0].value else node
    if type_name(plan, written) != "Tool" and not isinstance(written, ast.Dict):
        return False
    return "function_declarations" in fields_of(plan, written).names


def _element(draft: Draft, node: ast.expr) -> list[Doc]:
    plan = draft.plan
    node = written_out(plan, node)
    if type_name(plan, node) == "Tool" or isinstance(node, ast.Dict):
        return _tool(draft, node)
    function = plan.values.function(node)
    if function is not None and draft.only_declares:
        draft.calls_functions = True
        return [declaration(plan, node, function)]
    if function is not None:
        draft.functions.append(node)
        return [atom(node)]
    if not draft.only_declares and _is_called(plan, node):
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
        alone = counts.pop()
        counted(plan, variable, alone=alone)
        return [atom(node)] if alone else [atom("*", node)]
    raise unknown_tool(plan, node)


def _is_called(plan: Plan, node: ast.expr) -> bool:
    """Whether a tool is a function, several of them, or a session, which the SDK calls."""
    if isinstance(node, ast.Starred):
        return are_functions(plan, node.value)
    return is_session(plan, node) or is_function(plan, node)


def _tool(draft: Draft, node: ast.expr) -> list[Doc]:
    plan = draft.plan
    found = fields_of(plan, node)
    result: list[Doc] = []
    for field in found.arguments:
        if is_none(field.value):
            continue
        if field.name == "function_declarations":
            draft.calls_functions = True
            result += declarations(plan, field)
        elif field.name in NAMES:
            draft.runs_tools = True
            draft.cites_other_sources |= field.name not in _WEB
            draft.calls_functions |= field.name == "computer_use"
            result += server_tools(plan, field)
        else:
            raise plan.cannot("SB006", field.value, field.name)
    return result
