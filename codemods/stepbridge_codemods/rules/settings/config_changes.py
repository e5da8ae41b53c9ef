"""Configs that are changed or read after they were written, by attribute or by key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import Argument, Fields, is_none, snake
from stepbridge_codemods.planning.plan import ManualError, Plan
from stepbridge_codemods.rules.settings.config import CHANGES, convert
from stepbridge_codemods.rules.settings.config_fields import FORMAT, places_of
from stepbridge_codemods.rules.settings.config_places import Change, Places
from stepbridge_codemods.rules.settings.draft import FLAGS, Draft
from stepbridge_codemods.text.layout import Entry, Group
from stepbridge_codemods.values.infer import Variable

_ALONE = frozenset({"image_config", "automatic_function_calling", "media_resolution"})
"""Fields that only several of together say what the new call needs."""

_GROWING = frozenset({"tools", "safety_settings", "system_instruction", "stop_sequences"})
_NUMBERS = frozenset({"temperature", "top_p", "max_output_tokens", "seed"})


def changed_later(plan: Plan, variable: Variable, drafts: list[Draft]) -> None:
    """Rewrites every assignment to one field of a config, and every read of one."""
    loads = sorted(plan.values.loads(variable), key=lambda load: (load.lineno, load.col_offset))
    changes = [change for load in loads for change in _changes(plan, load)]
    spread = any(draft.spread for draft in drafts) or any(_is_copied(plan, load) for load in loads)
    places = Places(plan, drafts, changes, spread=spread)
    for change in changes:
        plan.visited.add(change.config)
        places.write(change)
        for draft in drafts:
            _remember(draft, change)
    for load in loads:
        _read(plan, load, places)


def _is_copied(plan: Plan, load: ast.expr) -> bool:
    """Whether a dict is spread or copied, and so shares what lies in it."""
    parent = plan.source.parents[load]
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("copy", "model_copy")
    if isinstance(parent, ast.Call):
        return ast.unparse(parent.func) in ("dict", "copy", "copy.copy")
    return isinstance(parent, ast.Dict | ast.BinOp)


def _remember(draft: Draft, change: Change) -> None:
    """What holds for a field that is set later holds for the config."""
    for flag in FLAGS if change.part is not None else ():
        setattr(draft, flag, getattr(draft, flag) or getattr(change.part, flag))
    draft.schema_changes |= "response_format.schema" in change.paths
    if isinstance(change.statement, ast.Assign):
        draft.later.update(change.paths)


def _changes(plan: Plan, load: ast.expr) -> Iterator[Change]:
    target = plan.source.parents[load]
    name = _field(target, load)
    if name is None or isinstance(getattr(target, "ctx", None), ast.Load):
        return
    statement = plan.source.parents[target]
    refusal = plan.cannot("SB016", target, f"{name} is set later")
    assert isinstance(target, ast.Attribute | ast.Subscript)
    if isinstance(statement, ast.Assign) and statement.targets == [target]:
        yield _assigned(plan, Change(target, load, statement), name, refusal)
    elif isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
        if name not in _GROWING | _NUMBERS:
            raise refusal
        yield _assigned(plan, Change(target, load, statement), name, refusal)
    elif isinstance(statement, ast.Delete) and statement.targets == [target]:
        change = Change(target, load, statement)
        change.paths = places_of(name)
        if len(change.paths) != 1:
            raise refusal
        yield change
    else:
        raise refusal


def _field(target: ast.AST, load: ast.expr) -> str | None:
    """The field that an attribute or an index names; None for anything else."""
    if isinstance(target, ast.Attribute):
        return target.attr
    key = target.slice if isinstance(target, ast.Subscript) and target.value is load else None
    known = isinstance(key, ast.Constant) and isinstance(key.value, str)
    return snake(key.value) if known else None  # type: ignore[union-attr]


def _assigned(plan: Plan, change: Change, name: str, refusal: ManualError) -> Change:
    value = change.statement.value  # type: ignore[union-attr]
    if name in _ALONE or value is None:
        raise refusal
    if is_none(value):
        change.paths = places_of(name)
        if not change.paths:
            raise refusal
        return change
    part = Draft(plan, Fields(value, (Argument(name, value, value),)))
    part.is_part = True
    convert(part)
    if part.limit is not None or part.bare_enum or part.resolution is not None:
        raise refusal
    change.part = part
    change.values = dict(_flat(part))
    if name in FORMAT and not change.values:
        change.paths = places_of(name)  # the MIME type of plain text
        return change
    change.paths = tuple(change.values)
    if not change.paths or any(path.endswith(".") for path in change.paths):
        raise refusal
    return change


def _flat(part: Draft) -> Iterator[tuple[str, Entry]]:
    """The entries of a part, those of nested dicts by their path."""
    for head, entry in part.arguments.items():
        nested = head == "generation_config" or (head == "response_format" and part.outputs == [])
        if not nested or not isinstance(entry.value, Group):
            yield head, entry
            continue
        for inner in entry.value.entries:
            if (head, inner.key) != ("response_format", "type"):
                yield f"{head}.{inner.key}", inner


def _read(plan: Plan, load: ast.expr, places: Places) -> None:
    """``config.temperature`` where it is read."""
    node = plan.source.parents[load]
    name = _field(node, load)
    if name is None or not isinstance(getattr(node, "ctx", None), ast.Load):
        return
    paths = places_of(name) if name in _GROWING | _NUMBERS else ()
    if len(paths) == 1 and places.is_plain(paths[0]):
        plan.visited.add(load)
        plan.edits.replace(node, *places.read(load, paths[0]))


CHANGES.append(changed_later)
