"""Reading of JSON answers: paths into generateContent answers become paths into Interactions.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import WIDTH
from stepbridge_codemods.plan import Plan

TEXTS = (
    ("candidates", 0, "content", "parts", 0, "text"),
    ("outputs", -1, "text"),
    ("outputs", 0, "text"),
)
USAGE = {
    "promptTokenCount": "total_input_tokens",
    "candidatesTokenCount": "total_output_tokens",
    "thoughtsTokenCount": "total_thought_tokens",
    "cachedContentTokenCount": "total_cached_tokens",
    "totalTokenCount": "total_tokens",
}


def path_of(plan: Plan, node: ast.expr) -> tuple[tuple[object, ...], ast.expr]:
    """The constants of a chain of subscripts from a node outwards, and the whole chain."""
    path: list[object] = []
    whole = node
    while True:
        parent = plan.source.parents[whole]
        if not isinstance(parent, ast.Subscript) or parent.value is not whole:
            return tuple(path), whole
        index = parent.slice
        if isinstance(index, ast.UnaryOp) and isinstance(index.operand, ast.Constant):
            path.append(-1 if index.operand.value == 1 else None)
        else:
            path.append(index.value if isinstance(index, ast.Constant) else None)
        whole = parent


def rewrite_path(plan: Plan, node: ast.expr) -> None:
    """One chain, in place."""
    path, whole = path_of(plan, node)
    if path in TEXTS:
        _text(plan, node, whole)
    elif len(path) == 2 and path[0] == "usageMetadata" and path[1] in USAGE:
        quote = plan.quote
        new = USAGE[str(path[1])]
        plan.edits.replace(whole, node, f"[{quote}usage{quote}][{quote}{new}{quote}]")
    elif path and path[0] in ("error", "steps", "usage", "id", "status"):
        return
    else:
        shown = ast.unparse(whole)[:60]
        raise plan.cannot("SB001", whole, f"{shown}: text lies in steps of type model_output")


def _text(plan: Plan, node: ast.expr, whole: ast.expr) -> None:
    """The text of all model_output steps."""
    quote = plan.quote
    first = '["steps"]'
    clauses = [
        'if step["type"] == "model_output"',
        'for item in step["content"]',
        'if item["type"] == "text"',
    ]
    first, *clauses = [text.replace('"', quote) for text in (first, *clauses)]
    start = plan.source.span(whole)[0]
    width = start - plan.source.line_start(start) + len(plan.text(node)) + 60
    head = f"item[{quote}text{quote}]"
    if width + len(" ".join(clauses)) <= WIDTH:
        gap, last = " ", ""
        opening = f"{quote}{quote}.join({head}"
    else:
        gap = f"{plan.source.newline}{plan.source.indent(start)}    "
        last = f"{plan.source.newline}{plan.source.indent(start)}"
        opening = f"{quote}{quote}.join({gap}{head}"
    tail = "".join(f"{gap}{clause}" for clause in clauses)
    plan.edits.replace(whole, f"{opening}{gap}for step in ", node, f"{first}{tail}{last})")
