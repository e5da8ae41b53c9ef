"""Where what is at a path of an expression is written: in literals, by the built-in functions.

A *place* is an expression and a path in it.
"""

from __future__ import annotations

import ast
from typing import TypeAlias

from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.paths import ENTRY, ITEM, Any, Path, Step

Place: TypeAlias = tuple[ast.expr, Path]

_SAME = frozenset({"list", "tuple", "set", "sorted", "reversed", "iter", "frozenset"})
_CHOOSERS = frozenset({"next", "min", "max"})
_CONTAINERS = frozenset({"list", "dict", "set", "deque"})
_FIELD_MAKERS = frozenset({"field", "Field"})
_FIELDS = (".selectbox", ".radio", ".select_slider")
_PASSING = frozenset({"copy.copy", "copy.deepcopy", "random.sample"})


def is_empty(node: ast.expr) -> bool:
    """Whether an expression is a list, tuple or dict that has nothing in it yet."""
    if isinstance(node, ast.List | ast.Tuple):
        return not node.elts
    if isinstance(node, ast.Dict):
        return not node.keys
    if not isinstance(node, ast.Call) or node.args:
        return False
    name = ast.unparse(node.func).rpartition(".")[2]
    if name in _FIELD_MAKERS:
        made = {k.arg: ast.unparse(k.value) for k in node.keywords}
        return made.get("default_factory") in _CONTAINERS
    return name in _CONTAINERS and all(keyword.arg == "maxlen" for keyword in node.keywords)


def places_in(node: ast.expr, path: Path) -> list[Place] | None:
    """All places that an expression takes what is at a path of it from; None if not known."""
    if isinstance(node, ast.IfExp):
        return [(node.body, path), (node.orelse, path)]
    if isinstance(node, ast.BoolOp):
        return [(value, path) for value in node.values]
    if isinstance(node, ast.NamedExpr | ast.Starred):
        return [(node.value, path)]
    if isinstance(node, ast.Subscript):
        return [_indexed(node, path)]
    return _inside(node, path[0], path[1:]) if path else None


def _inside(node: ast.expr, step: Step, rest: Path) -> list[Place] | None:
    """What is at one step of a list or dict that is written out."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return _elements(node.elts, step, rest)
    if isinstance(node, ast.Dict):
        return _entries(node, step, rest)
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return None if isinstance(step, str) else [(node.elt, rest)]
    if isinstance(node, ast.DictComp):
        return [(node.key if step is ITEM else node.value, rest)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        step = ENTRY if isinstance(step, int) else step
        return [(node.left, (step, *rest)), (node.right, (step, *rest))]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [(node.left, (step, *rest))]
    return None


def _elements(elements: list[ast.expr], step: Step, rest: Path) -> list[Place] | None:
    if isinstance(step, str):
        return None
    starred = any(isinstance(element, ast.Starred) for element in elements)
    if isinstance(step, int) and not starred:
        known = -len(elements) <= step < len(elements)
        return [(elements[step], rest)] if known else None
    return [(e.value, (ITEM, *rest)) if isinstance(e, ast.Starred) else (e, rest) for e in elements]


def _entries(node: ast.Dict, step: Step, rest: Path) -> list[Place] | None:
    pairs = list(zip(node.keys, node.values, strict=True))
    if step is ITEM:
        return [(v, (ITEM, *rest)) if k is None else (k, rest) for k, v in pairs]
    same = [(k, v) for k, v in pairs if k is None or step is ENTRY or _may_be_key(k, step)]
    found = [(v, rest) if k is not None else (v, (step, *rest)) for k, v in same]
    return found or None


def _indexed(node: ast.Subscript, path: Path) -> Place:
    if not isinstance(node.slice, ast.Slice):
        return node.value, (step_of(node.slice), *path)
    moves = bool(path) and isinstance(path[0], int)
    return node.value, (ENTRY, *path[1:]) if moves else path


def passed_on(values: Values, node: ast.Call, path: Path) -> list[Place] | None:
    """The same for a call of the language: ``sorted(names)``, ``enumerate``, ``prompts.get(k)``."""
    function = node.func
    if isinstance(function, ast.Name) and not values.names.reads.get(function):
        return _built_in(function.id, node, path)
    name = values.qualified(function)
    if name == "random.choice" and len(node.args) == 1:
        return [(node.args[0], (ENTRY, *path))]
    if name in _PASSING and node.args:
        return [(node.args[0], path)]
    if name is not None and name.startswith("streamlit.") and name.endswith(_FIELDS):
        return _chosen(node, path)
    if isinstance(function, ast.Attribute):
        return _method(function, node.args, path)
    return None


def _chosen(node: ast.Call, path: Path) -> list[Place] | None:
    """What a field of Streamlit gives that lets people choose one of its options."""
    named = [keyword.value for keyword in node.keywords if keyword.arg == "options"]
    options = (named or node.args[1:2])[:1]
    return [(option, (ITEM, *path)) for option in options] or None


def _built_in(name: str, node: ast.Call, path: Path) -> list[Place] | None:
    if not node.args or any(isinstance(a, ast.Starred) for a in node.args):
        return None
    first = node.args[0]
    if name in _SAME and path and not isinstance(path[0], str):
        return [(first, (ITEM, *path[1:]))]
    if name in _CHOOSERS and len(node.args) == 1:
        return [(first, (ITEM, *path))]
    if name in ("enumerate", "zip") and len(path) > 1 and isinstance(path[1], int):
        among = dict(enumerate(node.args)) if name == "zip" else {1: first}
        return [(among[path[1]], (ITEM, *path[2:]))] if path[1] in among else None
    return None


def _method(function: ast.Attribute, given: list[ast.expr], path: Path) -> list[Place] | None:
    """Methods of lists and dicts that give what is inside."""
    owner, name = function.value, function.attr
    if name == "copy" and not given:
        return [(owner, path)]
    if name in ("get", "pop", "popleft"):
        step = step_of(given[0]) if given else ENTRY
        return [(owner, (step, *path)), *((default, path) for default in given[1:2])]
    if not path or isinstance(path[0], str) or given:
        return None
    if name in ("keys", "values"):
        return [(owner, (ITEM if name == "keys" else ENTRY, *path[1:]))]
    if name == "items" and len(path) > 1 and path[1] in (0, 1):
        return [(owner, (ITEM if path[1] == 0 else ENTRY, *path[2:]))]
    return None


def put_by(method: str, call: ast.Call, path: Path) -> list[Place] | None:
    """What a method puts at a path into the list or dict it is called on; None if not known."""
    given = call.args
    if method in ("append", "add", "appendleft") and len(given) == 1:
        return [(given[0], path[1:])]
    if method == "insert" and len(given) == 2:
        return [(given[1], path[1:])]
    if method in ("extend", "update") and len(given) == 1 and not call.keywords:
        return [(given[0], (path[0] if method == "update" else ITEM, *path[1:]))]
    putting = ("append", "add", "appendleft", "insert", "extend", "update", "setdefault")
    return None if method in putting else []


def stored_at(target: ast.Subscript, value: ast.expr, path: Path) -> list[Place]:
    """What ``target[...] = value`` puts at a path of the list or dict."""
    stored, asked = step_of(target.slice), path[0]
    if asked is ITEM and not isinstance(stored, int):
        return [(value, path[1:]), (target.slice, path[1:])]
    same = isinstance(stored, Any) or isinstance(asked, Any) or stored == asked
    return [(value, path[1:])] if same else []


def step_of(index: ast.expr) -> Step:
    """The step that an index takes."""
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
        inner = step_of(index.operand)
        return -inner if isinstance(inner, int) else ENTRY
    if isinstance(index, ast.Constant) and isinstance(index.value, int | str):
        return index.value
    return ENTRY


def _may_be_key(key: ast.expr, step: Step) -> bool:
    return not isinstance(key, ast.Constant) or key.value == step
