"""Contents that are kept under a key: in a web session, in a dict, in a field of a TypedDict.

``session["history"]``, ``st.session_state.history`` and ``turn.get("messages", [])`` are variables
like names where every place that mentions the key is seen to be the same.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.inside import is_empty
from stepbridge_codemods.values.kept import KeptValues
from stepbridge_codemods.values.names import Binding, How
from stepbridge_codemods.values.records import is_of_class, typed_dicts
from stepbridge_codemods.values.syntax import is_nothing

_GETTERS = frozenset({"get", "setdefault", "pop"})
_CONTENTS = frozenset({"Content", "UserContent", "ModelContent", "ContentDict"})
_TYPES = "google.genai.types."
_SESSION = "streamlit.session_state"
_ADDING = frozenset({"append", "extend", "insert"})


@dataclass(slots=True)
class _Place:
    """What is kept under one key, and the containers that it is read from or put into."""

    stores: list[Binding] = field(default_factory=list)
    loads: list[ast.expr] = field(default_factory=list)
    owners: set[object] = field(default_factory=set)
    is_open: bool = False


class KeptContents(KeptValues):
    """Values of a module in which such places are variables."""

    _is_looking = False

    def variable(self, node: ast.AST) -> Variable | None:
        found = super().variable(node)
        if found is not None or isinstance(node, ast.Name) or not self._can_look(node):
            return found
        return self._place_of.get(node)

    def stores(self, variable: Variable) -> list[Binding]:
        place = self._places.get(variable) if variable.name.startswith("[") else None
        return place.stores if place is not None else super().stores(variable)

    def loads(self, variable: Variable) -> list[ast.expr]:
        place = self._places.get(variable) if variable.name.startswith("[") else None
        return place.loads if place is not None else super().loads(variable)

    def _can_look(self, node: ast.AST) -> bool:
        kinds = (ast.Subscript, ast.Attribute, ast.Call)
        return not self._is_looking and hasattr(self, "_spellings") and isinstance(node, kinds)

    @cached_property
    def _place_of(self) -> dict[ast.AST, Variable]:
        return {
            node: variable
            for variable, place in self._places.items()
            for node in (*place.loads, *(store.target for store in place.stores))
        }

    @cached_property
    def _places(self) -> dict[Variable, _Place]:
        if "Content" not in self.source.text and "parts" not in self.source.text:
            return {}
        self._is_looking = True
        try:
            found = self._by_key()
            closed = {key: place for key, place in found.items() if self._is_whole(key, place)}
        finally:
            self._is_looking = False
        return {Variable(self.source.tree, f"[{key}]"): place for key, place in closed.items()}

    # --- mentions --------------------------------------------------------------------------------

    def _by_key(self) -> dict[str, _Place]:
        found: dict[str, _Place] = defaultdict(_Place)
        for node in self.source.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._mention(node, node.value, found[node.value])
            elif isinstance(node, ast.Attribute) and self.qualified(node.value) == _SESSION:
                found[node.attr].owners.add(_SESSION)
                self._access(node, found[node.attr])
        for owner in typed_dicts(self):
            self._declared(owner, found)
        return found

    def _mention(self, node: ast.Constant, key: str, place: _Place) -> None:
        parent = self.source.parents[node]
        if isinstance(parent, ast.Subscript) and parent.slice is node:
            place.owners.add(self._container(parent.value))
            self._access(parent, place)
        elif isinstance(parent, ast.Call) and self._gets(parent, node):
            assert isinstance(parent.func, ast.Attribute)
            place.owners.add(self._container(parent.func.value))
            place.loads.append(parent)
        elif isinstance(parent, ast.Dict) and node in parent.keys:
            value = parent.values[parent.keys.index(node)]
            place.owners |= self._holders(parent) if not is_nothing(value) else set()
            place.stores.append(self._binding(key, value, value))
        elif isinstance(parent, ast.Compare) and parent.left is node:
            tests = all(isinstance(op, ast.In | ast.NotIn) for op in parent.ops)
            place.is_open |= not tests
        elif not isinstance(parent, ast.Expr):
            place.is_open = True

    def _access(self, node: ast.Attribute | ast.Subscript, place: _Place) -> None:
        """A read of a place, or what is stored in it."""
        holder = self.source.parents[node]
        key = node.attr if isinstance(node, ast.Attribute) else ""
        if isinstance(node.ctx, ast.Load):
            place.loads.append(node)
        elif isinstance(holder, ast.Assign | ast.AnnAssign) and holder.value is not None:
            place.stores.append(self._binding(key, node, holder.value))
        elif isinstance(holder, ast.AugAssign):
            place.stores.append(self._binding(key, node, holder.value, How.AUGMENT))
        else:
            place.is_open |= not isinstance(node.ctx, ast.Del)

    def _gets(self, call: ast.Call, key: ast.Constant) -> bool:
        """Whether a method of a dict looks a key up, for nothing where it is not there."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in _GETTERS:
            return False
        return call.args[0] is key and not call.keywords and all(map(is_empty, call.args[1:]))

    def _binding(
        self, key: str, target: ast.AST, value: ast.expr | None, how: How = How.ASSIGN
    ) -> Binding:
        return Binding(key, target, value, how, self.names.module)

    # --- containers ------------------------------------------------------------------------------

    def _container(self, node: ast.expr) -> object:
        """What a container is known by; the expression itself where that is not known."""
        if self.qualified(node) == _SESSION:
            return _SESSION
        for owner in typed_dicts(self):
            if is_of_class(self, node, owner):
                return owner
        variable = self.variable(node)
        return variable if variable is not None and self._is_own_dict(variable) else node

    def _holders(self, node: ast.Dict) -> set[object]:
        """The variables that a dict is written for."""
        holder = self.source.parents[node]
        targets = holder.targets if isinstance(holder, ast.Assign) else []
        if isinstance(holder, ast.AnnAssign):
            targets = [holder.target]
        return {self._container(target) for target in targets} if len(targets) == 1 else {node}

    def _is_own_dict(self, variable: Variable) -> bool:
        """Whether a variable only ever holds dicts that are written out, each looked up by keys."""
        stores = self.stores(variable)
        written = all(b.how is How.ASSIGN and isinstance(b.value, ast.Dict) for b in stores)
        keys = [self.source.parents[load] for load in self.loads(variable)]
        named = all(not isinstance(k, ast.Subscript) or _is_word(k.slice) for k in keys)
        return (
            bool(stores)
            and written
            and named
            and not self.is_shared(variable)
            and self._is_named(variable)
            and all(self._is_looked_up(load) for load in self.loads(variable))
        )

    def _declared(self, owner: ast.ClassDef, found: dict[str, _Place]) -> None:
        """The fields that a TypedDict declares, and what its instances are made with."""
        for statement in owner.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                place = found[statement.target.id]
                place.owners.add(owner)
                store = self._binding(statement.target.id, statement.target, None, How.ANNOTATION)
                place.stores.append(store)
        for call in self.calls:
            if self.class_named(call.func) is not owner:
                continue
            for keyword in call.keywords:
                if keyword.arg is not None:
                    place = found[keyword.arg]
                    place.stores.append(self._binding(keyword.arg, keyword, keyword.value))

    # --- what counts -----------------------------------------------------------------------------

    def _is_whole(self, key: str, place: _Place) -> bool:
        """Whether all that is kept under a key is seen, and some of it is contents."""
        if place.is_open or not place.loads or len(place.owners) != 1:
            return False
        (owner,) = place.owners
        if owner == _SESSION and key in self.around.sessions:
            return False
        if isinstance(owner, ast.ClassDef):
            if self.around.sees(owner.name) or not self.is_program():
                return False
        elif not isinstance(owner, Variable | str):
            return False
        # What is written as dicts may be stored as JSON, by whoever is given such a dict.
        plain = not isinstance(owner, ast.ClassDef)
        return any(self._shows(node, plain) for node in self._put_in(place))

    def _put_in(self, place: _Place) -> list[ast.expr]:
        found = [store.value for store in place.stores if store.value is not None]
        for one in [one for load in place.loads for one in (load, *self._named(load))]:
            method = self.source.parents[one]
            call = self.source.parents[method]
            adds = isinstance(method, ast.Attribute) and method.attr in _ADDING
            if adds and isinstance(call, ast.Call):
                found += call.args[-1:]
        return found

    def _named(self, load: ast.expr) -> list[ast.expr]:
        """The reads of the name that a list is given: ``history = session["history"]``."""
        holder = self.source.parents[load]
        targets = holder.targets if isinstance(holder, ast.Assign) else []
        variables = [self.variable(one) for one in targets if isinstance(one, ast.Name)]
        return [one for variable in variables if variable for one in self.loads(variable)]

    def _shows(self, node: ast.expr, plain: bool, depth: int = 0) -> bool:
        """Whether an expression is, or holds, a content that spelled out; ``plain`` as a dict."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Dict):
                if plain and any(getattr(key, "value", None) == "parts" for key in inner.keys):
                    return True
            elif isinstance(inner, ast.Call):
                name = (self.qualified(inner.func) or "").removeprefix(_TYPES)
                if name in _CONTENTS:
                    return True
            elif isinstance(inner, ast.Name) and depth < 2:
                given = [b.value for b in self._bindings(inner) if b.how is How.ASSIGN]
                if any(one is not None and self._shows(one, plain, depth + 1) for one in given):
                    return True
        return False


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
