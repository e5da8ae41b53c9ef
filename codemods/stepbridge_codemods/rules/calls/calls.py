"""generate_content and generate_content_stream become interactions.create.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Site, site
from stepbridge_codemods.rules.answers.showing import is_shown
from stepbridge_codemods.rules.calls.bridge import bridged_input, bridged_result
from stepbridge_codemods.rules.calls.kept_services import is_service, keep_service
from stepbridge_codemods.rules.calls.prepared_calls import added_later
from stepbridge_codemods.rules.calls.spread_requests import Request, request_of
from stepbridge_codemods.rules.contents.media_looks import share_resolution
from stepbridge_codemods.rules.settings.config import config_of_call
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.rules.tooling.automatic_calls import run_tools, runs_functions
from stepbridge_codemods.rules.tooling.kept_turns import keeps_turns
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import Entry, Group, Layout, atom, quote_of
from stepbridge_codemods.values.kinds import Kind

_NEEDED = frozenset({"model", "contents"})
_WHOLE = "Models.generate_content"
_READS_OF_ENUM = frozenset({".text", ".parsed", "bind", "test", "is None", "pass", "drop"})


@site(_WHOLE, "Models.generate_content_stream")
def call(plan: Plan, site: Site) -> None:
    """The method, its arguments, and what has to be said in addition."""
    node, function = site.call, site.function
    assert isinstance(function, ast.Attribute)
    new: dict[ast.keyword, list[Entry]] = {keyword: [] for keyword in node.keywords}
    drafts: list[Draft] = []
    share_resolution(plan, drafts)
    requests = _spread_requests(plan, site)
    for keyword in sorted(node.keywords, key=lambda keyword: keyword.arg != "config"):
        if keyword.arg == "model":
            new[keyword] = [Entry(atom(keyword.value), "model")]
        elif keyword.arg == "contents":
            new[keyword] = [Entry(bridged_input(plan, keyword.value), "input")]
        elif keyword.arg is None:
            new[keyword] = [Entry(atom("**", keyword.value))]
        elif keyword.arg == "config":
            drafts, new[keyword] = config_of_call(plan, keyword.value)
            share_resolution(plan, drafts)
        else:
            raise plan.cannot("SB008", keyword.value)
    share_resolution(plan, [])
    drafts = [*drafts, *(draft for one in requests for draft in one.drafts)]
    _refuse_enums(plan, site, drafts)
    plan.facts[f"drafts {id(node)}"] = drafts
    extra = [Entry(atom("True"), "stream")] if site.symbol.endswith("_stream") else []
    if plan.options.store == "false":
        extra.append(Entry(atom("False"), "store"))
    first = [Entry(atom(argument)) for argument in node.args]
    named = not is_service(plan, function.value)
    if runs_functions(plan, site, drafts):
        if named:
            raise plan.cannot("SB009", function)
        first.append(run_tools(plan, function))
        extra = [*keeps_turns(plan, site), *extra]
    elif named:
        keep_service(plan, function)
    else:
        _method(plan, function)
    _arguments(plan, node, new, extra, first)
    if plan.bridges_result:
        bridged_result(plan, site, drafts)


def _spread_requests(plan: Plan, site: Site) -> list[Request]:
    """The requests in ``**request``; gives up on a call that does not say all that it needs."""
    node = site.call
    given = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
    spread = [keyword for keyword in node.keywords if keyword.arg is None]
    is_handed_on = site.handed_on is not None
    if spread if is_handed_on else node.args:
        raise plan.cannot("SB008", node)
    if is_handed_on and not given >= _NEEDED:
        given |= added_later(plan, site)
    if not spread and not given >= _NEEDED:
        raise plan.cannot("SB008", node)
    requests = [request_of(plan, keyword.value) for keyword in spread]
    if not given.union(*(one.keys for one in requests)) >= _NEEDED:
        raise plan.cannot("SB008", node)
    return requests


def _refuse_enums(plan: Plan, site: Site, drafts: list[Draft]) -> None:
    """Gives up where the quotes of an enum's answer cannot be taken off."""
    enums = [draft.fields.node for draft in drafts if draft.bare_enum]
    if not enums:
        return
    if len(enums) < len(drafts) or plan.bridges_result or site.symbol != _WHOLE:
        raise plan.cannot("SB020", enums[0], "text/x.enum")
    for use in plan.uses:
        value = plan.values.value(use.node)
        own = value is not None and site.call in value.origins
        if (
            own
            and not is_shown(plan, use.node)
            and (use.kind is not Kind.RESPONSE or use.context not in _READS_OF_ENUM)
        ):
            raise plan.cannot("SB020", use.parent, "text/x.enum")


def drafts_of(plan: Plan, node: ast.Call) -> list[Draft]:
    """The configs that a rewritten call can have."""
    found = plan.facts.get(f"drafts {id(node)}", [])
    assert isinstance(found, list)
    return found


def _method(plan: Plan, function: ast.Attribute) -> None:
    owner = function.value
    assert isinstance(owner, ast.Attribute)
    start = plan.source.span(owner.value)[1]
    end = plan.source.span(function)[1]
    between = plan.source.text[start:end]
    if "\n" not in between and between.replace(" ", "").startswith(".models."):
        plan.edits.put(start, end, ".interactions.create")
        return
    name_end = plan.source.span(owner)[1]
    plan.edits.put(name_end - len("models"), name_end, "interactions")
    plan.edits.put(end - len(function.attr), end, "create")


def _arguments(
    plan: Plan,
    node: ast.Call,
    new: dict[ast.keyword, list[Entry]],
    extra: list[Entry],
    ahead: list[Entry],
) -> None:
    source = plan.source
    layout = Layout(source, quote_of(source))
    opening = source.text.index("(", source.span(node.func)[1])
    first = source.span(node.keywords[0])[0]
    if "\n" in source.text[opening:first] and not _on_one_line(plan, node):
        _one_a_line(plan, node, new, extra, layout)
        if ahead[len(node.args) :]:
            more = Group(ahead[len(node.args) :], "(", ")", "=")
            lines = layout.lines(more, source.indent(first))
            plan.edits.put(first, first, *lines[2:], source.newline, source.indent(first))
        return
    entries = [*ahead, *(entry for entries in new.values() for entry in entries), *extra]
    group = Group(entries, "(", ")", "=")
    end = source.span(node)[1]
    indent = source.indent(opening)
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    shift = len("interactions.create") - len(f"models.{method}")
    if node.args:
        shift = 0
    elif ahead:
        shift = len("stepbridge.run_tools") - (
            source.span(node.func)[1] - source.span(node.func)[0]
        )
    column = opening - source.line_start(opening) + shift
    # Comments inside a config that was written in the call come along with its entries.
    plan.edits.put(opening, end, *layout.pieces(group, indent, column))


def _on_one_line(plan: Plan, node: ast.Call) -> bool:
    """Whether all arguments are on one line, with or without the parentheses."""
    lines = {line for k in node.keywords for line in (k.value.lineno, k.value.end_lineno)}
    start, end = plan.source.span(node)
    commented = any(start <= first < end for first, _ in plan.source.comments)
    return len(lines) == 1 and len(node.keywords) > 1 and not commented


def _one_a_line(
    plan: Plan,
    node: ast.Call,
    new: dict[ast.keyword, list[Entry]],
    extra: list[Entry],
    layout: Layout,
) -> None:
    source = plan.source
    indent = source.indent(source.span(node.keywords[0])[0])
    last = node.keywords[-1]
    if extra and not new[last]:
        # Where the last argument goes away, what is added takes its line.
        new[last], extra = extra, []
    for keyword, entries in new.items():
        start, end = source.span(keyword)
        if not entries:
            start, end = _with_comma(plan, start, end)
            plan.edits.put(start, end)
            continue
        pieces = layout.lines(Group(entries, "(", ")", "="), indent)
        plan.edits.put(start, end, *_trimmed(pieces, source.newline, indent))
    start, end = source.span(last)
    comma = _comma_after(plan, end)
    behind = end if comma is None else comma + 1
    at = _line_end(plan, behind)
    lines = layout.lines(Group(extra, "(", ")", "="), indent) if extra else []
    missing = [","] if comma is None else []
    if comma is None and "\n" not in source.text[end : source.span(node)[1]]:
        # The bracket closes right behind the last argument, as it does then.
        plan.edits.put(end, end, *([",", *lines[:-1]] if lines else []))
        return
    if at >= source.span(node)[1] - 1 or at == behind:
        plan.edits.put(behind, behind, *missing, *lines)
        return
    if missing:
        plan.edits.put(end, end, ",")
    plan.edits.put(at, at, *lines)


def _trimmed(pieces: list[Piece], newline: str, indent: str) -> list[Piece]:
    """Without the first line break and the last comma, which are there already."""
    if pieces[:2] == [newline, indent]:
        pieces = pieces[2:]
    return pieces[:-1] if pieces[-1] == "," else pieces


def _comma_after(plan: Plan, offset: int) -> int | None:
    text = plan.source.text
    comments = dict(plan.source.comments)
    while offset < len(text):
        if offset in comments:
            offset = comments[offset]
        elif text[offset] == ",":
            return offset
        elif text[offset].isspace():
            offset += 1
        else:
            return None
    return None


def _line_end(plan: Plan, offset: int) -> int:
    text = plan.source.text
    while offset < len(text) and text[offset] not in "\r\n":
        offset += 1
    return offset


def _with_comma(plan: Plan, start: int, end: int) -> tuple[int, int]:
    comma = _comma_after(plan, end)
    end = end if comma is None else comma + 1
    line = plan.source.line_start(start)
    if not plan.source.text[line:start].strip() and plan.source.text[end : end + 1] in "\r\n":
        end += len(plan.source.newline)
        start = line
    return start, end
