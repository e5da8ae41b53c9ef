"""Files that were opened as text."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.paths import ITEM, Path

_OPENERS = frozenset({"io.open", "codecs.open", "aiofiles.open"})


def is_text_file(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a file that gives strings."""
    return is_certain(plan, _FILE, node)


def is_row(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether a path leads into the rows of a table that the csv module reads."""
    if not isinstance(node, ast.Call) or len(path) != 2 or path[0] is not ITEM:
        return False
    name = plan.values.qualified(node.func)
    keyed = isinstance(path[1], str)
    return name == ("csv.DictReader" if keyed else "csv.reader")


def _opens_text(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether ``open`` is called without asking for bytes."""
    if path or not isinstance(node, ast.Call):
        return False
    first = _place_of_mode(plan, node.func)
    if first is None or any(k.arg is None for k in node.keywords):
        return False
    mode = node.args[first] if len(node.args) > first else None
    mode = next((k.value for k in node.keywords if k.arg == "mode"), mode)
    if mode is None:
        return not any(isinstance(argument, ast.Starred) for argument in node.args)
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" not in mode.value


def _place_of_mode(plan: Plan, function: ast.expr) -> int | None:
    """Which argument of a function that opens files is the mode; None for other functions."""
    if isinstance(function, ast.Name) and function.id == "open":
        return 1 if not plan.values.names.reads.get(function) else None
    if plan.values.qualified(function) in _OPENERS:
        return 1
    method = isinstance(function, ast.Attribute) and function.attr == "open"
    return 0 if method and is_certain(plan, _PATH, function.value) else None  # type: ignore[attr-defined]


def _is_path(plan: Plan, node: ast.expr, path: Path) -> bool:
    if path or not isinstance(node, ast.Call):
        return False
    return plan.values.qualified(node.func) == "pathlib.Path"


_FILE = Sort("a text file", _opens_text, lambda plan, name: False, entered=True)
_PATH = Sort("a path", _is_path, lambda plan, name: plan.values.qualified(name) == "pathlib.Path")
