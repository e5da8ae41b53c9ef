"""Arguments of command lines: what argparse and click give to a program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.objects import is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding
from stepbridge_codemods.values.paths import Path

_NO_TEXT = frozenset({"action", "nargs", "type", "multiple", "is_flag", "count", "cls", "const"})
_LISTS = frozenset({"+", "*"})
_CLICK = frozenset({"click.argument", "click.option", "asyncclick.option", "rich_click.option"})


def is_argument(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether ``args.prompt`` is a string, or a list of strings, by how it is declared."""
    if not isinstance(node, ast.Attribute) or not is_certain(plan, _NAMESPACE, node.value):
        return False
    declared = [call for call in _declarations(plan) if _dest(call) == node.attr]
    return bool(declared) and all(_is_text(call, path) for call in declared)


def is_option(plan: Plan, binding: Binding, path: Path) -> bool:
    """Whether click gives a string for a parameter."""
    decorators = getattr(binding.scope.node, "decorator_list", [])
    calls = [mark for mark in decorators if isinstance(mark, ast.Call)]
    declared = [
        call
        for call in calls
        if plan.values.qualified(call.func) in _CLICK and _dest(call) == binding.name
    ]
    return bool(declared) and all(_is_text(call, path) for call in declared)


def _is_namespace(plan: Plan, node: ast.expr, path: Path) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    known = "parse_args" if not path else "parse_known_args" if path == (0,) else ""
    return node.func.attr == known and is_certain(plan, _PARSER, node.func.value)


_PARSER = Sort(
    "a parser of arguments",
    lambda plan, node, path: (
        not path
        and isinstance(node, ast.Call)
        and plan.values.qualified(node.func) == "argparse.ArgumentParser"
    ),
    lambda plan, name: plan.values.qualified(name) == "argparse.ArgumentParser",
)
_NAMESPACE = Sort(
    "arguments",
    _is_namespace,
    lambda plan, name: plan.values.qualified(name) == "argparse.Namespace",
)


def _declarations(plan: Plan) -> Iterator[ast.Call]:
    for call in plan.values.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument":
            yield call


def _dest(call: ast.Call) -> str:
    """The name of an argument: ``dest``, the longest option, or the name without dashes."""
    named = next((k.value for k in call.keywords if k.arg == "dest"), None)
    if isinstance(named, ast.Constant):
        return str(named.value)
    names = [str(a.value) for a in call.args if isinstance(a, ast.Constant)]
    plain = [name for name in names if not name.startswith("-")]
    long = [name for name in names if name.startswith("--")] or names
    chosen = (plain or long or [""])[0].partition("/")[0]
    return chosen.lstrip("-").replace("-", "_")


def _is_text(call: ast.Call, path: Path) -> bool:
    given = {k.arg: k.value for k in call.keywords}
    kind = given.pop("type", None)
    if kind is not None and ast.unparse(kind) not in ("str", "click.STRING"):
        return False
    action = given.pop("action", None)
    if action is not None and not (isinstance(action, ast.Constant) and action.value == "store"):
        return False
    places = given.pop("nargs", None)
    count = places.value if isinstance(places, ast.Constant) else None
    if (count in _LISTS or isinstance(count, int)) != bool(path) or len(path) > 1:
        return False
    if places is not None and not path and count != "?":
        return False
    default = given.pop("default", None)
    if default is not None and not path and not _is_plain(default):
        return False
    return None not in given and not _NO_TEXT & given.keys()


def _is_plain(default: ast.expr) -> bool:
    if isinstance(default, ast.JoinedStr) or is_none(default):
        return True
    return isinstance(default, ast.Constant) and isinstance(default.value, str)
