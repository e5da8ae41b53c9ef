"""Whether the model has to call functions, and which; the place that a map search starts from.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.absent import may_be_none
from stepbridge_codemods.objects import (
    Argument,
    Fields,
    bindings_of,
    constant_of,
    fields_of,
    is_none,
    member,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.draft import FINISHERS, Draft, config_field
from stepbridge_codemods.rules.settings.enum_words import is_there, word
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, mapping

_STREAMED = "stream_function_call_arguments"
_PLACE = "generation_config.tool_choice"
_UNSAID = "mode_unspecified"
_CHOICE = "str | dict"
_NAMES = frozenset({"ToolConfig", "ToolConfigDict"}) | {
    "FunctionCallingConfig",
    "FunctionCallingConfigDict",
}


_HARMLESS = frozenset({"auto", "none"})
_NOTHING_TO_CHOOSE = "Left out: the service refuses a choice where there is no function to choose."


@config_field("tool_config")
def tool_config(draft: Draft, argument: Argument) -> None:
    """The mode, or the mode with the names, in generation_config.tool_choice."""
    plan = draft.plan
    node = written_out(plan, argument.value)
    if not _is_written(plan, node):
        _under_a_name(draft, argument, node, _TOOL_CONFIG)
        return
    for field in fields_of(plan, node).arguments:
        if is_none(field.value):
            continue
        if field.name == "function_calling_config":
            _choice(draft, field)
        elif field.name == "retrieval_config":
            draft.place = _place(plan, field)
        else:
            raise plan.cannot("SB006", field.value, field.name)


def _under_a_name(draft: Draft, argument: Argument, node: ast.expr, topic: Topic[Doc]) -> None:
    """A choice that is written elsewhere is converted there, and named here."""
    if _has_nothing_to_choose(draft):
        raise draft.plan.cannot("SB007", node, topic.name)
    definitions(draft.plan, topic, node, [])
    draft.put(_PLACE, atom(node), argument)


def _is_written(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) or type_name(plan, node) in _NAMES


def _tool_config_elsewhere(plan: Plan, node: ast.expr) -> Doc:
    """A tool config in a place of its own becomes the choice."""
    given = [field for field in fields_of(plan, node).arguments if not is_none(field.value)]
    if [field.name for field in given] != ["function_calling_config"]:
        raise plan.cannot("SB007", node, "tool_config")
    calling = written_out(plan, given[0].value)
    if _is_written(plan, calling):
        return _calling_elsewhere(plan, calling, node)
    definitions(plan, _CALLING, calling, [])
    in_place(plan, node, atom(calling))
    return atom(calling)


def _calling_elsewhere(plan: Plan, node: ast.expr, whole: ast.expr | None = None) -> Doc:
    """What a config of calling, or of tools around it, becomes where it is written."""
    mode, doc, _ = _chosen(plan, fields_of(plan, node), None)
    if mode == _UNSAID:
        raise plan.cannot("SB007", node, "mode")
    in_place(plan, whole or node, doc)
    return doc


_TOOL_CONFIG: Topic[Doc] = Topic(
    *("tool_config", "SB007", _is_written, _tool_config_elsewhere, _NAMES),
    annotation=_CHOICE,
    stands_for=_CHOICE,
)
_CALLING: Topic[Doc] = Topic(
    *("function_calling_config", "SB007", _is_written, _calling_elsewhere, _NAMES),
    annotation=_CHOICE,
    stands_for=_CHOICE,
)


def _choice(draft: Draft, argument: Argument) -> None:
    plan = draft.plan
    node = written_out(plan, argument.value)
    if not _is_written(plan, node):
        _under_a_name(draft, argument, node, _CALLING)
        return
    mode, doc, said = _chosen(plan, fields_of(plan, node), argument)
    if mode == _UNSAID:
        return
    if _has_nothing_to_choose(draft):
        if mode not in _HARMLESS:
            plan.mark(argument.node, _NOTHING_TO_CHOOSE)
        return
    draft.put(_PLACE, doc, said or argument)


def _chosen(
    plan: Plan, found: Fields, said: Argument | None
) -> tuple[str | None, Doc, Argument | None]:
    """The mode as far as it is known, what says it, and the field whose comments go with it."""
    mode: str | None = "auto"
    at_run_time: Doc | None = None
    names: Argument | None = None
    outer = said
    for field in found.arguments:
        if is_none(field.value) or (isinstance(field.value, ast.List) and not field.value.elts):
            continue
        if field.name == "mode":
            value = member(plan, field.value, "FunctionCallingConfigMode")
            mode, said = value.lower() if value is not None else None, field
            if value is None:
                at_run_time = _later(plan, field.value)
        elif field.name == "allowed_function_names":
            names = field
        elif (field.name, constant_of(plan, field.value)) != (_STREAMED, False):
            raise plan.cannot("SB006", field.value, field.name)
    doc: Doc = at_run_time or plan.quoted(mode or "auto")
    if names is None or mode == _UNSAID:
        return mode, doc, said
    if may_be_none(plan, names.value):
        raise plan.cannot("SB007", names.value, "allowed_function_names")
    entry = said.entry("mode", doc) if said is not None else Entry(doc, "mode")
    allowed = mapping(entry, names.entry("tools", atom(names.value)))
    return mode, mapping(("allowed_tools", allowed)), outer


def _later(plan: Plan, node: ast.expr) -> Doc:
    """A mode that is chosen when the program runs, and certainly is one."""
    doc = word(plan, node, "FunctionCallingConfigMode")
    if doc is None or not is_there(plan, node, "FunctionCallingConfigMode"):
        raise plan.cannot("SB007", node, "mode")
    return doc


def _has_nothing_to_choose(draft: Draft) -> bool:
    """Whether the tools of a config that is never changed are in view, and none is a function."""
    plan, found = draft.plan, draft.fields
    parent = plan.source.parents.get(found.node)
    if not isinstance(parent, ast.keyword) or draft.spread:
        return False
    tools = found.get("tools")
    if tools is None or is_none(tools):
        return True
    return isinstance(tools, ast.List) and all(_only_serves(plan, tool) for tool in tools.elts)


def _only_serves(plan: Plan, node: ast.expr) -> bool:
    """Whether a tool is spelled out and runs on the server, without calls that come back."""
    bindings = bindings_of(plan, node)
    written = bindings[0].value if len(bindings) == 1 and bindings[0].value else node
    if type_name(plan, written) != "Tool" and not isinstance(written, ast.Dict):
        return False
    return fields_of(plan, written).names.isdisjoint({"function_declarations", "computer_use"})


def _place(plan: Plan, field: Argument) -> list[Entry]:
    """Latitude and longitude, which the tool itself says."""
    found = fields_of(plan, field.value)
    point = found.get("lat_lng")
    if point is None or found.names != {"lat_lng"}:
        raise plan.cannot("SB006", field.value, "language_code")
    given = fields_of(plan, point)
    return [one.entry(one.name, atom(one.value)) for one in given.arguments]


def _placed(draft: Draft) -> None:
    """Gives the place to every Maps tool that is written in the config."""
    if not draft.place:
        return
    listed = draft.arguments.get("tools")
    tools = listed.value.entries if listed and isinstance(listed.value, Group) else []
    maps = [t.value for t in tools if isinstance(t.value, Group) and _is_maps(draft.plan, t.value)]
    if not maps or len(tools) != len([t for t in tools if isinstance(t.value, Group)]):
        raise draft.plan.cannot("SB006", draft.fields.node, "retrieval_config")
    for tool in maps:
        tool.entries += draft.place
    draft.place = []


def _is_maps(plan: Plan, tool: Group) -> bool:
    return any(e.key == "type" and e.value == plan.quoted("google_maps") for e in tool.entries)


FINISHERS.append(_placed)
