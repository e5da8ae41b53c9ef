"""Tools and tool config of generateContent in canonical form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stepbridge_emulator.media import lower_enum, present
from stepbridge_emulator.prompt import Json
from stepbridge_emulator.retrieval_form import retrieval_entries


def built_in_tools(tools: list[Json], tool_config: Json) -> tuple[Json, ...]:
    """The service's own tools, sorted by type."""
    position = tool_config.get("retrievalConfig", {}).get("latLng", {})
    found = [entry for tool in tools for entry in _entries(tool, position)]
    return tuple(sorted(found, key=lambda entry: (entry["type"], str(entry))))


def tool_choice(tool_config: Json) -> Json:
    """Mode and allowed names; empty for the default."""
    calling = tool_config.get("functionCallingConfig", {})
    mode = lower_enum(calling.get("mode", ""))
    names = sorted(calling.get("allowedFunctionNames", []))
    if mode in ("", "auto", "mode_unspecified") and not names:
        return {}
    return present({"mode": mode, "names": names})


def _entries(tool: Json, position: Json) -> list[Json]:
    entries = [
        {"type": kind, **present(read(tool[name], position))}
        for name, (kind, read) in READERS.items()
        if name in tool
    ]
    entries += [_mcp(server) for server in tool.get("mcpServers", [])]
    return entries + (retrieval_entries(tool["retrieval"]) if "retrieval" in tool else [])


def _search(tool: Json, position: Json) -> Json:
    types = tool.get("searchTypes", {})
    names = {"webSearch": "web_search", "imageSearch": "image_search"}
    return {
        "search_types": normal_search_types([names[name] for name in names if name in types]),
        "time_range": tool.get("timeRangeFilter"),
        "exclude_domains": tool.get("excludeDomains"),
    }


def normal_search_types(types: list[str]) -> list[str]:
    """Sorted; web search alone is what no types at all mean."""
    return [] if types == ["web_search"] else sorted(types)


def _enterprise(tool: Json, position: Json) -> Json:
    return {"search_types": ["enterprise_web_search"]}


def _maps(tool: Json, position: Json) -> Json:
    return {"enable_widget": tool.get("enableWidget") or None, **position}


def _files(tool: Json, position: Json) -> Json:
    return {
        "stores": tool.get("fileSearchStoreNames"),
        "top_k": tool.get("topK"),
        "filter": tool.get("metadataFilter"),
    }


def _computer(tool: Json, position: Json) -> Json:
    return {
        "environment": lower_enum(tool.get("environment", ""), "environment_"),
        "excluded": tool.get("excludedPredefinedFunctions"),
        "injection_detection": tool.get("enablePromptInjectionDetection"),
        "disabled_policies": [lower_enum(item) for item in tool.get("disabledSafetyPolicies", [])],
    }


def _nothing(tool: Any, position: Json) -> Json:
    return {}


def _partner(kind: str) -> Callable[[Json, Json], Json]:
    """A reader for the search of another company."""

    def reader(tool: Json, position: Json) -> Json:
        config = {"api_key": tool.get("apiKey"), "custom_config": tool.get("customConfigs")}
        return {"retrieval_types": [kind], f"{kind}_config": present(config)}

    return reader


def _mcp(server: Json) -> Json:
    transport = server.get("streamableHttpTransport", {})
    return {
        "type": "mcp_server",
        **present(
            {
                "name": server.get("name"),
                "url": transport.get("url"),
                "headers": transport.get("headers"),
            }
        ),
    }


READERS = {
    "googleSearch": ("google_search", _search),
    "googleSearchRetrieval": ("google_search", _nothing),
    "enterpriseWebSearch": ("google_search", _enterprise),
    "googleMaps": ("google_maps", _maps),
    "codeExecution": ("code_execution", _nothing),
    "urlContext": ("url_context", _nothing),
    "fileSearch": ("file_search", _files),
    "computerUse": ("computer_use", _computer),
    "parallelAiSearch": ("retrieval", _partner("parallel_ai_search")),
    "exaAiSearch": ("retrieval", _partner("exa_ai_search")),
}
