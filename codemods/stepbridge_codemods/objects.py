"""Reading legacy request objects: ``types.X(...)`` calls and the dicts that stand for them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, Entry, comments_of
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.names import Binding, How

TYPES = "google.genai.types."
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ANY = r"(?:[A-Za-z_]+\.)?Any|object"
_STILL_TRUE = {
    "list": re.compile(rf"{_ANY}|(?:[A-Za-z_]+\.)?[Ll]ist(?:\[(?:{_ANY}|dict)\])?"),
    "str | dict": re.compile(_ANY),
    "dict": re.compile(rf"{_ANY}|(?:[A-Za-z_]+\.)?[Dd]ict(?:\[str, (?:{_ANY})\])?"),
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One field of a legacy object: its snake_case name, its value, and the comments around it."""

    name: str
    value: ast.expr
    node: ast.AST
    leading: tuple[str, ...] = ()
    trailing: str = ""

    def entry(self, key: str, value: Doc) -> Entry:
        """A new entry that keeps this one's comments."""
        return Entry(value, key, self.leading, self.trailing)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one legacy object, in order, and the comments behind the last one."""

    node: ast.expr
    arguments: tuple[Argument, ...]
    tail: tuple[str, ...] = ()

    def get(self, name: str) -> ast.expr | None:
        """The value of a field."""
        return next((a.value for a in self.arguments if a.name == name), None)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(a.name for a in self.arguments)


def type_name(plan: Plan, node: ast.AST) -> str | None:
    """``Part.from_text`` for ``types.Part.from_text(...)``; None for anything else."""
    if not isinstance(node, ast.Call):
        return None
    name = plan.values.qualified(node.func) or ""
    return name.removeprefix(TYPES) if name.startswith(TYPES) else None


def fields_of(plan: Plan, node: ast.expr, positional: tuple[str, ...] = ()) -> Fields:
    """The fields of a constructor call or dict literal; gives up on ``**`` and computed keys."""
    if isinstance(node, ast.Dict):
        return _dict_fields(plan, node)
    if not isinstance(node, ast.Call):
        raise plan.cannot("SB007", node)
    if len(node.args) > len(positional) or any(k.arg is None for k in node.keywords):
        raise plan.cannot("SB008", node)
    entries: list[ast.AST] = [*node.args, *node.keywords]
    comments, tail = comments_of(plan.source, node, entries)
    named = [*zip(positional, node.args, node.args, strict=False)]
    found = [Argument(n, v, e, *comments[e]) for n, v, e in named]
    found += [Argument(snake(k.arg or ""), k.value, k, *comments[k]) for k in node.keywords]
    return Fields(node, tuple(found), tail)


def _dict_fields(plan: Plan, node: ast.Dict) -> Fields:
    comments, tail = comments_of(plan.source, node, node.values)
    found = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise plan.cannot("SB007", value)
        found.append(Argument(snake(key.value), value, key, *comments[value]))
    return Fields(node, tuple(found), tail)


def snake(name: str) -> str:
    """``topK`` -> ``top_k``."""
    return _HUMP.sub("_", name).lower() if not name.isupper() else name


def is_none(node: ast.expr) -> bool:
    """Whether an expression is the constant None."""
    return isinstance(node, ast.Constant) and node.value is None


def member(plan: Plan, node: ast.expr, enum: str) -> str | None:
    """The member that an expression names: ``types.HarmCategory.X``, its ``.value``, or ``"X"``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Attribute) and node.attr in ("value", "name"):
        node = node.value
    name = plan.values.qualified(node) or ""
    prefix = f"{TYPES}{enum}."
    if name.startswith(prefix):
        return name.removeprefix(prefix)
    constant = constant_of(plan, node)
    return constant if isinstance(constant, str) else None


def constant_of(plan: Plan, node: ast.expr) -> object:
    """The constant that an expression is, through one name; None when it is not known."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = constant_of(plan, node.operand)
        return -inner if isinstance(inner, int | float) else None
    if isinstance(node, ast.Constant):
        return node.value
    bindings = bindings_of(plan, node)
    if len(bindings) == 1 and bindings[0].how is How.ASSIGN:
        value = bindings[0].value
        return value.value if isinstance(value, ast.Constant) else None
    return None


def bindings_of(plan: Plan, node: ast.expr) -> list[Binding]:
    """The bindings that an expression can stand for: of a name or of an attribute of self."""
    if isinstance(node, ast.Name):
        return list(plan.values.names.reads.get(node, ()))
    variable = plan.values.variable(node)
    return plan.values.stores(variable) if variable is not None else []


def take(plan: Plan, node: ast.expr) -> Variable:
    """Claims the variable behind a name; gives up where other code could reach it."""
    variable = plan.values.variable(node)
    if variable is None:
        raise plan.cannot("SB005", node, ast.unparse(node))
    claim(plan, variable, node)
    plan.visited.add(node)
    return variable


def claim(plan: Plan, variable: Variable, node: ast.expr) -> None:
    """The same for a variable that is not read at ``node`` for what it is claimed for."""
    if variable in plan.inlined:
        refusal = plan.cannot("SB011", node, variable.name)
        refusal.variable = variable
        raise refusal
    if plan.values.is_shared(variable):
        raise plan.cannot("SB011", node, f"another module uses {variable.name}")
    if variable.is_attribute and _seen_from_outside(plan, variable):
        raise plan.cannot("SB016", node, variable.name)
    plan.claim(variable)


def _seen_from_outside(plan: Plan, variable: Variable) -> bool:
    for node in plan.values.attribute_nodes[variable.name]:
        owner = plan.values.variable(node)
        unknown = owner is None and plan.values.class_of(node.value) is None
        if unknown and plan.values.value(node.value) is None:
            return True
    return False


def strip_annotation(plan: Plan, binding: Binding, replacement: str) -> None:
    """Replaces the annotation of a variable whose type changes; what is still true stays."""
    parent = plan.source.parents.get(binding.target)
    if not isinstance(parent, ast.AnnAssign) or parent.target is not binding.target:
        return
    if not _STILL_TRUE[replacement].fullmatch(plan.text(parent.annotation)):
        plan.edits.replace(parent.annotation, replacement)
