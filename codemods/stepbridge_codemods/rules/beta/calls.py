"""``interactions.create`` of the beta: its arguments in today's shapes.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Site, site
from stepbridge_codemods.rules.beta.answers import answered_together
from stepbridge_codemods.rules.beta.format import rewrite_format, rewrite_speech
from stepbridge_codemods.rules.beta.request import argument, entries, text_of, type_of, written
from stepbridge_codemods.rules.beta.slots import drop_entry, drop_slot, given, slot
from stepbridge_codemods.rules.beta.turns import rewrite_turns


@site("Interactions.create")
def create(plan: Plan, site: Site) -> None:
    """Input, format, tools and headers."""
    call = site.call
    keyword = argument(call, "input")
    if keyword is not None:
        if not answered_together(plan, call):
            _in_list(plan, keyword)
        _items(plan, keyword.value)
        rewrite_turns(plan, keyword.value)
    rewrite_format(plan, call)
    rewrite_speech(plan, call)
    _tools(plan, call)
    _headers(plan, call)


@site("Interactions.get")
def get(plan: Plan, site: Site) -> None:
    """The call stays; its timeline begins with the input, which no rewritten read looks at."""


def _in_list(plan: Plan, keyword: ast.keyword) -> None:
    """A single result becomes a list of one."""
    node = keyword.value
    if type_of(node) == "function_result":
        start, end = plan.source.span(node)
        plan.edits.put(start, end, "[", (start, end), "]")
        return
    variable = plan.values.variable(node) if isinstance(node, ast.Name) else None
    for binding in plan.values.stores(variable) if variable is not None else ():
        if binding.value is not None and type_of(binding.value) == "function_result":
            _wrap_name(plan, node)
            return


def _wrap_name(plan: Plan, node: ast.expr) -> None:
    bindings = plan.values.names.reads.get(node, frozenset()) if isinstance(node, ast.Name) else ()
    values = [b.value for b in bindings]
    if not values or any(v is None or type_of(v) != "function_result" for v in values):
        raise plan.cannot("SB005", node, "a result or something else")
    plan.edits.put(*plan.source.span(node), f"[{plan.text(node)}]")


def _items(plan: Plan, node: ast.expr) -> None:
    """``{"items": [...]}`` as a result is the list itself."""
    for item in written(plan.values, node):
        fields = entries(item)
        result = fields.get("result")
        if type_of(item) != "function_result" or not isinstance(item, ast.Dict):
            continue
        if result is not None and entries(result).keys() == {"items"}:
            plan.edits.replace(result, entries(result)["items"])
        if "signature" in fields:
            key = next(k for k in item.keys if text_of(k) == "signature")
            drop_entry(plan, fields["signature"], list(item.values), key)


def _tools(plan: Plan, call: ast.Call) -> None:
    """camelCase keys of computer_use."""
    for node in written(plan.values, given(plan.values, call, "tools")):
        for key in getattr(node, "keys", ()):
            if text_of(key) == "excludedPredefinedFunctions":
                quote = plan.text(key)[-1]
                plan.edits.replace(key, f"{quote}excluded_predefined_functions{quote}")


def _headers(plan: Plan, call: ast.Call) -> None:
    """The header that chose the schema goes."""
    headers = slot(plan.values, call, "extra_headers")
    for node in written(plan.values, headers.value) if headers is not None else ():
        if not isinstance(node, ast.Dict):
            continue
        names = [text_of(key).lower() for key in node.keys]
        if "api-revision" not in names:
            continue
        if len(names) == 1 and headers is not None and node is headers.value:
            drop_slot(plan, headers)
            continue
        index = names.index("api-revision")
        drop_entry(plan, node.values[index], list(node.values), node.keys[index])
