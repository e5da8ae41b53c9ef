"""Other mistakes around Interactions: handlers that never run, classes that do not exist."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.values.infer import Values

_ERRORS = tuple(
    f"google.genai.errors.{name}" for name in ("APIError", "ClientError", "ServerError")
)


@lint
def handlers(values: Values) -> Iterator[Problem]:
    """``except errors.APIError`` around nothing but Interactions calls."""
    for call in creates(values):
        around = values.enclosing(call, ast.Try)
        if not isinstance(around, ast.Try) or not any(
            call is node for statement in around.body for node in ast.walk(statement)
        ):
            continue
        caught = [h for h in around.handlers if h.type is not None]
        names = {_name(values, h.type) for h in caught if h.type is not None}
        if names & set(_ERRORS) and not _covers(values, around, call):
            handler = next(h for h in caught if h.type and _name(values, h.type) in _ERRORS)
            assert handler.type is not None
            yield Problem("wrong.except_api_error", handler.type)


def _name(values: Values, node: ast.expr) -> str:
    return values.qualified(node) or ""


def _covers(values: Values, around: ast.Try, call: ast.Call) -> bool:
    """Whether other calls of the client can raise those errors, or something catches ours."""
    for handler in around.handlers:
        text = ast.unparse(handler.type) if handler.type is not None else "Exception"
        if "Exception" in text or "APIStatusError" in text or "_interactions" in text:
            return True
        if isinstance(handler.type, ast.Tuple):
            return True
    calls = [
        n for s in around.body for n in ast.walk(s) if isinstance(n, ast.Call) and n is not call
    ]
    return any(
        word in ast.unparse(other.func)
        for other in calls
        for word in (".models.", ".files.", ".chats.", ".caches.", ".batches.")
    )


@lint
def classes(values: Values) -> Iterator[Problem]:
    """``types.InteractionConfig`` and the like."""
    for name in ("InteractionConfig", "CreateInteractionConfig", "InteractionsConfig"):
        for node in values.attribute_nodes.get(name, ()):
            if values.qualified(node) == f"google.genai.types.{name}":
                yield Problem("wrong.InteractionConfig", node, None, name)


@lint
def versions(values: Values) -> Iterator[Problem]:
    """The version that only one official page shows."""
    for node in ast.walk(values.source.tree):
        text = text_of(node)
        if isinstance(node, ast.Constant) and (
            "/v1beta2/interactions" in text or text == "v1beta2"
        ):
            yield Problem("wrong.v1beta2", node, _older(node))


def _older(node: ast.Constant) -> Fix:
    def fix(plan: Plan) -> None:
        if isinstance(plan.source.parents[node], ast.JoinedStr):
            raise plan.cannot("SB007", node)
        plan.edits.replace(node, plan.text(node).replace("v1beta2", "v1beta"))

    return fix
