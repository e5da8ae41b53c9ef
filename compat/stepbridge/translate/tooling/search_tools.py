"""Google Search in its three legacy forms, and Google Maps."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, carried, copied, refused
from stepbridge.translate.walk.shapes import as_flag, as_object
from stepbridge.wire import JsonObject


def google_search(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    """Plain web search is the default and stays unsaid: naming it was seen to confuse the model."""
    tool = carried(value, path, _SEARCH, ledger, type="google_search")
    if tool.get("search_types") == ["web_search"]:
        del tool["search_types"]
    return [tool]


def google_search_retrieval(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    return [carried(value, path, _SEARCH_RETRIEVAL, ledger, type="google_search")]


def enterprise_web_search(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    types = ["enterprise_web_search"]
    return [carried(value, path, _ENTERPRISE, ledger, type="google_search", search_types=types)]


def google_maps(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    return [carried(value, path, _MAPS, ledger, type="google_maps")]


def _search_types(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    types: list[str] = []
    apply(as_object(value, path), path + ".", _SEARCH_TYPES, types, ledger)
    if types:
        target["search_types"] = types


def _search_type(name: str) -> Any:
    def rule(value: Any, path: str, types: list[str], ledger: Ledger) -> None:
        as_object(value, path)
        types.append(name)

    return rule


def _dynamic(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    if not as_object(value, path):
        return
    note = "There is no threshold: the model decides by itself when to search."
    ledger.approximated("GoogleSearchRetrieval.dynamic_retrieval_config", path, value, note)


_SEARCH_TYPES: Table[list[str]] = {
    "web_search": _search_type("web_search"),
    "image_search": _search_type("image_search"),
}
_SEARCH: Table[JsonObject] = {
    "search_types": _search_types,
    "blocking_confidence": refused(
        "GoogleSearch.blocking_confidence", "PHISH_BLOCK_THRESHOLD_UNSPECIFIED"
    ),
    "exclude_domains": refused("GoogleSearch.exclude_domains"),
    "time_range_filter": refused("GoogleSearch.time_range_filter"),
}
_SEARCH_RETRIEVAL: Table[JsonObject] = {"dynamic_retrieval_config": _dynamic}
_ENTERPRISE: Table[JsonObject] = {
    "blocking_confidence": refused(
        "EnterpriseWebSearch.blocking_confidence", "PHISH_BLOCK_THRESHOLD_UNSPECIFIED"
    ),
    "exclude_domains": refused("EnterpriseWebSearch.exclude_domains"),
}
_MAPS: Table[JsonObject] = {
    "enable_widget": copied("enable_widget", as_flag),
    "auth_config": refused("GoogleMaps.auth_config", secret=True),
    "grounding_types": refused("GoogleMaps.grounding_types"),
}
