"""``tools``: legacy entries hold tools of one or several kinds -> one flat list of typed tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.tooling import retrieval, search_tools
from stepbridge.translate.tooling.functions import function_tools
from stepbridge.translate.walk.enums import ENVIRONMENT, SAFETY_POLICY, chosen, chosen_list
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Rule, Table, apply, carried, copied, refused
from stepbridge.translate.walk.shapes import (
    as_flag,
    as_integer,
    as_labels,
    as_list,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject

Maker: TypeAlias = Callable[[Any, str, Ledger], list[JsonObject]]


def tools(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``tools``."""
    found: list[JsonObject] = []
    for place, entry in enumerate(as_list(value, path)):
        at = f"{path}[{place}]"
        apply(as_object(entry, at), at + ".", _TABLE, found, ledger)
    if found:
        draft.body["tools"] = found


def _made_by(maker: Maker) -> Rule[list[JsonObject]]:
    def rule(value: Any, path: str, found: list[JsonObject], ledger: Ledger) -> None:
        found.extend(maker(value, path, ledger))

    return rule


def _typed(kind: str, table: Table[JsonObject]) -> Rule[list[JsonObject]]:
    def rule(value: Any, path: str, found: list[JsonObject], ledger: Ledger) -> None:
        found.append(carried(value, path, table, ledger, type=kind))

    return rule


def _mcp_servers(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    return [
        carried(item, f"{path}[{place}]", _MCP_SERVER, ledger, type="mcp_server")
        for place, item in enumerate(as_list(value, path))
    ]


def _transport(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _MCP_TRANSPORT, target, ledger)


_MCP_TRANSPORT: Table[JsonObject] = {
    "url": copied("url", as_text),
    "headers": copied("headers", as_labels),
    "timeout": refused("StreamableHttpTransport.timeout"),
    "sse_read_timeout": refused("StreamableHttpTransport.sse_read_timeout"),
    "terminate_on_close": refused("StreamableHttpTransport.terminate_on_close", True),
}
_MCP_SERVER: Table[JsonObject] = {
    "name": copied("name", as_text),
    "streamable_http_transport": _transport,
}
_FILE_SEARCH: Table[JsonObject] = {
    "file_search_store_names": copied("file_search_store_names", as_texts),
    "top_k": copied("top_k", as_integer),
    "metadata_filter": copied("metadata_filter", as_text),
}
_COMPUTER_USE: Table[JsonObject] = {
    "environment": chosen("environment", ENVIRONMENT),
    "excluded_predefined_functions": copied("excluded_predefined_functions", as_texts),
    "enable_prompt_injection_detection": copied("enable_prompt_injection_detection", as_flag),
    "disabled_safety_policies": chosen_list("disabled_safety_policies", SAFETY_POLICY),
}
_TABLE: Table[list[JsonObject]] = {
    "function_declarations": _made_by(function_tools),
    "google_search": _made_by(search_tools.google_search),
    "google_search_retrieval": _made_by(search_tools.google_search_retrieval),
    "enterprise_web_search": _made_by(search_tools.enterprise_web_search),
    "google_maps": _made_by(search_tools.google_maps),
    "code_execution": _typed("code_execution", {}),
    "url_context": _typed("url_context", {}),
    "file_search": _typed("file_search", _FILE_SEARCH),
    "computer_use": _typed("computer_use", _COMPUTER_USE),
    "mcp_servers": _made_by(_mcp_servers),
    "retrieval": _made_by(retrieval.retrieval_tools),
    "parallel_ai_search": _made_by(retrieval.parallel_search),
    "exa_ai_search": _made_by(retrieval.exa_search),
}
