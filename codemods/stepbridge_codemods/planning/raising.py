"""Where exceptions of the SDK are expected in other ways than by the class of a handler."""

from __future__ import annotations

import ast

from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.names import How

_ERRORS = "google.genai.errors."
_DECIDING = frozenset({"retry_if_exception", "retry_unless_exception"})
_DECIDING_BY = frozenset({"predicate", "giveup", "retry_on_exception"})
_SERVICES = frozenset(
    {Kind.CLIENT, Kind.AIO, Kind.MODELS, Kind.AIO_MODELS, Kind.CHAT, Kind.AIO_CHAT}
)
_GENERAL = frozenset({"Exception", "BaseException"})


def mentions(values: Values) -> list[ast.expr]:
    """Every mention of an exception class that is not what a handler of its own names.

    ``contextlib.suppress(errors.APIError)``, ``retry_if_exception_type(errors.ServerError)``,
    ``isinstance(e, errors.ClientError)``, ``RETRIED = (errors.ServerError,)``.
    """
    named = set()
    for node in values.source.nodes:
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            named.update(node.type.elts if isinstance(node.type, ast.Tuple) else [node.type])
    return [
        node
        for node in values.source.nodes
        if isinstance(node, ast.Name | ast.Attribute)
        and node not in named
        and isinstance(node.ctx, ast.Load)
        and _is_class(values, node)
        and not _is_annotation(values, node)
    ]


def predicates(values: Values) -> list[ast.expr]:
    """What is asked whether a call is to be made again: ``retry_if_exception(is_busy)``."""
    found = []
    for call in values.calls:
        name = ast.unparse(call.func).rpartition(".")[2]
        if name in _DECIDING and call.args:
            found.append(call.args[0])
        found += [k.value for k in call.keywords if k.arg in _DECIDING_BY and _retries(name)]
    return found


def _retries(name: str) -> bool:
    return any(word in name.lower() for word in ("retry", "exception", "predicate"))


def _is_class(values: Values, node: ast.expr) -> bool:
    # Names are cheap to look at; only those that an import gave have a qualified name.
    name = values.qualified(node) or ""
    return name.startswith(_ERRORS) and name.endswith("Error")


def _is_annotation(values: Values, node: ast.AST) -> bool:
    parent = values.source.parents.get(node)
    while isinstance(parent, ast.expr):
        node, parent = parent, values.source.parents.get(parent)
    return node in (getattr(parent, "annotation", None), getattr(parent, "returns", None))


def catches_api_errors(values: Values, handler: ast.ExceptHandler) -> bool:
    """Whether a handler names exceptions of the SDK, or all."""
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return is_general(handler) or any(n is not None and _is_class(values, n) for n in named)


def is_general(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes exceptions of any class."""
    if handler.type is None:
        return True
    return any(ast.unparse(node) in _GENERAL for node in ast.walk(handler.type))


def is_legacy(values: Values, call: ast.Call) -> bool:
    """Whether a call, which stays, can raise the classes of google.genai.errors."""
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        value = values.value(node.value)
        if value is not None and value.kind in _SERVICES:
            return True
        node = node.value
    return False


class Reach:
    """The calls in a block, and in the functions of this module that it may call."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.calls: set[ast.Call] = set()
        self.by_name = False
        self.calls_parameter = False
        self._seen: set[ast.AST] = set()

    def follow(self, body: list[ast.stmt]) -> None:
        """Collects what a block reaches."""
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    self.calls.add(node)
                    unknown = self._is_parameter(node.func) and not self._prepared(node.func)
                    self.calls_parameter |= unknown
                if isinstance(node, ast.Name | ast.Attribute):
                    self._mention(node)
                self.calls |= self._ended(node)

    def _ended(self, node: ast.AST) -> set[ast.Call]:
        """The calls whose exceptions are raised only here: ``await task``, ``future.result()``."""
        ends = isinstance(node, ast.Attribute) and node.attr == "result"
        if isinstance(node, ast.Call) and self._is_parameter(node.func):
            waited = self._prepared(node.func)
        elif ends or isinstance(node, ast.Await):
            waited = self.values.value(node.value)  # type: ignore[attr-defined]
        else:
            return set()
        origins = waited.origins if waited is not None else ()
        return {origin for origin in origins if isinstance(origin, ast.Call)}

    def _prepared(self, node: ast.expr) -> Value | None:
        """What a parameter is that every caller gives a function of which the answer is known."""
        found = self.values.value(node)
        return found if found is not None and found.kind is Kind.PREPARED else None

    def _is_parameter(self, node: ast.expr) -> bool:
        """Whether what is called was handed in, so that it can be anything."""
        bindings = self.values.names.reads.get(node, ()) if isinstance(node, ast.Name) else ()
        return any(binding.how is How.PARAM for binding in bindings)

    def _mention(self, node: ast.Name | ast.Attribute) -> None:
        """A function may also be called by what it is handed to, or on an object not known here."""
        known = self.values.function(node)
        name = node.id if isinstance(node, ast.Name) else node.attr
        functions = [known] if known is not None else self.values.functions_named.get(name, [])
        for function in functions:
            self.by_name |= known is None
            if function not in self._seen:
                self._seen.add(function)
                self.follow(function.body)
