"""What functions of the old SDK give, and its models and chats that sessions and dicts hold."""

from __future__ import annotations

import ast
from dataclasses import replace

from stepbridge_codemods.old_sdk.methods import handing_of
from stepbridge_codemods.old_sdk.services import service_of
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.values import kept
from stepbridge_codemods.values.deferred import later
from stepbridge_codemods.values.infer import Value
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import How

FROM_CACHE = "GenerativeModel.from_cached_content"


class KeptValues(kept.KeptValues):
    """Values of a module of the old SDK, those in sessions and dicts too."""

    kept_kinds = frozenset({Kind.OLD_MODEL, Kind.OLD_CHAT})

    def _value(self, node: ast.AST) -> Value | None:
        found = super()._value(node) or self._kept(node)
        return found if found is not None or not isinstance(node, ast.Call) else self._served(node)

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
        found = super()._call(node) or self._handed(node)
        if found is None or found.kind is not Kind.STREAM or found.origins != {node}:
            return found
        return found if self.streams(node) is not False else replace(found, kind=Kind.RESPONSE)

    def _handed(self, node: ast.Call) -> Value | None:
        """What a call gives that is handed a method of a model or chat."""
        handing = handing_of(self, node)
        streams = self.streams(node)
        if handing is None or streams is None:
            return None
        if handing.gives is None:
            return Value(Kind.RESPONSES, frozenset({node}))
        kind = Kind.STREAM if streams else Kind.RESPONSE
        return later(Value(kind, frozenset({node})), handing.gives)

    def _served(self, call: ast.Call) -> Value | None:
        """What a function of the old SDK gives."""
        name = short_name(self, call.func) or ""
        if name == FROM_CACHE:
            return Value(Kind.OLD_MODEL, frozenset({call}))
        service = service_of(name)
        if service is None or service.gives is None:
            return None
        return Value(service.gives, frozenset({call}), service.is_async)
