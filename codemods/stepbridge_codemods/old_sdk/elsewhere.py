"""Settings from other modules: taken only where the tree shows a plain value of the right form.

The other module may hold an object of the old SDK, such as a ``GenerationConfig``, and is not
rewritten with this one: what is not known cannot be spread, nor handed to google-genai.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable

from stepbridge_codemods.certainty.imported import literal_of
from stepbridge_codemods.objects import bindings_of
from stepbridge_codemods.old_sdk.callers import arguments_for
from stepbridge_codemods.old_sdk.forms import FORMS
from stepbridge_codemods.old_sdk.reach import grown
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.syntax import is_method

_PLAIN = frozenset(
    {
        "dataclasses.asdict",
        "json.load",
        "json.loads",
        "toml.load",
        "tomllib.load",
        "tomllib.loads",
        "yaml.safe_load",
    }
)
"""Functions of others that give plain data, never an object of the old SDK."""

_DICTS = frozenset({"dict", "mapping", "mutablemapping", "callable"})
_ATOMS = frozenset({"str", "int", "float", "bool", "ellipsis"})
_WRAPPING = frozenset({"list", "sequence", "iterable", "tuple", "optional", "union"})

_REASONS = {"generation_config": "SB004"}
"""A config that is made elsewhere; all other settings are values known only at run time."""


def is_safety_list(plan: Plan, node: ast.expr) -> bool:
    """Whether an imported name is a list of settings that google-genai takes as it is."""
    return FORMS["safety_settings"](literal_of(plan, node))


def vet_imported(plan: Plan, setting: str, node: ast.expr) -> set[ast.AST]:
    """All that a setting may be; gives up at an imported value whose form is not known."""
    seen: set[ast.AST] = set()
    waiting = [(setting, node)]
    while waiting:
        form, one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if _is_imported(plan, one):
            if form not in FORMS or not FORMS[form](literal_of(plan, one)):
                raise plan.cannot(_REASONS.get(setting, "SB007"), node, _told(plan, setting, one))
            continue
        try:
            waiting += _sources(plan, form, one)
        except _UnseenError as unseen:
            told = f"{setting}: not all that {unseen} may be is in view"
            raise plan.cannot(_REASONS.get(setting, "SB007"), node, told) from unseen
    return seen


class _UnseenError(Exception):
    """What a name may be is not all in view."""


def _sources(plan: Plan, form: str, node: ast.expr) -> Iterable[tuple[str, ast.expr]]:
    """The expressions that a value may come from, and the form that each must have.

    What a value is only a part of has no form that would do.
    """
    if isinstance(node, ast.List | ast.Tuple):
        return [_listed(form, item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return [] if form else [("", value) for value in node.values]
    if isinstance(node, ast.IfExp):
        return [(form, node.body), (form, node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [(form, value) for value in node.values]
    if isinstance(node, ast.BinOp):
        return [(form, node.left), (form, node.right)]
    if isinstance(node, ast.NamedExpr | ast.Await):
        return [(form, node.value)]
    if isinstance(node, ast.Subscript):
        return [("", node.value)]
    if isinstance(node, ast.Call):
        return _called(plan, form, node)
    bindings = bindings_of(plan, node)
    if bindings:
        found = [one for binding in bindings for one in _bound(plan, form, node, binding)]
        return [*found, *(_listed(form, item) for item in grown(plan.values, node))]
    if not isinstance(node, ast.Attribute):
        return []
    return _of_class(plan, form, node) or [("", node.value)]


def _of_class(plan: Plan, form: str, node: ast.Attribute) -> list[tuple[str, ast.expr]]:
    """What an attribute of a class of this module, or a member of an enum, is set to."""
    found = []
    for binding in bindings_of(plan, node.value):
        owner = binding.target
        if binding.how is How.CLASS and isinstance(owner, ast.ClassDef):
            stored = plan.values.attributes.get((owner, node.attr), [])
            found += [(form, one.value) for one in stored if one.value is not None]
    return found


def _bound(
    plan: Plan, form: str, node: ast.expr, binding: Binding
) -> Iterable[tuple[str, ast.expr]]:
    """What one binding of a name gives."""
    parent = plan.source.parents.get(binding.target)
    if binding.how is How.PARAM:
        if is_plain(getattr(binding.target, "annotation", None)) or _is_self(plan, binding):
            return []
        given = arguments_for(plan, binding)
        if given is None:
            raise _UnseenError(ast.unparse(node))
        return [(form, value) for value in given]
    if binding.how is How.ANNOTATION:
        if not is_plain(getattr(parent, "annotation", None)):
            raise _UnseenError(ast.unparse(node))
        return []
    if binding.value is None:
        return []
    if binding.how is How.LOOP and isinstance(binding.value, ast.List | ast.Tuple):
        return [(form, item) for item in binding.value.elts]
    return [(form if binding.how is How.ASSIGN and not binding.path else "", binding.value)]


def _is_self(plan: Plan, binding: Binding) -> bool:
    """Whether a parameter is the object that a method belongs to."""
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    first = [*function.args.posonlyargs, *function.args.args][:1]
    return is_method(function, plan.source) and first == [binding.target]


def is_plain(annotation: ast.expr | None) -> bool:
    """Whether an annotation says that something is plain data, or functions."""
    if isinstance(annotation, ast.Constant):
        return annotation.value is None
    if isinstance(annotation, ast.BinOp):
        return is_plain(annotation.left) and is_plain(annotation.right)
    if isinstance(annotation, ast.Subscript):
        name = ast.unparse(annotation.value).rpartition(".")[2].lower()
        inner = annotation.slice
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        return name in _DICTS or (name in _WRAPPING and all(map(is_plain, items)))
    name = ast.unparse(annotation).rpartition(".")[2].lower() if annotation is not None else ""
    return name in _DICTS | _ATOMS


def _listed(form: str, item: ast.expr) -> tuple[str, ast.expr]:
    if isinstance(item, ast.Starred):
        return form, item.value
    return ("tool" if form == "tools" else form), item


def _called(plan: Plan, form: str, call: ast.Call) -> list[tuple[str, ast.expr]]:
    """What a call gives: a function of this module its returns, another what its name says."""
    known = short_name(plan.values, call.func) is not None
    if known or plan.values.qualified(call.func) in _PLAIN:
        return []
    function = plan.values.function(call.func)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "copy":
        return [(form, call.func.value)]
    if function is None:
        return [(form, call.func)]
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return [(form, node.value) for node in returns if node.value is not None]


def _is_imported(plan: Plan, node: ast.expr) -> bool:
    """Whether a name comes from another module, perhaps with ``import *``."""
    if not isinstance(node, ast.Name | ast.Attribute) or short_name(plan.values, node) is not None:
        return False
    if plan.values.qualified(node) is not None:
        return True
    if not isinstance(node, ast.Name):
        return False
    bindings = bindings_of(plan, node)
    starred = "*" in plan.values.names.module.bindings and not hasattr(builtins, node.id)
    return any(b.how is How.IMPORT for b in bindings) or (starred and not bindings)


def _told(plan: Plan, setting: str, node: ast.expr) -> str:
    name = plan.values.qualified(node) or ast.unparse(node)
    return f"{setting}: {name.lstrip('.')} is imported, and not known to be plain data"
