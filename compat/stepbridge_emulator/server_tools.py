"""Tools that the service runs itself: what it called, what came back, what the text then cites."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stepbridge_emulator.agents import own_tools
from stepbridge_emulator.answer import Source, ToolUse
from stepbridge_emulator.prompt import Json, Prompt, fingerprint
from stepbridge_emulator.tokens import text_tokens

REDIRECT = "https://vertexaisearch.cloud.google.com/grounding-api-redirect/"
SITES = ("example.com", "example.org")


@dataclass(frozen=True)
class ToolWork:
    """Tool uses of one answer, and what its sentences can be credited to."""

    uses: tuple[ToolUse, ...] = ()
    cited: tuple[Source, ...] = ()

    @property
    def tokens(self) -> int:
        return sum(text_tokens(str(use.arguments) + str(use.result)) for use in self.uses)


def sources_of(prompt: Prompt) -> ToolWork:
    """What the built-in tools contribute to the answer."""
    found = [
        RUNNERS[tool["type"]](prompt, tool)
        for tool in (*prompt.built_in, *own_tools(prompt.model))
        if tool["type"] in RUNNERS
    ]
    return ToolWork(
        tuple(use for work in found for use in work.uses),
        tuple(source for work in found for source in work.cited),
    )


def _id(prompt: Prompt, kind: str) -> str:
    return fingerprint([prompt.digest, kind])[:8]


def _search(prompt: Prompt, tool: Json) -> ToolWork:
    widget = f'<div class="container"><a class="chip" href="{REDIRECT}q">Search</a></div>'
    image = "image_search" in tool.get("search_types", [])
    arguments = {"queries": [_query(prompt), f"{_query(prompt)} 2026"]}
    use = ToolUse(
        _id(prompt, "search"),
        "google_search",
        arguments,
        [{"search_suggestions": widget}],
        after_output=True,
        variant="image_search" if image else "web_search",
    )
    cited = tuple(
        Source("url", REDIRECT + fingerprint([prompt.digest, site])[:24], site) for site in SITES
    )
    return ToolWork((use,), cited)


def _query(prompt: Prompt) -> str:
    return prompt.question.strip(" ?!.")[:80] or "news"


def _urls(prompt: Prompt, tool: Json) -> ToolWork:
    urls = re.findall(r"https?://[^\s\"'<>)]+", " ".join(prompt.user_texts()))
    urls = [url.rstrip(".,;:!?") for url in urls]
    if not urls:
        return ToolWork()
    result = [{"url": url, "status": "success"} for url in urls]
    use = ToolUse(_id(prompt, "url"), "url_context", {"urls": urls}, result)
    return ToolWork((use,), tuple(Source("url", url, url.split("/")[2]) for url in urls))


def _code(prompt: Prompt, tool: Json) -> ToolWork:
    code = f"print('{prompt.digest[:6]}')\n"
    arguments = {"code": code, "language": "python"}
    return ToolWork(
        (ToolUse(_id(prompt, "code"), "code_execution", arguments, prompt.digest[:6] + "\n"),)
    )


def _maps(prompt: Prompt, tool: Json) -> ToolWork:
    place = {
        "place_id": f"places/{prompt.digest[:12]}",
        "name": "Emulated Café",
        "url": "https://maps.google.com/?cid=1",
    }
    result: Json = {"places": [place]}
    if tool.get("enable_widget"):
        result["widget_context_token"] = f"widgetcontent/{prompt.digest[:12]}"
    use = ToolUse(_id(prompt, "maps"), "google_maps", {"queries": [_query(prompt)]}, [result])
    return ToolWork((use,), (Source("place", place["url"], place["name"], place["place_id"]),))


def _files(prompt: Prompt, tool: Json) -> ToolWork:
    store = next(iter(tool.get("stores", [])), "fileSearchStores/none")
    use = ToolUse(_id(prompt, "files"), "file_search", {}, [])
    return ToolWork((use,), (Source("file", f"{store}/documents/1", "notes.txt", store),))


def _mcp(prompt: Prompt, tool: Json) -> ToolWork:
    use = ToolUse(
        _id(prompt, "mcp"),
        "mcp_server_tool",
        {"query": _query(prompt)},
        [{"type": "text", "text": f"{tool.get('name', 'server')} says {prompt.digest[:6]}"}],
        variant=tool.get("name", "server"),
    )
    return ToolWork((use,))


def _retrieval(prompt: Prompt, tool: Json) -> ToolWork:
    variant = next(iter(tool.get("retrieval_types", [])), "vertex_ai_search")
    use = ToolUse(
        _id(prompt, "retrieval"), "retrieval", {"queries": [_query(prompt)]}, None, variant=variant
    )
    return ToolWork((use,), (Source("file", "gs://emulated/notes.txt", "notes.txt", "emulated"),))


RUNNERS: dict[str, Callable[[Prompt, Json], ToolWork]] = {
    "google_search": _search,
    "url_context": _urls,
    "code_execution": _code,
    "google_maps": _maps,
    "file_search": _files,
    "mcp_server": _mcp,
    "retrieval": _retrieval,
}
