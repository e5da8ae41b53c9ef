"""Other SDKs and libraries that speak to Gemini's generateContent: said aloud, not rewritten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from stepbridge_codemods.finding import Remark
from stepbridge_codemods.text.source import Source

_MODULE = re.compile(r"vertexai\.(preview\.)?(generative_models|language_models|prompts)\b")
_LIBRARY = re.compile(
    r"langchain_google_(genai|vertexai)\b|litellm\b|llama_index\.llms\.(gemini|google_genai|vertex)\b"
)
_PARENTS = frozenset({"vertexai", "vertexai.preview"})
_MENTIONED = re.compile("vertexai|langchain_google|litellm|llama_index")
_SAID = (
    "{} is an SDK of its own that stepbridge does not rewrite: move its calls to google-genai, "
    "genai.Client(vertexai=True, ...), and run again"
)
_CALLS_ITSELF = (
    "{} calls Gemini by itself: which API it uses is up to its releases, and nothing is to be "
    "rewritten here"
)


def remarks(source: Source) -> tuple[Remark, ...]:
    """A remark at the first import of each such module."""
    found: dict[str, Remark] = {}
    for node in source.nodes if _MENTIONED.search(source.text) else ():
        for name, said in _imported(node):
            place = source.position(source.span(node)[0])
            found.setdefault(name, Remark(source.path, 0, *place, message=said.format(name)))
    return tuple(found.values())


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The modules that a statement imports, and what is said of them."""
    if isinstance(node, ast.ImportFrom) and not node.level:
        module = node.module or ""
        names = [f"{module}.{a.name}" for a in node.names] if module in _PARENTS else [module]
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        return
    for name in names:
        for modules, said in ((_MODULE, _SAID), (_LIBRARY, _CALLS_ITSELF)):
            found = modules.match(name)
            if found is not None:
                yield found[0], said
