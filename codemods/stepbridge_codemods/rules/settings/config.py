"""GenerateContentConfig becomes the keyword arguments of interactions.create.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge.fields.row import Change, Fidelity
from stepbridge_codemods.findings.rows import row
from stepbridge_codemods.objects import (
    Argument,
    constant_of,
    fields_of,
    is_none,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.beside import beside
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.derived_configs import spelled
from stepbridge_codemods.rules.settings.draft import FIELD_RULES, FINISHERS, FLAGS, Draft
from stepbridge_codemods.rules.settings.spread_configs import Spread, heads, merge, take_back
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, Layout, atom, mapping, quote_of
from stepbridge_codemods.values.infer import Variable

_NEUTRAL: dict[str, tuple[object, ...]] = {
    "candidate_count": (0, 1),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
    "response_logprobs": (False,),
    "audio_timestamp": (False,),
    "enable_enhanced_civic_answers": (False,),
    "should_return_http_response": (False,),
}
"""Values that say the same as leaving the field out."""

_CONFIGS = frozenset({"GenerateContentConfig", "GenerateContentConfigDict"})

_MOVING = frozenset({Change.MOVED, Change.RENAMED, Change.UNCHANGED})


def draft(plan: Plan, node: ast.expr) -> Draft:
    """Converts a config that is written out; other configs may be spread into a dict."""
    around = plan.source.parents.get(node)
    if isinstance(around, ast.IfExp) and _if_any(around) is node:
        plan.visited.add(around.test)
    written, spread = _apart(spelled(plan, node) or node)
    found = fields_of(plan, written)
    result = Draft(plan, found)
    spreads = [_spread(result, inner) for inner in spread]
    result.is_part = any("response_format" in one.keys for one in spreads)
    convert(result)
    take_back(result, spreads)
    merge(result, node, spreads)
    return result


def convert(result: Draft) -> None:
    """Converts the fields of a draft, one by one."""
    plan = result.plan
    for argument in result.fields.arguments:
        if is_none(argument.value):
            continue
        if (
            argument.name in _NEUTRAL
            and constant_of(plan, argument.value) in _NEUTRAL[argument.name]
        ):
            continue
        if _is_dropped(plan, argument):
            continue
        rule = FIELD_RULES.get(argument.name, _by_row)
        rule(result, argument)
    for finish in FINISHERS:
        finish(result)


def _is_dropped(plan: Plan, argument: Argument) -> bool:
    """Whether the options let the call go without a field that has no counterpart."""
    known = row(f"GenerateContentConfig.{argument.name}")
    if known.fidelity is not Fidelity.LOST or known.id not in plan.options.drop:
        return False
    plan.mark(argument.node, f"Left out, because the options drop {known.id}.")
    return True


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


def _spread(draft: Draft, node: ast.expr) -> Spread:
    """``**config`` stays; the config is converted where it is written."""
    inner: list[Draft] = []
    or_nothing = _without_nothing(node)
    node = or_nothing or node
    may_be_none = definitions(draft.plan, CONFIG, node, inner)
    if not inner:
        raise draft.plan.cannot("SB004", node)
    value = _spread_out(node, may_be_none)
    place = f"** {len(draft.arguments)}"
    draft.arguments[place] = Entry(value)
    for one in inner:
        draft.spread |= one.arguments.keys() | one.spread | heads(one.later)
        draft.schema_changes |= one.schema_changes or one.schema is not inner[0].schema
        draft.schema = draft.schema or one.schema
        draft.functions += one.functions
        if one.resolution is not None or one.bare_enum:
            raise draft.plan.cannot("SB020", node, "in a config that is spread")
        for name in FLAGS:
            setattr(draft, name, getattr(draft, name) or getattr(one, name))
    return Spread(node, place, tuple(inner), may_be_none)


def _without_nothing(node: ast.expr) -> ast.expr | None:
    """The config in ``config or {}``."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.op, ast.Or) or len(node.values) > 2:
        return None
    other = node.values[1]
    return node.values[0] if isinstance(other, ast.Dict) and not other.keys else None


CHANGES: list[Callable[[Plan, Variable, list[Draft]], None]] = []
"""Called for each variable that holds configs, when all its definitions have been seen."""


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
    if isinstance(node, ast.Dict) or type_name(plan, node) in _CONFIGS:
        return True
    return spelled(plan, node) is not None


def config_of(plan: Plan, node: ast.expr) -> tuple[list[Draft], list[Entry]]:
    """All configs that an expression can be, and the arguments that replace it in the call."""
    drafts, entries = config_of_call(plan, node)
    for draft in drafts:
        if draft.bare_enum:
            raise plan.cannot("SB020", draft.fields.node, "text/x.enum")
        if draft.resolution is not None and draft.resolution_from is not None:
            raise plan.cannot("SB020", draft.resolution_from, "media_resolution")
    return drafts, entries


def config_of_call(plan: Plan, node: ast.expr) -> tuple[list[Draft], list[Entry]]:
    """The same, for a caller that writes the resolution on the media of the input and takes the
    quotes off an enum's answer.
    """
    node = written_out(plan, node)
    node = _if_any(node) or node
    if is_none(node):
        return [], []
    if is_config(plan, node):
        found = draft(plan, node)
        entries = [_unwrapped(entry) for entry in found.arguments.values()]
        return [found], [Entry(Group(entries, "**{"))] if found.clashes else entries
    second = beside(plan, node, _second)
    if second is not None:
        return [second[1]], [Entry(atom(f"**{second[0]}"))]
    drafts: list[Draft] = []
    may_be_none = definitions(plan, CONFIG, node, drafts)
    if not drafts:
        raise plan.cannot("SB004", node)
    if may_be_none and any(draft.resolution or draft.bare_enum for draft in drafts):
        raise plan.cannot("SB020", node, "in a config that may be None")
    return drafts, [Entry(_spread_out(node, may_be_none))]


def _if_any(node: ast.expr) -> ast.Call | None:
    """The call in ``GenerateContentConfig(**cfg) if cfg else None``; a dict may say nothing."""
    if not isinstance(node, ast.IfExp) or not is_none(node.orelse):
        return None
    made = node.body if isinstance(node.body, ast.Call) else None
    spread = [ast.unparse(k.value) for k in made.keywords if k.arg is None] if made else []
    alone = made is not None and len(made.keywords) == 1
    return made if alone and spread == [ast.unparse(node.test)] else None


def _second(plan: Plan, node: ast.expr) -> tuple[Doc, Draft]:
    """The arguments that a config stands for, where other code needs the config as well."""
    if not is_config(plan, node):
        raise plan.cannot("SB004", node)
    found = draft(plan, node)
    return mapping(*found.arguments.values()), found


def _spread_out(node: ast.expr, may_be_none: bool) -> Atom:
    """``**config``, with parentheses and a default where they are needed."""
    plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    if not may_be_none:
        return atom("**", node) if plain else atom("**(", node, ")")
    if isinstance(node, ast.IfExp) and not is_none(node.orelse):
        return atom("**((", node, ") or {})")
    return atom("**(", node, " or {})")


def _unwrapped(entry: Entry) -> Entry:
    """``generation_config={**thinking}`` is ``generation_config=thinking``."""
    inner = entry.value.entries if isinstance(entry.value, Group) else []
    only = inner[0] if len(inner) == 1 else None
    if only is None or isinstance(only.value, Group) or only.value.parts[:1] != ("**",):
        return entry
    return Entry(atom(*only.value.parts[1:]), entry.key, only.leading, only.trailing)


def _written(plan: Plan, node: ast.expr) -> Draft:
    """A config in a place of its own becomes the dict of its arguments."""
    found = draft(plan, node)
    in_place_of(found, mapping(*found.arguments.values()))
    return found


def in_place_of(found: Draft, doc: Group) -> None:
    """Puts a dict where the fields of a draft are written, broken over lines if they were."""
    plan, node = found.plan, found.fields.node
    doc.tail = found.fields.tail
    start, end = plan.source.span(node)
    doc.apart = "\n" in plan.source.text[start:end] and bool(doc.entries)
    column = start - plan.source.line_start(start)
    layout = Layout(plan.source, quote_of(plan.source))
    plan.edits.put(start, end, *layout.pieces(doc, plan.source.indent(start), column))


def _settled(plan: Plan, variable: Variable, drafts: list[Draft]) -> None:
    for change in CHANGES:
        change(plan, variable, drafts)


def _is_true(found: Draft) -> bool:
    """An object was true where an empty dict is not."""
    said = any(not key.startswith("** ") for key in found.arguments)
    return said or (isinstance(found.fields.node, ast.Dict) and not found.fields.arguments)


CONFIG = Topic(
    *("config", "SB004"), is_config, _written, _CONFIGS, settled=_settled, is_true=_is_true
)
