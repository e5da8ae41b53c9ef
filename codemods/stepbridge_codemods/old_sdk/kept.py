"""Models and chats that are kept where no variable is: in a web session, in a dict of chats.

``st.session_state.chat`` and ``st.session_state["chat"]`` are one place; ``chats[user]`` and
``chats.get(user)`` are another, whichever user is meant.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from stepbridge_codemods.old_sdk.services import service_of
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.values.infer import Value, Values, Variable, is_nothing
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import How
from stepbridge_codemods.values.value import agree

Place = tuple[object, ...]
"""A key that all spellings of one place share: its owner, and its name there."""

_SESSIONS = frozenset({"streamlit.session_state", "flask.session", "flask.g"})
_KINDS = frozenset({Kind.OLD_MODEL, Kind.OLD_CHAT})
FROM_CACHE = "GenerativeModel.from_cached_content"
_LOOKS = frozenset({"get", "setdefault", "pop"})
_HARMLESS = frozenset({"keys", "clear", *_LOOKS})
"""Methods of a dict after which all that it holds is still seen."""


class KeptValues(Values):
    """Values of a module of the old SDK, those in sessions and dicts too."""

    def _value(self, node: ast.AST) -> Value | None:
        found = super()._value(node)
        if found is None and isinstance(node, ast.Call):
            found = self._served(node)
        return found if found is not None else self._kept(node)

    def streams(self, call: ast.Call) -> bool | None:
        """Whether a call streams its answer; None where that is known when the program runs."""
        given = next((k.value for k in call.keywords if k.arg == "stream"), None)
        if isinstance(given, ast.Name):
            variable = self.variable(given)
            stored = self.stores(variable) if variable is not None else []
            fixed = len(stored) == 1 and stored[0].how is How.ASSIGN
            given = stored[0].value if fixed else given
        if given is None:
            return False
        return bool(given.value) if isinstance(given, ast.Constant) else None

    def _call(self, node: ast.Call) -> Value | None:
        found = super()._call(node)
        if found is None or found.kind is not Kind.STREAM:
            return found
        return found if self.streams(node) is not False else replace(found, kind=Kind.RESPONSE)

    def _served(self, call: ast.Call) -> Value | None:
        """What a function of the old SDK gives."""
        name = short_name(self, call.func) or ""
        if name == FROM_CACHE:
            return Value(Kind.OLD_MODEL, frozenset({call}))
        service = service_of(name)
        if service is None or service.gives is None:
            return None
        return Value(service.gives, frozenset({call}), service.is_async)

    def is_kept(self, target: ast.AST) -> bool:
        """Whether what is stored at a target is found again by every read of it."""
        place = self._place(target)
        return (
            place is not None and self._held(place) is not None and self._is_closed(target, place)
        )

    def _kept(self, node: ast.AST) -> Value | None:
        place = self._place(node)
        return self._held(place) if place is not None else None

    def _held(self, place: Place) -> Value | None:
        stored = self._stores.get(place, [])
        found = agree([self.value(value) for value in stored if not is_nothing(value)])
        return found if found is not None and found.kind in _KINDS else None

    @cached_property
    def _stores(self) -> dict[Place, list[ast.expr]]:
        found: dict[Place, list[ast.expr]] = defaultdict(list)
        for node in self.source.nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    place = self._place(target)
                    if place is not None:
                        found[place].append(node.value)
            elif isinstance(node, ast.Call) and len(node.args) == 2 and _looks(node, "setdefault"):
                place = self._place(node)
                if place is not None:
                    found[place].append(node.args[1])
        return found

    def _place(self, node: ast.AST) -> Place | None:
        if isinstance(node, ast.Attribute) and self.variable(node) is None:
            owner = self._owner_of(node.value)
            return (owner, node.attr) if owner is not None else None
        if isinstance(node, ast.Subscript):
            return self._item_of(node.value, node.slice)
        if isinstance(node, ast.Call) and _looks(node, *_LOOKS) and node.args:
            assert isinstance(node.func, ast.Attribute)
            return self._item_of(node.func.value, node.args[0])
        return None

    def _item_of(self, container: ast.expr, key: ast.expr) -> Place | None:
        owner = self._owner_of(container)
        if owner is None:
            return None
        named = key.value if isinstance(key, ast.Constant) else None
        exact = isinstance(named, str) and owner not in self._computed
        return (owner, named if exact else "[]")

    @cached_property
    def _computed(self) -> set[object]:
        """The containers of which some item is asked for by a key that is worked out."""
        found: set[object] = set()
        for node in self.source.nodes:
            looks = isinstance(node, ast.Call) and _looks(node, *_LOOKS) and bool(node.args)
            if looks:
                container, key = node.func.value, node.args[0]  # type: ignore[attr-defined]
            elif isinstance(node, ast.Subscript):
                container, key = node.value, node.slice
            else:
                continue
            if not isinstance(key, ast.Constant):
                found.add(self._owner_of(container))
        return found

    def _owner_of(self, node: ast.expr) -> object | None:
        """What an object is known by: its dotted name, or its variable."""
        qualified = self.qualified(node)
        if qualified is not None:
            return qualified
        variable = self.variable(node)
        if variable is not None:
            return variable
        if isinstance(node, ast.Attribute):
            owner = self._owner_of(node.value)
            return (owner, node.attr) if owner is not None else None
        return None

    def _is_closed(self, target: ast.AST, place: Place) -> bool:
        if isinstance(target, ast.Attribute) and target.attr in self.around.attributes:
            return False
        owner = place[0]
        if isinstance(owner, str):
            return owner in _SESSIONS
        if isinstance(target, ast.Attribute):
            return all(self._place(n) == place for n in self.attribute_nodes[target.attr])
        return (
            isinstance(owner, Variable)
            and not self.is_shared(owner)
            and self._is_named(owner)
            and all(self._is_looked_up(load) for load in self.loads(owner))
        )

    def _is_named(self, owner: Variable) -> bool:
        """Whether every read of an attribute's name is known to be of this one."""
        nodes = self.attribute_nodes[owner.name] if owner.is_attribute else []
        return all(self.variable(node) == owner for node in nodes)

    def _is_looked_up(self, node: ast.expr) -> bool:
        """Whether a dict is read for one item here, and not handed on whole."""
        parent = self.source.parents[node]
        if isinstance(parent, ast.Subscript):
            return parent.value is node
        if isinstance(parent, ast.Compare):
            return all(isinstance(op, ast.In | ast.NotIn) for op in parent.ops)
        if isinstance(parent, ast.Attribute):
            return parent.attr in _HARMLESS
        return (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Name)
            and (parent.func.id == "len")
        )


def _looks(call: ast.Call, *names: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in names
