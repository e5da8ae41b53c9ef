"""What is kept where no variable is: in a web session, in a dict of chats.

``st.session_state.chat`` and ``st.session_state["chat"]`` are one place; ``chats[user]`` and
``chats.get(user)`` are another, whichever user is meant.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from stepbridge_codemods.values.assumed import assumed_client
from stepbridge_codemods.values.clients import as_constructed, client_of
from stepbridge_codemods.values.infer import Value, Values, Variable, is_nothing
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import Binding
from stepbridge_codemods.values.value import agree

Place = tuple[object, ...]
"""A key that all spellings of one place share: its owner, and its name there."""

_SESSIONS = frozenset(
    {"streamlit.session_state", "flask.session", "flask.g", "chainlit.user_session"}
    | {"telegram.user_data", "telegram.chat_data", "telegram.bot_data"}
)
_OF_CONTEXTS = frozenset({"user_data", "chat_data", "bot_data"})
_KINDS = frozenset({Kind.CHAT, Kind.AIO_CHAT, Kind.CLIENT, Kind.AIO, Kind.RESPONSE})
_LOOKS = frozenset({"get", "set", "setdefault", "pop"})
_ASKED = (
    *("models", "aio", "chats", "send_message", "send_message_stream", "get_history"),
    *("text", "candidates", "parsed", "usage_metadata", "function_calls"),
)
"""What is read from clients, chats and answers."""
_GIVING = {"items": (1,), "values": ()}
"""Methods of a dict that loops go over -> where in each item the value is."""
_HANDING = (ast.Assign, ast.AnnAssign, ast.withitem, ast.keyword, ast.Return, ast.Yield)
_HANDOVERS = 3
"""How often a client may change its name on its way."""
_STORES = frozenset({"set", "setdefault"})
_EMPTY = frozenset({"{}", "dict()"})
_HARMLESS = frozenset({"keys", "clear", *_LOOKS})
"""Methods of a dict after which all that it holds is still seen."""


class KeptValues(Values):
    """Values of a module, those in sessions and dicts too."""

    kept_kinds = _KINDS

    def _value(self, node: ast.AST) -> Value | None:
        found = super()._value(node)
        found = as_constructed(self, node, found) if found is not None else None
        if found is not None and found.kind is not Kind.MIXED:
            return found
        if not self.may_be_asked(node):
            return found
        known = (self._kept(node) if found is None else None) or client_of(self, node)
        known = as_constructed(self, node, known) if known is not None else None
        if known is not None and known.kind is not Kind.MIXED:
            return known
        return assumed_client(self, node) or known or found

    def may_be_asked(self, node: ast.AST) -> bool:
        """Whether an expression may come to where a client or a chat is read, by its last name."""
        return bool(self._words) and bool(_words_of(node) & self._words)

    @cached_property
    def _words(self) -> set[str]:
        """The last names of what clients and chats may be read from; most expressions have none."""
        asked = (node for name in _ASKED for node in self.attribute_nodes.get(name, ()))
        found = {word for node in asked for word in _words_of(node.value)}
        handed = [(node, self._names_given(node)) for node in self.source.nodes if _hands_on(node)]
        for _ in range(_HANDOVERS):
            for node, names in handed:
                if found & names:
                    found |= _words_of(_handed_on(node))
        return found - {""}

    def _names_given(self, node: ast.AST) -> set[str]:
        """The last names under which a value goes on."""
        if isinstance(node, ast.Assign):
            return {word for target in node.targets for word in _words_of(target)}
        if isinstance(node, ast.AnnAssign):
            return _words_of(node.target)
        if isinstance(node, ast.withitem):
            return _words_of(node.optional_vars) if node.optional_vars is not None else set()
        if isinstance(node, ast.keyword):
            return {node.arg or ""}
        function = self.enclosing(node, ast.FunctionDef, ast.AsyncFunctionDef)
        return {getattr(function, "name", "")}

    def is_kept(self, target: ast.AST) -> bool:
        """Whether what is stored at a target is found again by every read of it."""
        place = self._place(target)
        held = self._held(place) if place is not None else None
        if place is None or held is None or not self._is_closed(target, place):
            return False
        return held.kind is not Kind.RESPONSE or self._begins_empty(place[0])

    def _begins_empty(self, owner: object) -> bool:
        """Whether a dict holds nothing but what is stored in it here."""
        if not isinstance(owner, Variable):
            return True
        made = [binding.value for binding in self.stores(owner)]
        return bool(made) and all(one is not None and ast.unparse(one) in _EMPTY for one in made)

    def is_kept_entry(self, node: ast.expr) -> bool:
        """Whether an entry of a dict that is written out is found again by every read of it."""
        written = self.source.parents[node]
        if not isinstance(written, ast.Dict) or node not in written.values:
            return False
        return any(
            value is node and self._held(place) is not None and self._is_closed(written, place)
            for place, value in self._entries(written)
        )

    def _entries(self, written: ast.Dict) -> Iterator[tuple[Place, ast.expr]]:
        """The places of the entries of a dict that is put under a name."""
        statement = self.source.parents[written]
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        named = isinstance(statement, ast.Assign | ast.AnnAssign) and len(targets) == 1
        for key, value in zip(written.keys, written.values, strict=True) if named else ():
            place = self._item_of(targets[0], key) if key is not None else None
            if place is not None and isinstance(place[0], Variable):
                yield place, value

    def _kept(self, node: ast.AST) -> Value | None:
        place = self._place(node)
        return self._held(place) if place is not None else None

    def _element(self, binding: Binding) -> Value | None:
        return self._among(binding) or super()._element(binding)

    def _among(self, binding: Binding) -> Value | None:
        """A value of a dict that a loop goes over."""
        call = binding.value
        method = call.func if isinstance(call, ast.Call) and not call.args else None
        if not isinstance(method, ast.Attribute) or _GIVING.get(method.attr) != binding.path:
            return None
        owner = self._owner_of(method.value)
        places = [place for place in self._stores if owner is not None and place[0] == owner]
        found = agree([self._held(place) for place in places])
        return found if found is not None and found.kind in self.kept_kinds else None

    def _held(self, place: Place) -> Value | None:
        stored = self._stores.get(place, [])
        found = agree([self.value(value) for value in stored if not is_nothing(value)])
        return found if found is not None and found.kind in self.kept_kinds else None

    @cached_property
    def _stores(self) -> dict[Place, list[ast.expr]]:
        found: dict[Place, list[ast.expr]] = defaultdict(list)
        for node in self.source.nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    place = self._place(target)
                    if place is not None:
                        found[place].append(node.value)
            elif isinstance(node, ast.Call) and len(node.args) == 2 and _looks(node, *_STORES):
                place = self._place(node)
                if place is not None:
                    found[place].append(node.args[1])
            elif isinstance(node, ast.Dict):
                for place, value in self._entries(node):
                    found[place].append(value)
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

    def _is_app(self, node: ast.expr) -> bool:
        """Whether an expression is an application of FastAPI or Starlette, as far as names tell."""
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        text = self.source.text
        return name in ("app", "application") and ("fastapi" in text or "starlette" in text)

    @cached_property
    def _is_bot(self) -> bool:
        """Whether a module has handlers of python-telegram-bot, whose contexts keep data."""
        imports = (n for n in self.source.nodes if isinstance(n, ast.Import | ast.ImportFrom))
        return any(ast.unparse(node).split()[1].startswith("telegram") for node in imports)

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
        if isinstance(node, ast.Attribute) and node.attr in _OF_CONTEXTS and self._is_bot:
            return f"telegram.{node.attr}"
        if isinstance(node, ast.Attribute) and node.attr == "state" and self._is_app(node.value):
            return "starlette.state"
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
            return owner in _SESSIONS and self._is_only_here(place)
        if isinstance(target, ast.Attribute):
            return all(self._place(n) == place for n in self.attribute_nodes[target.attr])
        return (
            isinstance(owner, Variable)
            and not self.is_shared(owner)
            and self._is_named(owner)
            and all(self._is_looked_up(load) for load in self.loads(owner))
        )

    def _is_only_here(self, place: Place) -> bool:
        """Whether what a session holds under a name is only found in ways that are followed."""
        key = place[1]
        if not isinstance(key, str) or key in self.around.sessions:
            return False
        named = [n for n in self.attribute_nodes.get(key, ()) if self.variable(n) is None]
        asked = (n for n in self.source.nodes if isinstance(n, ast.Constant) and n.value == key)
        return all(self._place(node) == place for node in named) and all(map(self._is_key, asked))

    def _is_key(self, node: ast.Constant) -> bool:
        """Whether a text is the key of a lookup, or of a question for it, and no other word."""
        parent = self.source.parents[node]
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            return parent.func.id not in ("getattr", "setattr", "hasattr")
        return True

    def _is_looped_over(self, method: ast.Attribute) -> bool:
        """``for user, chat in chats.items()``: each value under a name of its own."""
        call = self.source.parents[method]
        loop = self.source.parents[call]
        if method.attr not in _GIVING or not isinstance(loop, ast.For | ast.comprehension):
            return False
        target = loop.target
        if method.attr == "items" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1]
        return loop.iter is call and isinstance(target, ast.Name)

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
            return parent.attr in _HARMLESS or self._is_looped_over(parent)
        if isinstance(parent, ast.For | ast.comprehension):
            return parent.iter is node
        return (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Name)
            and (parent.func.id == "len")
        )


def _word(node: ast.AST) -> str:
    """The last name of an expression: ``chat`` of ``st.session_state["chat"]`` or ``self.chat``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript):
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return key if isinstance(key, str) else _word(node.value)
    if isinstance(node, ast.Call):
        asked = node.args[0] if node.args and _looks(node, *_LOOKS) else None
        if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
            return asked.value
        return _word(node.func.value if asked is not None else node.func)  # type: ignore[attr-defined]
    return _word(node.value) if isinstance(node, ast.Await) else ""


def _words_of(node: ast.AST | None) -> set[str]:
    """The last names of all that an expression may be: both of ``client or make()``."""
    if isinstance(node, ast.BoolOp):
        return {word for part in node.values for word in _words_of(part)}
    if isinstance(node, ast.IfExp):
        return _words_of(node.body) | _words_of(node.orelse)
    if isinstance(node, ast.Tuple):
        return {word for part in node.elts for word in _words_of(part)}
    if node is None:
        return set()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return {_word(node), node.func.attr}  # the method, and what it looks up
    return {_word(node)}


def _hands_on(node: ast.AST) -> bool:
    return isinstance(node, _HANDING) and _handed_on(node) is not None


def _handed_on(node: ast.AST) -> ast.AST | None:
    """The value that goes on under another name."""
    name = "context_expr" if isinstance(node, ast.withitem) else "value"
    found: ast.AST | None = getattr(node, name, None)
    return found


def _looks(call: ast.Call, *names: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in names
