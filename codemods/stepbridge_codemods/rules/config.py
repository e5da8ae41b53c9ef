"""GenerateContentConfig becomes the keyword arguments of interactions.create.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from stepbridge.fields.row import Change, Fidelity
from stepbridge_codemods.closed import called_only, is_closed
from stepbridge_codemods.layout import Doc, Entry, Group, Layout, atom, mapping, quote_of
from stepbridge_codemods.objects import (
    TYPES,
    Argument,
    Fields,
    bindings_of,
    constant_of,
    fields_of,
    is_none,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rows import row
from stepbridge_codemods.values.infer import Variable, annotation_names
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import Binding, Function, How

_NEUTRAL: dict[str, object] = {
    "candidate_count": 1,
    "response_logprobs": False,
    "audio_timestamp": False,
    "should_return_http_response": False,
}
"""Values that say the same as leaving the field out."""

FLAGS = ("json", "has_tools", "runs_tools", "calls_functions", "shows_thoughts", "makes_media")
"""What holds for a config when it holds for one that is spread into it."""

_CONFIGS = frozenset({"GenerateContentConfig", "GenerateContentConfigDict"})

_MOVING = frozenset({Change.MOVED, Change.RENAMED, Change.UNCHANGED})


@dataclass(eq=False)
class Draft:
    """The arguments of ``create`` that one config turns into, and what other rules ask about it."""

    plan: Plan
    fields: Fields
    arguments: dict[str, Entry] = field(default_factory=dict)
    schema: ast.expr | None = None
    json: bool = False
    has_tools: bool = False
    runs_tools: bool = False
    functions: list[ast.expr] = field(default_factory=list)
    keeps_calls: ast.expr | None = None
    limit: Entry | None = None
    calls_functions: bool = False
    shows_thoughts: bool = False
    makes_media: bool = False
    outputs: list[str] = field(default_factory=list)
    outputs_from: Argument | None = None
    image: list[Entry] = field(default_factory=list)
    spread: set[str] = field(default_factory=set)

    def put(self, path: str, value: Doc, argument: Argument) -> None:
        """Puts a value at a path such as ``generation_config.top_p``."""
        head, _, tail = path.partition(".")
        if not tail:
            self.arguments[head] = argument.entry(head, value)
            return
        entry = self.arguments.setdefault(head, Entry(mapping(), head))
        assert isinstance(entry.value, Group)
        entry.value.entries.append(argument.entry(tail, value))


FieldRule: TypeAlias = Callable[[Draft, Argument], None]
FIELD_RULES: dict[str, FieldRule] = {}


def config_field(*names: str) -> Callable[[FieldRule], FieldRule]:
    """Registers the rewriter of fields of GenerateContentConfig that change shape."""

    def register(rule: FieldRule) -> FieldRule:
        FIELD_RULES.update(dict.fromkeys(names, rule))
        return rule

    return register


def draft(plan: Plan, node: ast.expr) -> Draft:
    """Converts a config that is written out; other configs may be spread into a dict."""
    written, spread = _apart(node)
    found = fields_of(plan, written)
    result = Draft(plan, found)
    for inner in spread:
        _spread(result, inner)
    taken = frozenset(result.spread)
    convert(result)
    if taken & result.arguments.keys():
        raise plan.cannot("SB004", node, "settings in two places")
    return result


def convert(result: Draft) -> None:
    """Converts the fields of a draft, one by one."""
    plan = result.plan
    for argument in result.fields.arguments:
        if is_none(argument.value):
            continue
        if (
            argument.name in _NEUTRAL
            and constant_of(plan, argument.value) == (_NEUTRAL[argument.name])
        ):
            continue
        rule = FIELD_RULES.get(argument.name, _by_row)
        rule(result, argument)
    for finish in FINISHERS:
        finish(result)


def _apart(node: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """A config without what is spread into it, and that."""
    if isinstance(node, ast.Call) and any(k.arg is None for k in node.keywords):
        given = [k for k in node.keywords if k.arg is not None]
        bare = ast.Call(node.func, node.args, given)
        return ast.copy_location(bare, node), [k.value for k in node.keywords if k.arg is None]
    if not isinstance(node, ast.Dict) or None not in node.keys:
        return node, []
    written = [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None]
    rest = ast.Dict([k for k, _ in written], [v for _, v in written])
    spread = [v for k, v in zip(node.keys, node.values, strict=True) if k is None]
    return ast.copy_location(rest, node), spread


def _spread(draft: Draft, node: ast.expr) -> None:
    """``**config`` stays; the config is converted where it is written."""
    inner: list[Draft] = []
    may_be_none = _definitions(draft.plan, node, inner)
    if not inner:
        raise draft.plan.cannot("SB004", node)
    value = atom("**(", node, " or {})") if may_be_none else atom("**", node)
    draft.arguments[f"** {len(draft.arguments)}"] = Entry(value)
    for one in inner:
        draft.spread |= one.arguments.keys()
        draft.schema = draft.schema or one.schema
        for name in FLAGS:
            setattr(draft, name, getattr(draft, name) or getattr(one, name))


CHANGES: list[Callable[[Plan, Variable, list[Draft]], None]] = []
"""Called for each variable that holds configs, when all its definitions have been seen."""

FINISHERS: list[Callable[[Draft], None]] = []
"""Called when all fields of a config have been seen."""


def _by_row(draft: Draft, argument: Argument) -> None:
    """Fields that only change their place: the place is in the field map."""
    known = row(f"GenerateContentConfig.{argument.name}")
    path = known.interactions
    if path is None or known.change not in _MOVING or not path.replace(".", "").isidentifier():
        lost = known.symbol == "unknown" or known.fidelity is Fidelity.LOST
        raise draft.plan.cannot("SB006" if lost else "SB020", argument.value, argument.name)
    draft.put(path, atom(argument.value), argument)


def is_config(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression spells a config out."""
    return isinstance(node, ast.Dict) or type_name(plan, node) in _CONFIGS


def config_of(plan: Plan, node: ast.expr) -> tuple[list[Draft], list[Entry]]:
    """All configs that an expression can be, and the arguments that replace it in the call."""
    if is_none(node):
        return [], []
    if is_config(plan, node):
        found = draft(plan, node)
        return [found], list(found.arguments.values())
    drafts: list[Draft] = []
    may_be_none = _definitions(plan, node, drafts)
    if not drafts:
        raise plan.cannot("SB004", node)
    shared = isinstance(node, ast.Name | ast.Attribute | ast.Call) and not may_be_none
    spread = atom("**", node) if shared else atom("**(", node, " or {})")
    return drafts, [Entry(spread)]


def _definitions(plan: Plan, node: ast.expr, drafts: list[Draft]) -> bool:
    """Rewrites every place where a config is written; returns whether it can also be None."""
    if is_none(node):
        return True
    if is_config(plan, node):
        _in_place(plan, node, drafts)
        return False
    if isinstance(node, ast.IfExp):
        then = _definitions(plan, node.body, drafts)
        other = _definitions(plan, node.orelse, drafts)
        return then or other
    if isinstance(node, ast.Name | ast.Attribute) and bindings_of(plan, node):
        return _variable(plan, node, drafts)
    function = plan.values.function(node.func) if isinstance(node, ast.Call) else None
    if function is not None:
        return _returned(plan, node, function, drafts)
    raise plan.cannot("SB004", node)


def _variable(plan: Plan, node: ast.expr, drafts: list[Draft]) -> bool:
    variable = take(plan, node)
    may_be_none = False
    done = plan.facts.setdefault("config variables", {})
    assert isinstance(done, dict)
    if variable in done:
        known, may_be_none = done[variable]
        drafts += known
        return bool(may_be_none)
    found: list[Draft] = []
    for binding in plan.values.stores(variable):
        if binding.how is How.PARAM:
            may_be_none |= _parameter(plan, binding, found)
            continue
        if binding.how is not How.ASSIGN or binding.value is None:
            raise plan.cannot("SB004", binding.target)
        strip_annotation(plan, binding, "dict")
        may_be_none |= _definitions(plan, binding.value, found)
    for change in CHANGES:
        change(plan, variable, found)
    done[variable] = (found, may_be_none)
    drafts += found
    return may_be_none


def _parameter(plan: Plan, binding: Binding, drafts: list[Draft]) -> bool:
    """What the callers of a function of this module pass."""
    function = binding.scope.node
    if isinstance(function, ast.Lambda) or not _all_callers_seen(plan, function):
        raise plan.cannot("SB004", binding.target)
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    may_be_none = False
    for call in plan.values.callers[function]:
        given = plan.values.argument(call, function, binding.name)
        if any(keyword.arg is None for keyword in call.keywords):
            raise plan.cannot("SB004", call)
        given = given or default_of(function, binding.name)
        if given is None:
            raise plan.cannot("SB004", call)
        may_be_none |= _definitions(plan, given, drafts)
    for name in annotation_names(getattr(binding.target, "annotation", None)):
        if (plan.values.qualified(name) or "").removeprefix(TYPES) in _CONFIGS:
            plan.edits.replace(name, "dict")
    return may_be_none


def default_of(function: Function, name: str) -> ast.expr | None:
    """The default of a parameter."""
    arguments = function.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    defaults: dict[str, ast.expr | None] = dict(
        zip(positional[::-1], arguments.defaults[::-1], strict=False)
    )
    defaults |= zip((a.arg for a in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
    return defaults.get(name)


def _all_callers_seen(plan: Plan, function: ast.AST) -> bool:
    return (
        isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and is_closed(plan, function)
        and called_only(plan, function)
        and bool(plan.values.callers.get(function))
    )


def _returned(plan: Plan, node: ast.AST, function: Function, drafts: list[Draft]) -> bool:
    """A function of this module that makes the config, for this call and others like it."""
    done = plan.facts.setdefault("config functions", {})
    assert isinstance(done, dict)
    if function in done:
        known, may_be_none = done[function]
        drafts += known
        return bool(may_be_none)
    if isinstance(function, ast.AsyncFunctionDef) or not _all_callers_seen(plan, function):
        raise plan.cannot("SB004", node)
    for call in plan.values.callers[function]:
        if call is not node:
            _used_as_config(plan, call)
    found: list[Draft] = []
    results = plan.values.results(function)
    if not results:
        raise plan.cannot("SB004", node)
    may_be_none = False
    for result in results:
        may_be_none |= _definitions(plan, result, found)
    for name in annotation_names(function.returns):
        if (plan.values.qualified(name) or "").removeprefix(TYPES) in _CONFIGS:
            plan.edits.replace(name, "dict")
    done[function] = (found, may_be_none)
    drafts += found
    return may_be_none


def _used_as_config(plan: Plan, call: ast.Call) -> None:
    """Another call of the function has to be the config of a call that comes along."""
    keyword = plan.source.parents[call]
    user = plan.source.parents[keyword]
    value = plan.values.value(user) if isinstance(user, ast.Call) else None
    is_config_of = isinstance(keyword, ast.keyword) and keyword.arg == "config"
    if not is_config_of or value is None or value.kind not in (Kind.RESPONSE, Kind.STREAM):
        raise plan.cannot("SB004", call)
    assert isinstance(user, ast.Call)
    if all(user is not site.call for site in plan.sites):
        plan.related.add(user)


def _in_place(plan: Plan, node: ast.expr, drafts: list[Draft]) -> None:
    found = draft(plan, node)
    drafts.append(found)
    doc = mapping(*found.arguments.values())
    doc.tail = found.fields.tail
    start, end = plan.source.span(node)
    doc.apart = "\n" in plan.source.text[start:end] and bool(doc.entries)
    column = start - plan.source.line_start(start)
    layout = Layout(plan.source, quote_of(plan.source))
    plan.edits.put(start, end, *layout.pieces(doc, plan.source.indent(start), column))
