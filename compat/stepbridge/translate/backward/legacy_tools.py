"""Flat typed ``tools`` -> legacy tools: functions together in one entry, the others one each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from stepbridge.translate.backward.legacy_draft import LegacyDraft, no_counterpart
from stepbridge.translate.backward.legacy_retrieval import retrieval_tools
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Rule, Table, carried, copied
from stepbridge.translate.walk.shapes import (
    as_flag,
    as_integer,
    as_is,
    as_labels,
    as_list,
    as_number,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject

Maker: TypeAlias = Callable[[JsonObject, str, LegacyDraft, Ledger], list[JsonObject]]


def tools(value: Any, path: str, draft: LegacyDraft, ledger: Ledger) -> None:
    """Rule for ``tools``. Raises MalformedRequestError for an entry without a type."""
    functions: list[JsonObject] = []
    found: list[JsonObject] = []
    for place, item in enumerate(as_list(value, path)):
        at = f"{path}[{place}]"
        tool = as_object(item, at)
        kind = as_text(tool.get("type"), f"{at}.type")
        if kind == "function":
            if not functions:
                found.append({"functionDeclarations": functions})
            functions.append(carried(tool, at, _FUNCTION, ledger))
        elif kind in _MAKERS:
            found += _MAKERS[kind](tool, at, draft, ledger)
        elif kind == "tool_search":
            ledger.lost_secret("tool.tool_search", at)
        else:
            raise MalformedRequestError(f"{at}.type", "a tool that the schema has")
    if found:
        draft.body["tools"] = found


def _typed(key: str, table: Table[JsonObject]) -> Maker:
    def make(tool: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> list[JsonObject]:
        return [{key: carried(tool, path, table, ledger)}]

    return make


def _search(tool: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> list[JsonObject]:
    said = carried(tool, path, _SEARCH, ledger)
    kinds = said.get("types", [])
    made: list[JsonObject] = (
        [{"enterpriseWebSearch": {}}] if "enterprise_web_search" in kinds else []
    )
    named: JsonObject = {key: {} for kind, key in _SEARCH_KINDS.items() if kind in kinds}
    if named or not made:
        made.append({"googleSearch": {"searchTypes": named} if named else {}})
    return made


def _maps(tool: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> list[JsonObject]:
    said = carried(tool, path, _MAPS, ledger)
    place = {key: said.pop(key) for key in ("latitude", "longitude") if key in said}
    if place:
        draft.tool_config["retrievalConfig"] = {"latLng": place}
    return [{"googleMaps": said}]


def _mcp(tool: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> list[JsonObject]:
    said = carried(tool, path, _MCP, ledger)
    transport = {key: said.pop(key) for key in ("url", "headers") if key in said}
    return [{"mcpServers": [{**said, "streamableHttpTransport": transport}]}]


def _retrieval(tool: JsonObject, path: str, draft: LegacyDraft, ledger: Ledger) -> list[JsonObject]:
    return retrieval_tools(tool, path, ledger)


def _type(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    """The tool's kind has been read."""


def _environment(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["environment"] = f"ENVIRONMENT_{as_text(value, path).upper()}"


def _policies(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["disabledSafetyPolicies"] = [name.upper() for name in as_texts(value, path)]


def _with_type(table: dict[str, Rule[JsonObject]]) -> Table[JsonObject]:
    return {"type": _type, **table}


_SEARCH_KINDS = {"web_search": "webSearch", "image_search": "imageSearch"}
_FUNCTION = _with_type(
    {
        "name": copied("name", as_text),
        "description": copied("description", as_text),
        "parameters": copied("parametersJsonSchema", as_is),
        "defer_loading": no_counterpart("tool.function.defer_loading", False),
        "short_description": no_counterpart("tool.function.short_description"),
    }
)
_SEARCH = _with_type({"search_types": copied("types", as_texts)})
_MAPS = _with_type(
    {
        "enable_widget": copied("enableWidget", as_flag),
        "latitude": copied("latitude", as_number),
        "longitude": copied("longitude", as_number),
    }
)
_MCP = _with_type(
    {
        "name": copied("name", as_text),
        "url": copied("url", as_text),
        "headers": copied("headers", as_labels),
        "allowed_tools": no_counterpart("tool.mcp_server.allowed_tools", []),
    }
)
_FILE_SEARCH = _with_type(
    {
        "file_search_store_names": copied("fileSearchStoreNames", as_texts),
        "top_k": copied("topK", as_integer),
        "metadata_filter": copied("metadataFilter", as_text),
    }
)
_COMPUTER_USE = _with_type(
    {
        "environment": _environment,
        "excluded_predefined_functions": copied("excludedPredefinedFunctions", as_texts),
        "enable_prompt_injection_detection": copied("enablePromptInjectionDetection", as_flag),
        "disabled_safety_policies": _policies,
    }
)
_MAKERS: dict[str, Maker] = {
    "google_search": _search,
    "google_maps": _maps,
    "mcp_server": _mcp,
    "retrieval": _retrieval,
    "code_execution": _typed("codeExecution", _with_type({})),
    "url_context": _typed("urlContext", _with_type({})),
    "file_search": _typed("fileSearch", _FILE_SEARCH),
    "computer_use": _typed("computerUse", _COMPUTER_USE),
}
