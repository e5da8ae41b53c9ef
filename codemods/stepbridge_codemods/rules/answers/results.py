"""Reads of a response become reads of an Interaction.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.absent_text import or_none
from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.rules.answers.comprehensions import collect
from stepbridge_codemods.rules.calls.calls import drafts_of
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.rules.settings.response_format import parsed
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.values.absence import may_be_none
from stepbridge_codemods.values.kinds import Kind

BLOCKED = "A blocked prompt raises an exception; it was an answer without text."
_TEXT_CLAUSES = (
    "''.join(",
    "item.text",
    "for step in {0}.steps or []",
    "if step.type == 'model_output'",
    "for item in step.content or []",
    "if item.type == 'text'",
    ")",
)


@use(Kind.RESPONSE, "bind", "test", "is None")
def kept(plan: Plan, use: Use) -> None:
    """An Interaction may stand where the response stood."""


def origin_drafts(plan: Plan, node: ast.AST) -> list[Draft]:
    """The configs of the calls that a value can come from."""
    value = plan.values.value(node)
    origins = value.origins if value is not None else frozenset()
    return [d for o in origins if isinstance(o, ast.Call) for d in drafts_of(plan, o)]


def drafts_in(plan: Plan) -> list[Draft]:
    """The configs of all calls of a group."""
    return [draft for site in plan.sites for draft in drafts_of(plan, site.call)]


def name_of(plan: Plan, node: ast.expr) -> str:
    """How an interaction is spelled after the rewrite: a call may have got a name."""
    names = plan.facts.get("hoisted", {})
    assert isinstance(names, dict)
    return names.get(node) or ast.unparse(node)


def rename(plan: Plan, node: ast.AST, new: str) -> None:
    """Replaces the last name of an attribute read, or the one that ``getattr`` asks for."""
    assert isinstance(node, ast.Attribute)
    spelled = plan.source.spelled.get(node)
    if spelled is not None and not may_be_none(plan.values, node.value):
        plan.edits.replace(node, *in_parentheses(node.value), f".{new}")
        return
    if spelled is not None:
        if "." in new:
            raise plan.cannot("SB001", node, "getattr")
        plan.edits.replace(spelled.args[1], *plan.quoted(new).parts)
        return
    end = plan.source.span(node)[1]
    plan.edits.put(end - len(node.attr), end, new)


def drop(plan: Plan, node: ast.AST) -> None:
    """Takes the last name off an attribute read."""
    assert isinstance(node, ast.Attribute)
    shorten(plan, node, node.value)


def shorten(plan: Plan, node: ast.AST, kept: ast.expr, text: str = "") -> None:
    """Leaves only the first part of an expression, with a text behind it."""
    outer: ast.AST = kept
    while outer is not node:
        outer = plan.source.parents[outer]
        if outer in plan.source.spelled:
            plan.edits.replace(node, *in_parentheses(kept), text)
            return
    plan.edits.put(plan.source.span(kept)[1], plan.source.span(node)[1], text)


def in_parentheses(node: ast.expr) -> tuple[Piece | ast.AST, ...]:
    """An expression from which something is to be read."""
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        return (node,)
    return ("(", node, ")")


@use(Kind.RESPONSE, ".text")
def text(plan: Plan, use: Use) -> None:
    """``response.text``: output_text where there can be one run of text, else all text steps."""
    assert isinstance(use.parent, ast.Attribute)
    context = plan.context(use.parent)
    if context in ("test", "is None"):
        plan.mark(use.parent, BLOCKED)
    if context == "is None":
        absent(plan, use.parent, "output_text")
        return
    drafts = origin_drafts(plan, use.node)
    enum = any(draft.bare_enum for draft in drafts)
    calls = any(draft.calls_functions for draft in drafts)
    if use.parent in plan.source.spelled and (enum or calls or not one_run(plan, use.node)):
        _refuse_none(plan, use)
    if one_run(plan, use.node):
        rename(plan, use.parent, "output_text")
        if enum and context != "test":
            # Asked for as JSON, so that the answer comes in quotes.
            plan.imports.add(Import("json"))
            start, end = plan.source.span(use.parent)
            plan.edits.put(start, start, "json.loads(")
            plan.edits.put(end, end, ")")
        elif calls:
            _or_none(plan, use.parent)
        return
    around = or_none(plan, use.parent) if calls else ("", "")
    all_text(plan, use.parent, use.node, around)


def _refuse_none(plan: Plan, use: Use) -> None:
    """``getattr(response, "text", None)`` of what may be None can only get another name."""
    if may_be_none(plan.values, use.node):
        raise plan.cannot("SB002", use.parent, "the text of an answer or None")


def _or_none(plan: Plan, node: ast.Attribute) -> None:
    before, after = or_none(plan, node)
    start, end = plan.source.span(node)
    if before:
        plan.edits.put(start, start, before)
    if after:
        plan.edits.put(end, end, after)


def all_text(
    plan: Plan, node: ast.AST, interaction: ast.expr, around: tuple[str, str] = ("", "")
) -> None:
    """Joins the text of all steps, one clause a line where it does not fit on one."""
    base = name_of(plan, interaction)
    if not base.replace(".", "").isidentifier():
        raise plan.cannot("SB001", node, "text between tool steps")
    opening, *middle, closing = _TEXT_CLAUSES
    collect(plan, node, base, (around[0] + opening, *middle, closing + around[1]))


def one_run(plan: Plan, node: ast.AST) -> bool:
    """Whether the model's text cannot be interrupted by media or by tools that it runs itself."""
    return not any(d.runs_tools or d.makes_media for d in origin_drafts(plan, node))


def absent(plan: Plan, node: ast.Attribute, name: str) -> None:
    """``response.text is None`` is ``not response.output_text``."""
    test = plan.source.parents[node]
    assert isinstance(test, ast.Compare)
    negated = isinstance(test.ops[0], ast.Is)
    rename(plan, node, name)
    start, end = plan.source.span(test)
    outer = plan.source.parents[test]
    pieces = ("not ", node) if negated else (node,)
    if isinstance(outer, ast.UnaryOp | ast.Compare):
        raise plan.cannot("SB001", test)
    plan.edits.put(start, end, *pieces)


@use(Kind.RESPONSE, ".parsed")
def parsed_value(plan: Plan, use: Use) -> None:
    """``response.parsed`` is made from the text with the schema of the call."""
    assert isinstance(use.parent, ast.Attribute)
    holder = plan.source.parents[use.parent]
    if isinstance(getattr(holder, "ctx", None), ast.Store | ast.Del):
        raise plan.cannot("SB001", use.parent, "parsed is changed")
    drafts = origin_drafts(plan, use.node)
    schemas = {ast.unparse(d.schema) for d in drafts if d.schema is not None}
    if len(schemas) != 1 or any(d.schema is None or d.schema_changes for d in drafts):
        raise plan.cannot("SB007", use.parent, "parsed without one known schema")
    schema = next(d.schema for d in drafts if d.schema is not None)
    if not _visible(plan, schema, use.node):
        raise plan.cannot("SB007", use.parent, "the schema's class is not known by name here")
    base = name_of(plan, use.node)
    if not base.replace(".", "").isidentifier():
        raise plan.cannot("SB001", use.parent, "parsed of a call")
    plan.mark(use.parent, "Text that does not fit the schema raises here; .parsed was None.")
    plan.edits.replace(use.parent, parsed(plan, schema, f"{base}.output_text"))


def _visible(plan: Plan, schema: ast.expr, place: ast.expr) -> bool:
    """Whether the names in a schema mean the same at another place."""
    scopes = plan.values.names.scope_of
    here = next((scopes[n] for n in ast.walk(place) if n in scopes), None)
    names = [n for n in ast.walk(schema) if isinstance(n, ast.Name) and n in scopes]
    if here is None or any(here.home(n.id) is not scopes[n].home(n.id) for n in names):
        return False
    held = [plan.values.variable(n) for n in names]
    return all(one is None or len(plan.values.stores(one)) < 2 for one in held)


@use(Kind.RESPONSE, ".usage_metadata")
def usage(plan: Plan, use: Use) -> None:
    """``usage_metadata`` is ``usage``."""
    rename(plan, use.parent, "usage")


@use(Kind.RESPONSE, ".model_version", ".response_id")
def renamed(plan: Plan, use: Use) -> None:
    """The model that was asked for, and the id of the interaction."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr == "response_id":
        plan.mark(use.parent, "Without store there may be no id.")
    rename(plan, use.parent, "model" if use.parent.attr == "model_version" else "id")


@use(Kind.FEEDBACK, "*")
def feedback(plan: Plan, use: Use) -> None:
    """Refused where it is read from the answer, or here."""
    raise plan.cannot("SB021", use.node)


@use(Kind.RESPONSE, ".prompt_feedback")
def blocked(plan: Plan, use: Use) -> None:
    """A blocked prompt is an error, so there is no answer to ask; the bridge gives one."""
    raise plan.cannot("SB021", use.parent)
