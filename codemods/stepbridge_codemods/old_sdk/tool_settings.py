"""tools and tool_config of the old SDK, in any of their spellings."""

from __future__ import annotations

import ast

from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.old_sdk.conversions import note_converted
from stepbridge_codemods.old_sdk.elsewhere import vet_imported
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, Entry, atom, comments_of, listing, mapping

_MODES = {name: name for name in ("AUTO", "ANY", "NONE")} | {"1": "AUTO", "2": "ANY", "3": "NONE"}
_HOSTED = ("code_execution", "google_search_retrieval")


def tools(plan: Plan, node: ast.expr) -> list[Entry]:
    """A list of tools; functions among them are declared, and called by nobody."""
    vet_imported(plan, "tools", node)
    if isinstance(node, ast.Constant):
        if node.value not in _HOSTED:
            raise plan.cannot("SB007", node, "tools")
        return [Entry(listing([mapping((str(node.value), mapping()))]), "tools")]
    if isinstance(node, ast.List | ast.Tuple):
        comments, _ = comments_of(plan.source, node, node.elts)
        docs = [Entry(_tool(plan, e), "", *comments[e]) for e in node.elts]
        return [Entry(listing(docs), "tools")]
    if isinstance(node, ast.Dict) or _is_tool(plan, node):
        return [Entry(listing([_tool(plan, node)]), "tools")]
    return [Entry(atom(node), "tools")]


def _is_tool(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is one Tool or function, or a name of one."""
    if isinstance(node, ast.Call):
        return short_name(plan.values, node.func) is not None
    if plan.values.function(node) is not None:
        return True
    values = [b.value for b in bindings_of(plan, node)]
    return bool(values) and all(
        isinstance(v, ast.Dict) or (isinstance(v, ast.Call) and _is_tool(plan, v)) for v in values
    )


def _tool(plan: Plan, node: ast.expr) -> Doc:
    named = ""
    bound = [b.value for b in bindings_of(plan, node)]
    written = bound[0] if len(bound) == 1 else node
    keys: set[object] = set()
    if isinstance(written, ast.Dict):
        keys = {key.value for key in written.keys if isinstance(key, ast.Constant)}
        if not keys:
            raise plan.cannot("SB007", node, "tools")
    if isinstance(written, ast.Call):
        named = short_name(plan.values, written.func) or ""
    declared = named.endswith(".FunctionDeclaration") or "name" in keys
    if isinstance(node, ast.Constant):
        return mapping((str(node.value), mapping()))
    if declared:
        return mapping(("function_declarations", listing([atom(node)])))
    return atom(node)


def choice(plan: Plan, node: ast.expr) -> Doc:
    """tool_config: a dict, a ToolConfig, or a mode alone."""
    possible = vet_imported(plan, "tool_config", node)
    if isinstance(node, ast.Constant):
        named = _MODES.get(str(node.value).upper())
        if named is None:
            raise plan.cannot("SB007", node, "tool_config")
        mode = mapping(("mode", plan.quoted(named)))
        return mapping(("function_calling_config", mode))
    for one in possible:
        _spell_out(plan, one)
    return atom(node)


def _spell_out(plan: Plan, node: ast.AST) -> None:
    """A dict where a function made a proto of it; in it a mode alone becomes a dict with one."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        name = short_name(plan.values, node.func) or ""
        if name.endswith(".to_tool_config"):
            note_converted(plan, node.func)
            plan.edits.replace(node, node.args[0])
            _spell_out(plan, node.args[0])
    if not isinstance(node, ast.Dict):
        return
    for key, value in zip(node.keys, node.values, strict=True):
        named = isinstance(key, ast.Constant) and key.value == "function_calling_config"
        if named and isinstance(value, ast.Constant):
            mode = _MODES.get(str(value.value).upper())
            if mode is None:
                raise plan.cannot("SB007", value, "function_calling_config")
            quote = plan.quote
            plan.edits.replace(value, f"{{{quote}mode{quote}: {quote}{mode}{quote}}}")
