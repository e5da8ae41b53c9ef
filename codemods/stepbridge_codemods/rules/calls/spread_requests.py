"""Requests that are built in a dict and spread into the call: ``generate_content(**request)``.

The dict takes the arguments of ``create`` where it is written, and where a key is set later.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.objects import Fields, fields_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.placing import put
from stepbridge_codemods.rules.calls.bridge import bridged_input
from stepbridge_codemods.rules.settings.config import CONFIG, config_of, draft, is_config
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.text.layout import Doc, Entry, Layout, atom, mapping
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.kinds import CHATS, Kind
from stepbridge_codemods.values.names import How

_KEYS = frozenset({"model", "contents", "config"})
_GIVEN = CHATS | {Kind.RESPONSE, Kind.STREAM}
_AROUND = (
    *(ast.For, ast.AsyncFor, ast.While, ast.Module, ast.Lambda),
    *(ast.FunctionDef, ast.AsyncFunctionDef),
)


@dataclass(eq=False, slots=True)
class Request:
    """What one dict says: its keys, those that are set later too, and the configs in it."""

    keys: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)


def request_of(plan: Plan, node: ast.expr) -> Request:
    """All that the dicts behind ``**node`` say, rewritten; each has to say the same keys."""
    found: list[Request] = []
    # None could not be spread before either.
    definitions(plan, _REQUEST, node, found)
    if not found:
        raise plan.cannot("SB008", node)
    whole = Request(set.intersection(*(one.keys for one in found)))
    for one in found:
        whole.drafts += [draft for draft in one.drafts if draft not in whole.drafts]
    return whole


def _is_written(plan: Plan, node: ast.expr) -> bool:
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    own = plan.values.names.reads.get(node.func)
    return node.func.id == "dict" and not own and bool(node.keywords)


def _write(plan: Plan, node: ast.expr) -> Request:
    fields = fields_of(plan, node)
    if not fields.names <= _KEYS:
        raise plan.cannot("SB008", node)
    request = Request(set(fields.names))
    entries = {a.name: _entries(plan, fields, a.name, request) for a in fields.arguments}
    doc = mapping(*(entry for a in fields.arguments for entry in entries[a.name]))
    doc.tail = fields.tail
    in_place(plan, node, doc)
    return request


def _entries(plan: Plan, fields: Fields, name: str, request: Request) -> list[Entry]:
    argument = next(one for one in fields.arguments if one.name == name)
    if name == "model":
        return [argument.entry("model", atom(argument.value))]
    if name == "contents":
        return [argument.entry("input", bridged_input(plan, argument.value))]
    request.drafts, entries = config_of(plan, argument.value)
    if not entries:
        return []
    first, *others = entries
    above = (*argument.leading, *first.leading)
    return [Entry(first.value, first.key, above, first.trailing or argument.trailing), *others]


def _settled(plan: Plan, variable: Variable, found: list[Request]) -> None:
    """What is set by key later: ``request["config"] = config``.

    A dict may be asked whether it is there, and for its model, which stays where it was.
    """
    for load in plan.values.loads(variable):
        if _is_named(plan, load) or plan.context(load) in ("test", "is None"):
            plan.visited.add(load)
    later = [_assigned(plan, load) for load in plan.values.loads(variable)]
    for statement in (one for one in later if one is not None):
        target = statement.targets[0]
        assert isinstance(target, ast.Subscript)
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if key not in _KEYS or len(statement.targets) > 1:
            raise plan.cannot("SB008", target)
        plan.visited.add(target.value)
        if key == "contents":
            plan.edits.replace(target.slice, *plan.quoted("input").parts)
            put(plan, statement.value, bridged_input(plan, statement.value))
        elif key == "config":
            if any(one.drafts for one in found) or not _is_beside(plan, variable, statement):
                raise plan.cannot("SB008", target)
            drafts = _update(plan, statement, target.value)
            for one in found:
                one.drafts = drafts
        for one in found:
            one.keys.add(str(key))


def _assigned(plan: Plan, load: ast.expr) -> ast.Assign | None:
    """The statement that stores something under a key of a dict."""
    target = plan.source.parents[load]
    statement = plan.source.parents[target]
    stores = isinstance(target, ast.Subscript) and isinstance(target.ctx, ast.Store)
    return statement if stores and isinstance(statement, ast.Assign) else None


def _is_beside(plan: Plan, variable: Variable, statement: ast.Assign) -> bool:
    """Whether a key is set once for each dict: no loop goes over one of the two alone."""
    homes = {plan.values.enclosing(one.target, *_AROUND) for one in plan.values.stores(variable)}
    assigned = all(one.how is How.ASSIGN for one in plan.values.stores(variable))
    return assigned and homes == {plan.values.enclosing(statement, *_AROUND)}


def _update(plan: Plan, statement: ast.Assign, owner: ast.expr) -> list[Draft]:
    """``request["config"] = config`` becomes ``request.update(config)``."""
    value = statement.value
    drafts: list[Draft] = []
    if is_none(value):
        raise plan.cannot("SB008", statement)
    if is_config(plan, value):
        drafts = [draft(plan, value)]
        doc: Doc = mapping(*drafts[0].arguments.values())
    else:
        may_be_none = definitions(plan, CONFIG, value, drafts)
        if not drafts:
            raise plan.cannot("SB004", value)
        tested = _tested(plan, value)
        plan.visited |= {tested} if tested is not None else set()
        doc = atom(value, " or {}") if may_be_none and tested is None else atom(value)
    if any(one.resolution or one.bare_enum or one.clashes for one in drafts):
        raise plan.cannot("SB020", value, "in a config that is set later")
    start, end = plan.source.span(statement)
    layout = Layout(plan.source, plan.quote)
    column = plan.source.span(owner)[1] + len(".update(") - plan.source.line_start(start)
    pieces = layout.pieces(doc, plan.source.indent(start), column)
    plan.edits.put(start, end, owner, ".update(", *pieces, ")")
    return drafts


def _tested(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The name in the test around a statement that asks whether there is a config at all."""
    name = ast.unparse(node)
    inner: ast.AST = node
    outer = plan.source.parents.get(inner)
    while outer is not None and not isinstance(outer, _AROUND):
        if isinstance(outer, ast.If) and inner in outer.body:
            asked = outer.test.left if isinstance(outer.test, ast.Compare) else outer.test
            if ast.unparse(outer.test) in (name, f"{name} is not None"):
                return asked
        inner, outer = outer, plan.source.parents.get(outer)
    return None


def _is_named(plan: Plan, node: ast.expr) -> bool:
    """Whether only the model is read from a request."""
    parent = plan.source.parents[node]
    if not isinstance(parent, ast.Subscript) or not isinstance(parent.ctx, ast.Load):
        return False
    return isinstance(parent.slice, ast.Constant) and parent.slice.value == "model"


def _used(plan: Plan, call: ast.Call) -> None:
    """Another call of a function that builds requests has to be spread into a call, too."""
    if _is_named(plan, call):
        return
    holder = plan.source.parents[call]
    spread = [holder]
    if isinstance(holder, ast.Assign) and len(holder.targets) == 1:
        variable = plan.values.variable(holder.targets[0])
        spread = [plan.source.parents[n] for n in plan.values.loads(variable)] if variable else []
    for keyword in spread:
        user = plan.source.parents[keyword]
        value = plan.values.value(user) if isinstance(user, ast.Call) else None
        is_spread = isinstance(keyword, ast.keyword) and keyword.arg is None
        if not is_spread or value is None or value.kind not in _GIVEN:
            raise plan.cannot("SB008", call)
        assert isinstance(user, ast.Call)
        if all(user is not site.call for site in plan.sites):
            plan.related.add(user)


_REQUEST = Topic(
    "request",
    "SB008",
    _is_written,
    _write,
    frozenset(),
    settled=_settled,
    used=_used,
)
