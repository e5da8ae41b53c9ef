"""Reading of JSON answers: paths into generateContent answers become paths into Interactions.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rest.streamed import is_streamed, rewrite_chunk
from stepbridge_codemods.rules.beta.request import text_of
from stepbridge_codemods.text.layout import WIDTH

_PARTS = ("candidates", 0, "content", "parts")
_TEXTS = ((*_PARTS, 0, "text"), ("outputs", -1, "text"), ("outputs", 0, "text"))
_CALLS = ((*_PARTS, 0, "functionCall"), (*_PARTS, 0, "function_call"))
_DATA = tuple(
    (*_PARTS, index, name, "data") for index in (0, -1, 1) for name in ("inlineData", "inline_data")
)
_USAGE = {
    "promptTokenCount": "total_input_tokens",
    "candidatesTokenCount": "total_output_tokens",
    "thoughtsTokenCount": "total_thought_tokens",
    "cachedContentTokenCount": "total_cached_tokens",
    "toolUsePromptTokenCount": "total_tool_use_tokens",
    "totalTokenCount": "total_tokens",
}
_FINISHED = {"STOP": "completed", "MAX_TOKENS": "incomplete"}
_KEPT = frozenset({"error", "steps", "usage", "id", "status", "model", "event_type", "delta"})


def rewrite_path(plan: Plan, node: ast.expr) -> None:
    """One chain of subscripts and ``.get(...)`` from an answer outwards, in place."""
    path, whole = _path_of(plan, node)
    if is_streamed(plan, node):
        rewrite_chunk(plan, node, path, whole)
    elif path in _TEXTS:
        put_text(plan, node, whole)
    elif path[:2] == ("candidates", 0) and path[2:] in (("finishReason",), ("finish_reason",)):
        _status(plan, node, whole)
    elif path[:6] in _CALLS:
        _call(plan, node, path)
    elif path in _DATA:
        _first(plan, node, whole, _IMAGE)
    elif path[:1] == ("usageMetadata",):
        _usage(plan, node, path, whole)
    elif path == _PARTS and only_texts(plan, whole):
        _put(plan, node, whole, "[", ["item", *_ITEMS], "]")
    elif path in (("candidates",), ("outputs",)) and _is_asked(plan, whole):
        quote = plan.quote
        _replace(plan, whole, "", node, f".get({quote}steps{quote})")
    elif path[:1] == ("outputs",):
        _put(plan, node, chain_of(plan, node, 1), "[", _OUTPUTS, "]")
    elif not path or path[0] not in _KEPT:
        shown = ast.unparse(whole)[:60]
        raise plan.cannot("SB001", whole, f"{shown}: text lies in steps of type model_output")


def _path_of(plan: Plan, node: ast.expr) -> tuple[tuple[object, ...], ast.expr]:
    """The constants of a chain, and all of it."""
    path: list[object] = []
    whole = node
    while True:
        step, outer = _step(plan, whole)
        if outer is None:
            return tuple(path), whole
        path.append(step)
        whole = outer


def _step(plan: Plan, node: ast.expr) -> tuple[object, ast.expr | None]:
    """The next key of a chain: ``x[key]`` or ``x.get(key, default)``."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Subscript) and parent.value is node:
        index = parent.slice
        if isinstance(index, ast.UnaryOp) and isinstance(index.operand, ast.Constant):
            return (-1 if index.operand.value == 1 else None), parent
        return (index.value if isinstance(index, ast.Constant) else None), parent
    if isinstance(parent, ast.Attribute) and parent.attr == "get":
        call = plan.source.parents[parent]
        if isinstance(call, ast.Call) and call.func is parent and call.args:
            return text_of(call.args[0]) or None, call
    return None, None


def chain_of(plan: Plan, node: ast.expr, depth: int) -> ast.expr:
    """The expression after so many keys of a chain."""
    for _ in range(depth):
        _, outer = _step(plan, node)
        assert outer is not None
        node = outer
    return node


def _is_asked(plan: Plan, whole: ast.expr) -> bool:
    return plan.context(whole) in ("test", "is None")


# --- what stands in place of a path --------------------------------------------------------------


def put_text(plan: Plan, node: ast.expr, whole: ast.expr) -> None:
    """The text of all model_output steps."""
    if _misses(plan, node):
        for site in plan.sites:
            plan.mark(site.call.func, _NO_TEXT)
    clauses = ['item["text"]', *_ITEMS, 'if item["type"] == "text"']
    _put(plan, node, whole, '"".join(', clauses, ")")


def _misses(plan: Plan, node: ast.expr) -> bool:
    """Whether code around a read catches that something is not there."""
    outer = plan.values.enclosing(node, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)
    if not isinstance(outer, ast.Try):
        return False
    caught = {
        ast.unparse(n) for h in outer.handlers if h.type is not None for n in ast.walk(h.type)
    }
    return bool(caught & {"KeyError", "IndexError", "LookupError"})


_NO_TEXT = "An answer without text gives an empty string, where it raised KeyError or IndexError."
_ITEMS = [
    'for step in {}["steps"]',
    'if step["type"] == "model_output"',
    'for item in step["content"]',
]
_IMAGE = ['item["data"]', *_ITEMS, 'if item["type"] == "image"']
_OUTPUTS = [
    "item",
    'for step in {}["steps"]',
    'for item in (step["content"] if step["type"] == "model_output" else [step])',
]
_CALL = ["step", 'for step in {}["steps"]', 'if step["type"] == "function_call"']


def only_texts(plan: Plan, whole: ast.expr) -> bool:
    """Whether a loop over parts reads nothing of them but their text."""
    loop = plan.source.parents[whole]
    if not isinstance(loop, ast.For | ast.comprehension) or not isinstance(loop.target, ast.Name):
        return False
    inside = plan.source.parents[loop] if isinstance(loop, ast.comprehension) else loop
    reads = [
        node
        for node in ast.walk(inside)
        if isinstance(node, ast.Name)
        and node.id == loop.target.id
        and isinstance(node.ctx, ast.Load)
    ]
    return bool(reads) and all(_is_text_read(plan, node) for node in reads)


def _is_text_read(plan: Plan, node: ast.Name) -> bool:
    """``part["text"]``, ``part.get("text")`` and ``"text" in part``."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Compare):
        return text_of(parent.left) == "text"
    return _step(plan, node)[0] == "text"


def _first(plan: Plan, node: ast.expr, whole: ast.expr, clauses: list[str]) -> None:
    _put(plan, node, whole, "next(", clauses, ")")


def _put(
    plan: Plan, node: ast.expr, whole: ast.expr, head: str, clauses: list[str], tail: str
) -> None:
    """A generator over steps, on one line where it fits."""
    source, quote = plan.source, plan.quote
    start = source.span(whole)[0]
    width = start - source.line_start(start) + len(plan.text(node)) + len(head)
    is_flat = width + len(" ".join(clauses)) + 2 <= WIDTH
    gap = " " if is_flat else f"{source.newline}{source.indent(start)}    "
    last = "" if is_flat else f"{source.newline}{source.indent(start)}"
    text = head + ("" if is_flat else gap) + gap.join(clauses) + last + tail
    before, after = text.replace('"', quote).split("{}")
    if isinstance(plan.source.parents[node], ast.Attribute):  # .get("candidates")
        after = after.replace(f"[{quote}steps{quote}]", f".get({quote}steps{quote}, [])", 1)
    _replace(plan, whole, before, node, after)


def _replace(plan: Plan, whole: ast.expr, before: str, node: ast.expr, after: str) -> None:
    """Puts a read of the answer in place of another; ``(await reply.json())`` stays in brackets."""
    is_open = isinstance(node, ast.Await | ast.NamedExpr)
    left, right = ("(", ")") if is_open else ("", "")
    plan.edits.replace(whole, before + left, node, right + after)


def _call(plan: Plan, node: ast.expr, path: tuple[object, ...]) -> None:
    """A function call is a step; ``args`` are its ``arguments``."""
    whole = chain_of(plan, node, 6)
    _first(plan, node, whole, _CALL)
    if path[6:7] == ("args",):
        read = plan.source.parents[whole]
        key = read.slice if isinstance(read, ast.Subscript) else None
        if key is None:
            raise plan.cannot("SB001", whole, "args of a function call")
        plan.edits.replace(key, plan.quoted("arguments").parts[0])
    elif path[6:] not in ((), ("name",), ("id",)):
        raise plan.cannot("SB001", whole, "a function call")


def _usage(plan: Plan, node: ast.expr, path: tuple[object, ...], whole: ast.expr) -> None:
    new = _USAGE.get(str(path[1])) if len(path) == 2 else None
    if new is None:
        raise plan.cannot("SB001", whole, "usageMetadata")
    quote = plan.quote
    _replace(plan, whole, "", node, f"[{quote}usage{quote}][{quote}{new}{quote}]")


def _status(plan: Plan, node: ast.expr, whole: ast.expr) -> None:
    """``finishReason == "MAX_TOKENS"`` is ``status == "incomplete"``."""
    test = plan.source.parents[whole]
    other = test.comparators[0] if isinstance(test, ast.Compare) and test.left is whole else None
    new = _FINISHED.get(text_of(other))
    if new is None or other is None:
        raise plan.cannot("SB001", whole, "finishReason: see status")
    _replace(plan, whole, "", node, f"[{plan.quote}status{plan.quote}]")
    plan.edits.replace(other, plan.quoted(new).parts[0])
