"""Class names of the beta, imported or read from ``google.genai.interactions``.

https://github.com/googleapis/python-genai/blob/main/CHANGELOG.md
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.rules.beta.request import turns
from stepbridge_codemods.rules.beta.slots import given
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
    "TurnParam": "StepParam",
    "UsageParam": "UsageTypedDict",
}
"""Class of the beta -> class of today."""

GONE = frozenset({"Turn"})
_ROWS = frozenset({"Turn", "TurnParam", "UsageParam"})
"""Names with rows of their own; the others share that of the class without ``Param``."""

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
    return f"beta.{name}" if name in _ROWS else f"beta.{name.removesuffix('Param')}"


def _alias(values: Values, alias: ast.alias) -> Iterator[Problem]:
    name = alias.name
    if name not in TYPES and (name not in GONE or _is_only_sent(values, alias)):
        return
    yield Problem(_symbol(name), alias, _import(values, alias))


def _reads(values: Values, alias: ast.alias) -> list[ast.Name]:
    return [
        node
        for node, bindings in values.names.reads.items()
        if any(binding.target is alias for binding in bindings)
    ]


def _is_only_sent(values: Values, alias: ast.alias) -> bool:
    """Whether all turns that are made go into inputs, where they become steps."""
    sent: set[ast.AST] = set()
    for call in creates(values):
        sent.update(turns(values, given(values, call, "input")))
    reads = _reads(values, alias)
    return bool(reads) and all(values.source.parents[node] in sent for node in reads)


def _import(values: Values, alias: ast.alias) -> Fix | None:
    new = TYPES.get(alias.name)
    if new is None:
        return None
    reads = _reads(values, alias)

    def fix(plan: Plan) -> None:
        if reads and alias.asname is None:
            plan.imports.add(Import(_MODULE, new))  # the old name dies with its last read
            for node in reads:
                plan.edits.replace(node, new)
            return
        start = plan.source.span(alias)[0]
        plan.edits.put(start, start + len(alias.name), new)

    return fix


def _attribute(node: ast.Attribute, name: str) -> Fix | None:
    new = TYPES.get(name)
    if new is None:
        return None

    def fix(plan: Plan) -> None:
        end = plan.source.span(node)[1]
        plan.edits.put(end - len(name), end, new)

    return fix
