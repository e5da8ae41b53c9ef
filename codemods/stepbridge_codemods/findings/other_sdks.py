"""Modules of other SDKs that speak to Gemini's generateContent: said aloud, not rewritten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.finding import Remark
from stepbridge_codemods.text.source import Source

_MODULE = re.compile(r"vertexai\.(preview\.)?(generative_models|language_models)\b")
_PARENTS = frozenset({"vertexai", "vertexai.preview"})
_SAID = (
    "{} is an SDK of its own that stepbridge does not rewrite: move its calls to google-genai, "
    "genai.Client(vertexai=True, ...), and run again"
)


def remarks(source: Source) -> tuple[Remark, ...]:
    """A remark at each import of such a module."""
    if "vertexai" not in source.text:
        return ()
    return tuple(
        Remark(source.path, 0, *source.position(source.span(node)[0]), message=_SAID.format(name))
        for node in source.nodes
        for name in _imported(node)
    )


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and not node.level:
        module = node.module or ""
        names = [f"{module}.{a.name}" for a in node.names] if module in _PARENTS else [module]
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        return
    for name in names:
        found = _MODULE.match(name)
        if found is not None:
            yield found[0]
