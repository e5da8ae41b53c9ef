"""Function responses become function_result steps.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial

from stepbridge_codemods.objects import Fields, fields_of, is_none, type_name
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.rewriting.lists import Lists
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.contents.media import file, inline
from stepbridge_codemods.rules.contents.media_looks import Looks
from stepbridge_codemods.rules.tooling.call_ids import call_id
from stepbridge_codemods.rules.tooling.responses import may_fail, may_refer, only_refers_to
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, atom, listing, mapping

_NO_NAME = "The display name of a medium, to which the response does not refer, is left out."
_ONLY = "Items have no display name: that of the only medium is left out, its reference stays."
_FIELDS = frozenset({"id", "name", "response", "parts"})
_PARTS = frozenset({"FunctionResponsePart", "Part"})


def result_step(plan: Plan, node: ast.expr) -> Doc:
    """The function_result step that a Part with a function response becomes."""
    found = fields_of(plan, node)
    if "function_response" in found.names:
        inner = found.get("function_response")
        assert inner is not None
        found = fields_of(plan, inner)
    unknown = found.names - _FIELDS
    if unknown:
        raise plan.cannot("SB006", node, ", ".join(sorted(unknown)))
    name, response = found.get("name"), found.get("response")
    if name is None or response is None:
        raise plan.cannot("SB007", node, "function_response")
    entries: list[Entry | tuple[str, Doc]] = [("type", plan.quoted("function_result"))]
    given = found.get("id")
    entries.append(("call_id", atom(given) if given is not None else call_id(plan, node, name)))
    for field in found.arguments:
        if field.name == "name":
            entries.append(field.entry("name", atom(field.value)))
        elif field.name == "response":
            plan.imports.add(Import("json"))
            said = atom("json.dumps(", field.value, ")")
            entries.append(field.entry("result", _with_media(plan, node, said, found)))
    failed = may_fail(plan, response)
    if failed is not None:
        entries.append(("is_error", failed))
    return mapping(*entries)


def _with_media(plan: Plan, node: ast.expr, said: Atom, found: Fields) -> Doc:
    """What a function said, with the media that it gave behind it."""
    parts, response = found.get("parts"), found.get("response")
    if parts is None or is_none(parts):
        return said
    text = mapping(("type", plan.quoted("text")), ("text", said))
    named = response is None or may_refer(plan, response)
    # What a response may refer to is asked for each response, also of media that several have.
    topic = "parts of a function response" + (f" by name {node.lineno}" if named else "")
    only = response if len(_items(plan, parts)) == 1 else None
    convert = partial(_medium, named=named, only=only)
    media = Lists(plan, topic, convert).convert(parts)
    if isinstance(media, Group):
        media.entries.insert(0, Entry(text))
        return media
    return listing([text, atom("*", *media.parts)])


def _items(plan: Plan, parts: ast.expr) -> list[ast.expr]:
    """The media of a response, where each of them is written out."""
    parts = written_out(plan, parts)
    given = parts.elts if isinstance(parts, ast.List | ast.Tuple) else []
    return [] if any(isinstance(item, ast.Starred) for item in given) else given


def _medium(plan: Plan, node: ast.expr, *, named: bool, only: ast.expr | None) -> Doc:
    """The item for a FunctionResponsePart. ``named``: the response may refer to it by its name.

    ``only`` is the response where it has no other medium.
    """
    name = type_name(plan, node)
    if name == "FunctionResponsePart.from_bytes":
        return inline(plan, fields_of(plan, node), Looks())
    if name == "FunctionResponsePart.from_uri":
        return file(plan, fields_of(plan, node), Looks())
    if name not in _PARTS and not isinstance(node, ast.Dict):
        raise plan.cannot("SB007", node, "parts")
    found = fields_of(plan, node)
    data, address = found.get("inline_data"), found.get("file_data")
    given = data if data is not None else address
    if given is None or len(found.arguments) != 1:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    inner = fields_of(plan, given)
    name_given = inner.get("display_name")
    if name_given is not None and not is_none(name_given):
        if named and (only is None or not only_refers_to(plan, only, name_given)):
            refusal = plan.cannot("SB006", given, "display_name")
            refusal.is_final = True
            raise refusal
        for site in plan.sites:
            if site.call.lineno > name_given.lineno or len(plan.sites) == 1:
                plan.mark(site.function, _ONLY if named else _NO_NAME)
    known = tuple(a for a in inner.arguments if a.name != "display_name")
    inner = replace(inner, arguments=known)
    return inline(plan, inner, Looks()) if data is not None else file(plan, inner, Looks())
