"""What annotations and aliases say of clients: names, attributes, results, and what dicts hold."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.instances import instance_of
from stepbridge_codemods.values.kinds import ANNOTATIONS, CONSTRUCTORS, SERVICES, Kind
from stepbridge_codemods.values.scopes import Binding, How
from stepbridge_codemods.values.syntax import annotation_names, is_nothing, unquoted
from stepbridge_codemods.values.value import agree

_HOLDERS = frozenset(
    {"dict", "defaultdict", "OrderedDict", "Mapping", "MutableMapping", "WeakValueDictionary"}
    | {"list", "List", "Dict", "Sequence", "deque", "DefaultDict", "LRUCache", "TTLCache"}
)


def annotated(
    values: Values, annotation: ast.expr | None, *, pending: bool = False
) -> Value | None:
    """The client that an annotation names, or a class that it is an alias of."""
    names = annotation_names(annotation)
    kinds = {_kind(values, name) for name in names if not _is_none(name)}
    if len(kinds) != 1 or annotation is None:
        return None
    kind = kinds.pop()
    return Value(kind, frozenset({annotation}), pending) if kind in SERVICES else None


def declared(values: Values, bindings: Iterable[Binding]) -> Value | None:
    """The client that a name or an attribute is said to be where it is declared.

    None where something is put there that is known to be of another kind.
    """
    bindings = list(bindings)
    said = agree([one for b in bindings if (one := _said(values, b)) is not None])
    if said is None or said.kind not in SERVICES:
        return None
    return None if any(_is_other(values, b, said.kind) for b in bindings) else said


def item_of(values: Values, container: ast.expr) -> Value | None:
    """What a dict or a list holds that is annotated: ``clients: dict[str, genai.Client]``."""
    whole = unquoted(_annotation_of(values, container))
    if not isinstance(whole, ast.Subscript):
        return None
    if ast.unparse(whole.value).rpartition(".")[2] not in _HOLDERS:
        return None
    inner = whole.slice
    return annotated(values, inner.elts[-1] if isinstance(inner, ast.Tuple) else inner)


def _annotation_of(values: Values, node: ast.expr, depth: int = 0) -> ast.expr | None:
    """The one annotation that a container has, under this name or the one that it was given by."""
    bindings = list(_bindings(values, node))
    found = {_annotation(binding, values) for binding in bindings} - {None}
    if found or depth > 2:
        return found.pop() if len(found) == 1 else None
    given = [b.value for b in bindings if b.how is How.ASSIGN and b.value is not None]
    return _annotation_of(values, given[0], depth + 1) if len(given) == len(bindings) == 1 else None


def made_by_alias(values: Values, node: ast.Call) -> Value | None:
    """A client that is made by a name for its class: ``Gemini = genai.Client``."""
    kind = _aliased(values, node.func)
    return Value(kind, frozenset({node})) if kind in SERVICES else None


def _kind(values: Values, name: ast.expr) -> Kind | None:
    return ANNOTATIONS.get(values.qualified(name) or "") or _aliased(values, name)


def _aliased(values: Values, name: ast.expr) -> Kind | None:
    """The kind of a class that a name stands for."""
    if not isinstance(name, ast.Name):
        return None
    known = values.names.reads.get(name, frozenset())
    bindings = known or frozenset(values.names.module.bindings.get(name.id, ()))
    found = {
        CONSTRUCTORS.get(values.qualified(b.value) or "")
        if b.how is How.ASSIGN and isinstance(b.value, ast.Name | ast.Attribute)
        else None
        for b in bindings
    }
    return found.pop() if len(found) == 1 else None


def _is_none(name: ast.expr) -> bool:
    return isinstance(name, ast.Constant) and name.value is None


def _said(values: Values, binding: Binding) -> Value | None:
    return annotated(values, _annotation(binding, values))


def _annotation(binding: Binding, values: Values) -> ast.expr | None:
    own = getattr(binding.target, "annotation", None)
    parent = values.source.parents.get(binding.target)
    return own or getattr(parent, "annotation", None)


def _is_other(values: Values, binding: Binding, said: Kind) -> bool:
    """Whether something else is put there: also a parameter that is handed several things."""
    if binding.how not in (How.ASSIGN, How.PARAM):
        return False
    if binding.value is not None and is_nothing(binding.value):
        return False
    found = values.joined([binding])
    if found is None or found.kind is said:
        return False
    return found.kind is not Kind.MIXED or binding.how is How.PARAM


def _bindings(values: Values, node: ast.expr) -> Iterable[Binding]:
    if isinstance(node, ast.Name):
        home = values.names.scope_of.get(node)
        scope = home.home(node.id) if home is not None else None
        return scope.bindings.get(node.id, ()) if scope is not None else ()
    if isinstance(node, ast.Attribute):
        owner = instance_of(values, node.value)
        return values.attributes.get((owner, node.attr), ()) if owner is not None else ()
    return ()
