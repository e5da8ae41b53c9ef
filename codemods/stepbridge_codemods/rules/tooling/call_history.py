"""What was said while functions were called: the turns that ``stepbridge.run_tools`` tells.

A content of the history is a turn, an object with steps; its parts are the steps, or the items in
the steps that hold content, as the code that reads them needs.

https://ai.google.dev/gemini-api/docs/interactions/function-calling
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Import, Plan, Site, Use, use
from stepbridge_codemods.rules.answers.comprehensions import Clauses, collect
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.part_lists import with_default
from stepbridge_codemods.rules.answers.results import drafts_in, drop, rename
from stepbridge_codemods.rules.answers.showing import shown
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.rules.calls.calls import drafts_of
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.rules.streams.streams import guarded
from stepbridge_codemods.rules.tooling.kept_turns import turns_read
from stepbridge_codemods.values.kinds import EXCHANGES, Kind
from stepbridge_codemods.values.names import How

_TYPES = {"function_call": "function_call", "function_response": "function_result", "text": "text"}
_STEPS = ("[", "step", "for step in {0}.steps", "if step.type != 'thought'", "]")
_ITEMS = "(step.content or [] if step.type in ('user_input', 'model_output') else [step])"
_PARTS: dict[bool, Clauses] = {
    False: _STEPS,
    True: ("[", "item", *_STEPS[2:4], f"for item in {_ITEMS}", "]"),
}
_SIDES = ("user", "model")
_TESTS = ("test", "is None")
_RESPONSE = {"name": "name", "id": "call_id"}


@use(Kind.RESPONSE, ".automatic_function_calling_history")
def history(plan: Plan, use: Use) -> None:
    """The list that the run was given."""
    assert isinstance(use.parent, ast.Attribute)
    if plan.context(use.parent) == "is None":
        raise plan.cannot("SB012", use.parent, use.parent.attr)
    name, sites = turns_read(plan, use)
    shows = any(draft.shows_thoughts for draft in drafts_in(plan))
    runs = all(_runs(plan, site) for site in sites)
    unsure = _is_numbered(plan, use.parent) and not all(_is_one(plan, site) for site in sites)
    if shows or unsure or not runs:
        raise plan.cannot("SB012", use.parent, use.parent.attr)
    plan.edits.replace(use.parent, name)


def _runs(plan: Plan, site: Site) -> bool:
    """Whether functions are called for an answer."""
    drafts = drafts_of(plan, site.call)
    return bool(drafts) and all(draft.functions for draft in drafts)


def _is_numbered(plan: Plan, node: ast.expr) -> bool:
    """Whether it may matter how many contents there are."""
    return plan.context(node) not in ("for", "test", "or nothing")


def _is_one(plan: Plan, site: Site) -> bool:
    """Whether what was asked is one content."""
    asked = next((k.value for k in site.call.keywords if k.arg == "contents"), None)
    return asked is not None and is_text(plan, asked)


@use(Kind.EXCHANGE, "for", "[]", "test", "bind", "or nothing")
@use(Kind.EXCHANGED, "bind")
@use(Kind.EXCHANGED_PARTS, "for", "[]", "test", "bind", "or nothing")
@use(Kind.EXCHANGED_PART, "bind")
@use(Kind.FUNCTION_RESPONSE, "bind")
def kept(plan: Plan, use: Use) -> None:
    """Turns and their steps stand where contents and their parts stood."""


@use((Kind.EXCHANGE, Kind.EXCHANGED_PARTS), "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(history)``, ``enumerate(turn.parts)``; shown, or handed to a function of the module."""
    if not counts(use.parent, plan.source):
        argument(plan, use)


@use((Kind.EXCHANGED, Kind.EXCHANGED_PART, Kind.FUNCTION_RESPONSE), "arg")
def handed_on(plan: Plan, use: Use) -> None:
    """A function of this module that nobody else calls may receive what stands there now."""
    argument(plan, use)


@use(tuple(EXCHANGES), "format", "other")
def in_text(plan: Plan, use: Use) -> None:
    """Printed, or in a list of what is printed."""
    if not shown(plan, use):
        raise plan.cannot("SB012", use.node, "its history is handed to other code")


@use(Kind.EXCHANGED, ".parts")
def parts(plan: Plan, use: Use) -> None:
    """The steps of a turn, or the items in them where texts are read as well."""
    assert isinstance(use.parent, ast.Attribute)
    ones = [u for u in plan.uses if u.kind is Kind.EXCHANGED_PART]
    reads = {u.context for u in ones if _may_come_from(plan, u.node, use.parent)}
    as_steps = not reads - {".function_call", ".function_response", "bind", "pass", "drop"}
    if as_steps and _only_asks(plan, use.parent):
        rename(plan, use.parent, "steps")
        return
    collect(plan, with_default(plan, use.parent), use.node, _PARTS[not as_steps])


@use(Kind.EXCHANGED, ".role")
def role(plan: Plan, use: Use) -> None:
    """Whose turn it is, is told by the type of its first step."""
    node = use.parent
    of_user = "in ('user_input', 'function_result')".replace("'", plan.quote)
    outer = plan.source.parents[node]
    if isinstance(outer, ast.Compare) and outer.left is node and len(outer.ops) == 1:
        asked = constant_of(plan, outer.comparators[0])
        if asked in _SIDES and isinstance(outer.ops[0], ast.Eq | ast.NotEq):
            negated = (asked == "user") is not isinstance(outer.ops[0], ast.Eq)
            test = f".steps[0].type {'not ' if negated else ''}{of_user}"
            plan.edits.replace(outer, use.node, test)
            return
    said, other = (f"{plan.quote}{side}{plan.quote}" for side in _SIDES)
    alone = isinstance(outer, ast.FormattedValue | ast.Assign | ast.keyword | ast.Call)
    before, after = ("", "") if alone else ("(", ")")
    test = f".steps[0].type {of_user} else {other}{after}"
    plan.edits.replace(node, f"{before}{said} if ", use.node, test)


def _may_come_from(plan: Plan, part: ast.expr, listed: ast.AST) -> bool:
    """Whether a part can be one of a list, by its index or by the bindings of its name."""
    if isinstance(part, ast.Subscript):
        return part.value is listed or not isinstance(part.value, ast.Attribute)
    bindings = plan.values.names.reads.get(part, ()) if isinstance(part, ast.Name) else ()
    given = [b.value for b in bindings if b.how in (How.ASSIGN, How.LOOP) and b.value is not None]
    return len(given) < max(len(bindings), 1) or any(listed in ast.walk(one) for one in given)


def _only_asks(plan: Plan, listed: ast.AST) -> bool:
    """Whether a loop over parts does nothing with those that are not what it asks for."""
    loop = plan.source.parents[listed]
    if isinstance(loop, ast.For) and loop.iter is listed and isinstance(loop.target, ast.Name):
        asks = [isinstance(one, ast.If) and not one.orelse and one.test for one in loop.body]
        return not loop.orelse and all(_asks(test, loop.target.id) for test in asks)
    if isinstance(loop, ast.comprehension) and isinstance(loop.target, ast.Name):
        return any(_asks(test, loop.target.id) for test in loop.ifs)
    return False


def _asks(test: object, name: str) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        test = test.values[0]
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.IsNot):
        test = test.left
    part = test.value if isinstance(test, ast.Attribute) and test.attr in _TYPES else None
    return isinstance(part, ast.Name) and part.id == name


@use(Kind.EXCHANGED_PART, ".function_call", ".function_response")
def step(plan: Plan, use: Use) -> None:
    """A test of the type; else the step itself."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if plan.context(node) in _TESTS:
        type_test(plan, node, (_TYPES[node.attr],), node.value)
        return
    drop(plan, node)


@use(Kind.EXCHANGED_PART, ".text")
def text(plan: Plan, use: Use) -> None:
    """The text of an item, where it was found to have one."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if plan.context(node) in _TESTS:
        type_test(plan, node, ("text",), node.value)
    elif not guarded(plan, node, ast.unparse(node.value), "text"):
        raise plan.cannot("SB012", node, "the text of a part that may be no text")


@use(Kind.FUNCTION_RESPONSE, *_TESTS)
def is_result(plan: Plan, use: Use) -> None:
    """A name that may hold a step of any type is asked for its type."""
    if not isinstance(use.node, ast.Attribute):
        type_test(plan, use.node, ("function_result",), use.node)


@use(Kind.FUNCTION_RESPONSE, *(f".{name}" for name in _RESPONSE))
def field(plan: Plan, use: Use) -> None:
    """The name stays; the id is that of the call."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr != _RESPONSE[use.parent.attr]:
        rename(plan, use.parent, _RESPONSE[use.parent.attr])


@use(Kind.FUNCTION_RESPONSE, ".response")
def response(plan: Plan, use: Use) -> None:
    """What the function said is the JSON of its result."""
    plan.imports.add(Import("json"))
    plan.edits.replace(use.parent, "json.loads(", use.node, ".result)")
