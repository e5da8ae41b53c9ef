"""Class names of the beta, imported or read from ``google.genai.interactions``.

https://github.com/googleapis/python-genai/blob/main/CHANGELOG.md
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.lint import Fix, Problem, lint
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.values.infer import Values

_TOOLS = (
    *("FunctionCall", "FunctionResult", "Thought", "CodeExecutionCall", "CodeExecutionResult"),
    *("GoogleSearchCall", "GoogleSearchResult", "URLContextCall", "URLContextResult"),
    *("FileSearchCall", "FileSearchResult", "MCPServerToolCall", "MCPServerToolResult"),
)
TYPES = {
    **{f"{name}Content": f"{name}Step" for name in _TOOLS},
    **{f"{name}ContentParam": f"{name}StepParam" for name in _TOOLS},
    "ContentStart": "StepStart",
    "ContentDelta": "StepDelta",
    "ContentStop": "StepStop",
    "InteractionStartEvent": "InteractionCreatedEvent",
    "InteractionCompleteEvent": "InteractionCompletedEvent",
}
"""Class of the beta -> class of today."""

GONE = frozenset({"Turn", "TurnParam", "UsageParam"})
_MODULE = "google.genai.interactions"


@lint
def imported(values: Values) -> Iterator[Problem]:
    """Names in imports, and what reads them."""
    for node in ast.walk(values.source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE and not node.level:
            for alias in node.names:
                yield from _alias(values, alias)
    for name in (*TYPES, *GONE):
        for read in values.attribute_nodes.get(name, ()):
            if values.qualified(read) == f"{_MODULE}.{name}":
                yield Problem(_symbol(name), read, _attribute(read, name), name)


def _symbol(name: str) -> str:
    return f"beta.{name}" if name in GONE else f"beta.{name.removesuffix('Param')}"


def _alias(values: Values, alias: ast.alias) -> Iterator[Problem]:
    name = alias.name
    if name not in TYPES and name not in GONE:
        return
    yield Problem(_symbol(name), alias, _import(values, alias))


def _import(values: Values, alias: ast.alias) -> Fix | None:
    new = TYPES.get(alias.name)
    if new is None:
        return None
    reads = [
        node
        for node, bindings in values.names.reads.items()
        if any(binding.target is alias for binding in bindings)
    ]

    def fix(plan: Plan) -> None:
        start = plan.source.span(alias)[0]
        plan.edits.put(start, start + len(alias.name), new)
        for node in reads if alias.asname is None else ():
            plan.edits.replace(node, new)

    return fix


def _attribute(node: ast.Attribute, name: str) -> Fix | None:
    new = TYPES.get(name)
    if new is None:
        return None

    def fix(plan: Plan) -> None:
        end = plan.source.span(node)[1]
        plan.edits.put(end - len(name), end, new)

    return fix
