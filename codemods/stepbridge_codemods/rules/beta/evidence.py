"""What shows that a call of ``interactions.create`` was written for the beta.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from stepbridge_codemods.findings.request_fields import Seen
from stepbridge_codemods.planning.evidence import evidence
from stepbridge_codemods.planning.plan import Site, Use
from stepbridge_codemods.rules.answers.compared import constants_compared
from stepbridge_codemods.rules.beta.dates import is_date
from stepbridge_codemods.rules.beta.dumped import DUMPS, outputs_of_dumped
from stepbridge_codemods.rules.beta.guards import is_reached_for
from stepbridge_codemods.rules.beta.names import DELTA_TYPES, EVENT_TYPES, GA_EVENTS
from stepbridge_codemods.rules.beta.request import (
    asks_for_outputs,
    entries,
    text_of,
    turn_fields,
    turns,
    type_of,
    written,
)
from stepbridge_codemods.rules.beta.schema import is_bare_schema
from stepbridge_codemods.rules.beta.slots import given, slots
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind


@evidence("Interactions.create", "Interactions.get")
def beta(values: Values, sites: list[Site], uses: list[Use]) -> list[Seen]:
    """Reads and arguments that only the beta had."""
    owner = "wrong" if any(_is_ga(values, use) for use in uses) else "beta"
    found = [seen for use in uses for seen in _read(values, use, owner)]
    for site in sites:
        found += [seen for rule in _ARGUMENTS for seen in rule(values, site.call)]
    return found


def beta_body(values: Values, body: ast.Dict) -> list[Seen]:
    """What only the beta had in a body that is sent as JSON."""
    rules = (_format, _generation, _tools)
    found = [seen for rule in rules for seen in rule(values, body)]
    for turn in turns(values, entries(body).get("input")):
        found.append(Seen("beta.turns", turn, "role"))
    return found


def _is_ga(values: Values, use: Use) -> bool:
    """Whether a use knows today's schema."""
    if use.kind is Kind.INTERACTION:
        return use.context in (".steps", ".output_text", ".output_image", ".output_audio")
    if use.kind is Kind.EVENT and use.context == ".event_type":
        texts = {text_of(node) for node in constants_compared(values, use.parent)}
        return bool(texts & GA_EVENTS)
    return False


def _read(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    rule = _READS.get((use.kind, use.context))
    if rule is not None:
        yield from rule(values, use, owner)


def _outputs(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    node = use.parent
    last = values.source.parents[node]
    reader = values.source.parents.get(last)
    is_text = (
        isinstance(last, ast.Subscript)
        and last.value is node
        and isinstance(reader, ast.Attribute)
        and reader.attr == "text"
    )
    name = "outputs" if owner == "wrong" or not is_text else "outputs_text"
    yield Seen(f"{owner}.{name}", node, "outputs", at_end=True)


def _asked(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    if isinstance(use.parent, ast.Call) and asks_for_outputs(use.parent):
        yield Seen(f"{owner}.outputs", use.parent, "outputs")
    yield from _dumped(values, use, owner)


def _dumped(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    for read in outputs_of_dumped(values, use):
        yield Seen(f"{owner}.outputs", read, "outputs")


def _role(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    yield Seen("beta.role", use.parent, "role", at_end=True)


def _error(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    yield Seen("beta.error", use.parent, "error", at_end=True)


def _created(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    if isinstance(use.parent, ast.expr) and is_date(values, use.parent):
        yield Seen("beta.created", use.parent, use.context[1:], at_end=True)


def _event_type(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    for node in constants_compared(values, use.parent):
        if text_of(node) in EVENT_TYPES:
            yield Seen(f"beta.{text_of(node)}", node, text_of(node))


def _delta_type(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    for node in constants_compared(values, use.parent):
        symbol = DELTA_TYPES.get(text_of(node), ("", ""))[1]
        if owner == "wrong" and text_of(node) == "thought":
            symbol = "wrong.delta_type_thought"
        if symbol:
            yield Seen(symbol, node, text_of(node))


def _named(symbol: str) -> Callable[[Values, Use, str], Iterator[Seen]]:
    def rule(values: Values, use: Use, owner: str) -> Iterator[Seen]:
        yield Seen(symbol, use.parent, use.context[1:], at_end=True)

    return rule


def _reasoning(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    reader = values.source.parents[use.parent]
    if isinstance(reader, ast.Attribute) and reader.attr == "total_reasoning_tokens":
        yield Seen("beta.total_reasoning_tokens", reader, reader.attr, at_end=True)


def _found(values: Values, use: Use, owner: str) -> Iterator[Seen]:
    if is_reached_for(values, use.node, "file_search_result"):
        yield Seen("beta.file_search_result", use.parent, "result", at_end=True)


_READS: dict[tuple[Kind, str], Callable[[Values, Use, str], Iterator[Seen]]] = {
    (Kind.INTERACTION, ".outputs"): _outputs,
    (Kind.INTERACTION, "arg"): _asked,
    (Kind.ENDED, "arg"): _asked,
    **{(Kind.INTERACTION, f".{name}"): _dumped for name in DUMPS},
    (Kind.INTERACTION, ".role"): _role,
    (Kind.INTERACTION, ".error"): _error,
    (Kind.INTERACTION, ".created"): _created,
    (Kind.INTERACTION, ".updated"): _created,
    (Kind.INTERACTION, ".usage"): _reasoning,
    (Kind.ENDED, ".usage"): _reasoning,
    (Kind.ENDED, ".outputs"): _named("beta.interaction.complete"),
    (Kind.EVENT, ".event_type"): _event_type,
    (Kind.EVENT, ".type"): _event_type,
    (Kind.EVENT, ".content"): _named("beta.content"),
    (Kind.DELTA, ".type"): _delta_type,
    (Kind.DELTA, ".thought"): _named("beta.delta_thought"),
    (Kind.DELTA, ".partial_arguments"): _named("beta.partial_arguments"),
    (Kind.DELTA, ".rate"): _named("beta.rate"),
    (Kind.DELTA, ".call_id"): _named("beta.delta_id"),
    (Kind.OUTPUT, ".result"): _found,
    (Kind.STEP, ".result"): _found,
    (Kind.OUTPUT, ".rate"): _named("beta.rate"),
}


def _input(values: Values, call: ast.Call) -> Iterator[Seen]:
    node = given(values, call, "input")
    if node is None:
        return
    for turn in turns(values, node):
        content = turn_fields(values, turn)["content"]
        read = content.attr if isinstance(content, ast.Attribute) else ""
        held = {type_of(n) for n in written(values, content)} - {""}
        kind = "outputs_as_history" if read == "outputs" else "turns"
        if held and not held <= {"text", "image", "audio", "video", "document"}:
            kind = "turn_content"
        yield Seen(f"beta.{kind}", turn, "role")
    for item in written(values, node):
        if type_of(item) == "function_result":
            if not _in_list(values, item):
                yield Seen("beta.function_result_dict", item, "function_result")
            result = entries(item).get("result")
            if result is not None and entries(result).keys() == {"items"}:
                yield Seen("beta.function_result_items", result, "items")
            if "signature" in entries(item):
                yield Seen("beta.function_call_signature", entries(item)["signature"], "signature")


def _in_list(values: Values, node: ast.AST) -> bool:
    parent = values.source.parents[node]
    if isinstance(parent, ast.keyword):
        return parent.arg != "input"
    if not isinstance(parent, ast.Assign | ast.AnnAssign) or parent.value is not node:
        return True
    target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
    variable = values.variable(target)
    loads = values.loads(variable) if variable is not None else []
    return not any(
        isinstance(outer := values.source.parents[load], ast.keyword) and outer.arg == "input"
        for load in loads
    )


def _format(values: Values, call: ast.Call | ast.Dict) -> Iterator[Seen]:
    found = {one.name: one for one in slots(values, call)}
    mime, shape = found.get("response_mime_type"), found.get("response_format")
    if mime is not None:
        yield Seen("beta.response_mime_type", mime.node, mime.name)
    elif shape is not None and is_bare_schema(values, shape.value):
        yield Seen("beta.response_mime_type", shape.node, shape.name)
    modalities = found.get("response_modalities")
    if modalities is not None:
        several = len([n for n in written(values, modalities.value) if text_of(n)]) > 1
        name = "several_modalities" if several else "response_modalities"
        yield Seen(f"beta.{name}", modalities.node, "response_modalities")


def _generation(values: Values, call: ast.Call | ast.Dict) -> Iterator[Seen]:
    for node in written(values, given(values, call, "generation_config")):
        found = entries(node)
        for name in ("image_config", "response_modalities"):
            if name in found:
                yield Seen(f"beta.{name}", _key(node, name), name)
        if "voice" in entries(found.get("speech_config", node)):
            yield Seen("beta.speech_config", _key(node, "speech_config"), "speech_config")


def _key(node: ast.AST, name: str) -> ast.AST:
    keys = [k for k in getattr(node, "keys", ()) if text_of(k) == name]
    return keys[0] if keys else node


def _tools(values: Values, call: ast.Call | ast.Dict) -> Iterator[Seen]:
    for node in written(values, given(values, call, "tools")):
        if "excludedPredefinedFunctions" in entries(node):
            name = "excludedPredefinedFunctions"
            yield Seen(f"beta.{name}", _key(node, name), name)


def _headers(values: Values, call: ast.Call) -> Iterator[Seen]:
    for node in written(values, given(values, call, "extra_headers")):
        for name in entries(node):
            if name.lower() == "api-revision":
                yield Seen("beta.Api-Revision", _key(node, name), name)


_ARGUMENTS = (_input, _format, _generation, _tools, _headers)
