"""Clients that nothing shows, where the call itself is written as only google-genai's are.

``def ask(client, question)`` in a module of the SDK: ``client.models.generate_content(model=...,
contents=...)``. What is assumed is good enough for ``stepbridge.legacy(client)``, which gives back
what is no client, and for nothing more.
"""

from __future__ import annotations

import ast
import re

from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.instances import instance_of
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.scopes import How

_METHODS = frozenset({"generate_content", "generate_content_stream"})
_TAKEN = {
    "generate_content": frozenset({"model", "contents", "config"}),
    "generate_content_stream": frozenset({"model", "contents", "config"}),
    "create": frozenset({"model", "config", "history"}),
}
"""Keywords of the calls; all of them take nothing else."""
_GEMINI = re.compile(r"gemini|gemma|learnlm|models/|tunedModels/", re.IGNORECASE)
_MOCKS = re.compile(r"mock|fake|stub|dummy|spy", re.IGNORECASE)


def assumed_client(values: Values, node: ast.AST) -> Value | None:
    """The client that an expression must be by what is called; noted in ``values.assumed``."""
    if not isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
        return None
    first = _read_of(values, node)
    service = _read_of(values, first) if first is not None and first.attr == "aio" else first
    if service is None or service.attr not in ("models", "chats"):
        return None
    methods = _methods(values, service)
    if not methods or not all(_fits(values, one) for one in methods):
        return None
    if not _is_unknown(values, node):
        return None
    values.assumed.add(node)
    is_async = service is first and all(_is_awaited(values, one) for one in methods)
    return Value(Kind.AIO if is_async else Kind.CLIENT, frozenset({node}))


def _read_of(values: Values, node: ast.expr) -> ast.Attribute | None:
    """The attribute that is read of an expression."""
    parent = values.source.parents.get(node)
    return parent if isinstance(parent, ast.Attribute) and parent.value is node else None


def _methods(values: Values, service: ast.Attribute) -> list[ast.Attribute]:
    """The methods that are read of a service here, or under the name that it is given."""
    names = _METHODS if service.attr == "models" else frozenset({"create"})
    here = _read_of(values, service)
    if here is not None:
        return [here] if here.attr in names else []
    parent = values.source.parents.get(service)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return []
    variable = values.variable(parent.targets[0])
    reads = values.loads(variable) if variable is not None else []
    found = [_read_of(values, read) for read in reads]
    return [one for one in found if one is not None and one.attr in names]


def _fits(values: Values, method: ast.Attribute) -> bool:
    """Whether a method is called as the SDK's is, in a module of the SDK or with contents.

    One that is handed to other code does where the module is one of the SDK.
    """
    call = values.source.parents[method]
    if not isinstance(call, ast.Call) or call.func is not method:
        return uses_sdk(values) and not isinstance(call, ast.Attribute)
    given = {keyword.arg for keyword in call.keywords} - {None}
    if call.args or not given <= _TAKEN[method.attr] or _names_another_model(call):
        return False
    if uses_sdk(values):
        return "model" in given or len(given) < len(call.keywords)
    return given >= {"model", "contents"}


def _names_another_model(call: ast.Call) -> bool:
    model = next((keyword.value for keyword in call.keywords if keyword.arg == "model"), None)
    name = model.value if isinstance(model, ast.Constant) else None
    return isinstance(name, str) and _GEMINI.search(name) is None


def _is_awaited(values: Values, method: ast.Attribute) -> bool:
    call = values.source.parents[method]
    return isinstance(values.source.parents.get(call), ast.Await)


def _is_unknown(values: Values, node: ast.expr) -> bool:
    """Whether an object can be a client: nothing says that it is of another class."""
    if ast.unparse(node) in ("self", "cls") or instance_of(values, node) is not None:
        return False
    inside = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))
    if any(_MOCKS.search(getattr(part, "attr", getattr(part, "id", ""))) for part in inside):
        return False
    if isinstance(node, ast.Call):
        return not _makes_another(values, node)
    root = node
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    given = values.names.reads.get(root, ()) if isinstance(root, ast.Name) else ()
    if not given or any(b.how is How.CLASS for b in given):
        return False
    others = [isinstance(b.value, ast.Call) and _makes_another(values, b.value) for b in given]
    return not all(others) if root is node or not uses_sdk(values) else True


def _makes_another(values: Values, call: ast.Call) -> bool:
    """Whether a call makes an object of a class of another package: ``acme.Client()``.

    What a function gives can be anything.
    """
    name = values.qualified(call.func) or ""
    return name == "stepbridge.legacy" or name.rpartition(".")[2][:1].isupper()


def uses_sdk(values: Values) -> bool:
    """Whether a module imports google.genai in any spelling."""
    key = ("uses google.genai",)
    if key not in values.certain:
        values.certain[key] = any(_imports_sdk(node) for node in values.source.nodes)
    return values.certain[key]


def _imports_sdk(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        if node.level:
            return False
        module = node.module or ""
        whole = module == "google" and any(a.name == "genai" for a in node.names)
        return whole or module.startswith("google.genai")
    if isinstance(node, ast.Import):
        return any(alias.name.startswith("google.genai") for alias in node.names)
    # importlib.import_module and __import__
    return isinstance(node, ast.Constant) and node.value == "google.genai"
