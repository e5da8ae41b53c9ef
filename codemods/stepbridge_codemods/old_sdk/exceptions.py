"""Exception handlers around calls of the old SDK: google.api_core classes become those of today."""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.written import quote_at
from stepbridge_codemods.planning.error_classes import ALIAS
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.values.infer import Values

_API_CORE = "google.api_core.exceptions."
_CLIENT = (
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "UnprocessableEntityError",
    "RateLimitError",
)
_CLASSES = {
    "GoogleAPIError": ("APIError",),
    "GoogleAPICallError": ("APIError",),
    "ClientError": _CLIENT,
    "ServerError": ("InternalServerError",),
    "InvalidArgument": ("BadRequestError",),
    "BadRequest": ("BadRequestError",),
    "FailedPrecondition": ("BadRequestError",),
    "Unauthenticated": ("AuthenticationError",),
    "Unauthorized": ("AuthenticationError",),
    "PermissionDenied": ("PermissionDeniedError",),
    "Forbidden": ("PermissionDeniedError",),
    "NotFound": ("NotFoundError",),
    "Conflict": ("ConflictError",),
    "AlreadyExists": ("ConflictError",),
    "Aborted": ("ConflictError",),
    "ResourceExhausted": ("RateLimitError",),
    "TooManyRequests": ("RateLimitError",),
    "InternalServerError": ("InternalServerError",),
    "Unknown": ("InternalServerError",),
    "ServiceUnavailable": ("InternalServerError",),
    "DeadlineExceeded": ("InternalServerError", "APITimeoutError"),
    "GatewayTimeout": ("InternalServerError", "APITimeoutError"),
    "RetryError": ("APITimeoutError",),
    "types.BlockedPromptException": ("BadRequestError",),
}

_WITHOUT_STATUS = frozenset({"APIError", "APITimeoutError"})
"""Classes whose instances may tell of a connection that failed, and have no status."""


def caught(values: Values, handler: ast.ExceptHandler) -> list[tuple[ast.expr, str]]:
    """The classes of the old SDK and of google.api_core that a handler names."""
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    found = []
    for node in named:
        if node is None:
            continue
        full = values.qualified(node) or ""
        short = short_name(values, node)
        if full.startswith(_API_CORE):
            found.append((node, full.removeprefix(_API_CORE)))
        elif short and ("Exception" in short or short.endswith("Error")):
            found.append((node, short))
    return found


def reached(values: Values, block: ast.Try) -> set[ast.AST]:
    """The calls in a block, and in the functions of the module that it calls."""
    found: set[ast.AST] = set()
    waiting: list[ast.AST] = list(block.body)
    seen: set[ast.AST] = set()
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Call):
                found.add(node)
                function = values.function(node.func)
                if function is not None and function not in seen:
                    seen.add(function)
                    waiting += function.body
    return found


def replace_handler(plan: Plan, handler: ast.ExceptHandler, *, services: bool) -> None:
    """The classes that the rewritten calls raise, in place of the old ones."""
    values = plan.values
    old = caught(values, handler)
    names: list[str] = []
    for node, name in old:
        if name not in _CLASSES:
            raise plan.cannot("SB013", node, name)
        names += _CLASSES[name]
    for name_node, bindings in values.names.reads.items():
        if any(binding.target is handler for binding in bindings):
            parent = values.source.parents[name_node]
            if isinstance(parent, ast.Attribute):
                _read(plan, name_node, parent, names, services=services)
    replaced = [node for node, _ in old]
    handled = plan.facts.setdefault("handled", set())
    assert isinstance(handled, set)
    handled.update(inner for node in replaced for inner in ast.walk(node))
    assert handler.type is not None
    given = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    texts = [plan.text(node) for node in given if node not in replaced]
    texts += [f"{ALIAS}.{name}" for name in dict.fromkeys(names)]
    if services:
        texts.append("genai_errors.APIError")
        plan.imports.add(Import("google.genai", "errors", "genai_errors"))
    plan.edits.replace(handler.type, texts[0] if len(texts) == 1 else f"({', '.join(texts)})")
    plan.imports.add(Import("google.genai", "_interactions", ALIAS))


def _read(
    plan: Plan, error: ast.Name, read: ast.Attribute, names: list[str], *, services: bool
) -> None:
    """``error.code``, a number with a name, is the number ``status_code``."""
    if read.attr != "code" or services:
        raise plan.cannot("SB013", read, read.attr)
    outer = plan.source.parents[read]
    plain = isinstance(outer, ast.Attribute) and outer.attr == "value"
    if isinstance(outer, ast.Attribute) and not plain:
        raise plan.cannot("SB013", outer, f"code.{outer.attr}")
    whole = outer if plain else read
    if _WITHOUT_STATUS & set(names):
        quote = quote_at(plan, read)
        plan.edits.replace(whole, f"getattr({error.id}, {quote}status_code{quote}, None)")
    else:
        plan.edits.replace(whole, f"{error.id}.status_code")
