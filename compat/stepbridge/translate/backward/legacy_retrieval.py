"""``{"type": "retrieval"}`` tools -> the enterprise retrieval tools of generateContent."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, carried, copied, nested
from stepbridge.translate.walk.shapes import (
    as_integer,
    as_list,
    as_number,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject


def retrieval_tools(tool: JsonObject, path: str, ledger: Ledger) -> list[JsonObject]:
    """One legacy tool for each configured kind of retrieval."""
    tools: list[JsonObject] = []
    apply(tool, path + ".", _TABLE, tools, ledger)
    return tools


def _said(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    """The configurations say what kinds there are."""


def _vertex_ai_search(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    said = carried(value, path, _VERTEX_AI_SEARCH, ledger)
    stores = said.pop("datastores", [])
    if len(stores) > 1:
        said["dataStoreSpecs"] = [{"dataStore": store} for store in stores]
    elif stores:
        said["datastore"] = stores[0]
    tools.append({"retrieval": {"vertexAiSearch": said}})


def _rag_store(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    tools.append({"retrieval": {"vertexRagStore": carried(value, path, _RAG_STORE, ledger)}})


def _exa(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    tools.append({"exaAiSearch": carried(value, path, _KEYED, ledger)})


def _parallel(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    tools.append({"parallelAiSearch": carried(value, path, _KEYED, ledger)})


def _resources(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["ragResources"] = [
        carried(item, f"{path}[{place}]", _RESOURCE, ledger)
        for place, item in enumerate(as_list(value, path))
    ]


def _ranking(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    said: JsonObject = {}
    apply(as_object(value, path), path + ".", _RANKING, said, ledger)
    target["ranking"] = {"rankService": said}


def _kind(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    """There is one kind of ranking only."""


def _service(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    apply(as_object(value, path), path + ".", _SERVICE, target, ledger)


_SERVICE: Table[JsonObject] = {"model_name": copied("modelName", as_text)}
_RANKING: Table[JsonObject] = {**_SERVICE, "rank_service": _service, "ranking_config": _kind}
_FILTER: Table[JsonObject] = {
    "metadata_filter": copied("metadataFilter", as_text),
    "vector_distance_threshold": copied("vectorDistanceThreshold", as_number),
    "vector_similarity_threshold": copied("vectorSimilarityThreshold", as_number),
}
_RETRIEVAL_CONFIG: Table[JsonObject] = {
    "top_k": copied("topK", as_integer),
    "filter": nested("filter", _FILTER),
    "hybrid_search": nested("hybridSearch", {"alpha": copied("alpha", as_number)}),
    "ranking": _ranking,
}
_RESOURCE: Table[JsonObject] = {
    "rag_corpus": copied("ragCorpus", as_text),
    "rag_file_ids": copied("ragFileIds", as_texts),
}
_RAG_STORE: Table[JsonObject] = {
    "rag_resources": _resources,
    "rag_retrieval_config": nested("ragRetrievalConfig", _RETRIEVAL_CONFIG),
    "similarity_top_k": copied("similarityTopK", as_integer),
    "vector_distance_threshold": copied("vectorDistanceThreshold", as_number),
}
_VERTEX_AI_SEARCH: Table[JsonObject] = {
    "datastores": copied("datastores", as_texts),
    "engine": copied("engine", as_text),
}
_KEYED: Table[JsonObject] = {
    "api_key": copied("apiKey", as_text),
    "custom_config": copied("customConfigs", as_object),
}
_TABLE: Table[list[JsonObject]] = {
    "type": _said,
    "retrieval_types": _said,
    "vertex_ai_search_config": _vertex_ai_search,
    "rag_store_config": _rag_store,
    "exa_ai_search_config": _exa,
    "parallel_ai_search_config": _parallel,
}
