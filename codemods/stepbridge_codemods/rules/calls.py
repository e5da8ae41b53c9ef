"""generate_content and generate_content_stream become interactions.create.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.plan import Plan, Site, site


@site("Models.generate_content")
def call(plan: Plan, site: Site) -> None:
    """The method, the names of the arguments, and what has to be said in addition."""
    node = site.call
    assert isinstance(node.func, ast.Attribute)
    if node.args or any(keyword.arg is None for keyword in node.keywords):
        plan.give_up("SB008", node)
    _method(plan, node.func)
    for keyword in node.keywords:
        if keyword.arg == "contents":
            _contents(plan, keyword)
        elif keyword.arg != "model":
            plan.give_up("SB004", keyword.value)
    _append(plan, node, "store=False")


def _method(plan: Plan, function: ast.Attribute) -> None:
    owner = function.value
    if not isinstance(owner, ast.Attribute):
        plan.give_up("SB009", function)
    start = plan.source.span(owner.value)[1]
    end = plan.source.span(function)[1]
    plan.edits.put(start, end, ".interactions.create")


def _contents(plan: Plan, keyword: ast.keyword) -> None:
    if not isinstance(keyword.value, ast.Constant | ast.JoinedStr):
        plan.give_up("SB005", keyword.value)
    start, _ = plan.source.span(keyword)
    plan.edits.put(start, start + len("contents"), "input")


def _append(plan: Plan, node: ast.Call, text: str) -> None:
    end = plan.source.span(node.keywords[-1])[1]
    plan.edits.put(end, end, f", {text}")
