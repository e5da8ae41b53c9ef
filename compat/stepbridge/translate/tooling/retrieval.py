"""Enterprise retrieval tools -> ``{"type": "retrieval", "retrieval_types": [...], ...}``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, apply, carried, copied, nested, refused
from stepbridge.translate.walk.shapes import (
    as_integer,
    as_list,
    as_number,
    as_object,
    as_text,
    as_texts,
)
from stepbridge.wire import JsonObject


def retrieval_tools(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    """The tools for one legacy ``retrieval``; none when nothing of it can be carried."""
    tools: list[JsonObject] = []
    apply(as_object(value, path), path + ".", _RETRIEVAL, tools, ledger)
    return tools


def parallel_search(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    config = carried(value, path, _PARALLEL, ledger)
    return [_tool("parallel_ai_search", "parallel_ai_search_config", config)]


def exa_search(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    config = carried(value, path, _EXA, ledger)
    return [_tool("exa_ai_search", "exa_ai_search_config", config)]


def _tool(kind: str, key: str, config: JsonObject) -> JsonObject:
    return {"type": "retrieval", "retrieval_types": [kind], key: config}


def _vertex_ai_search(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    config = carried(value, path, _VERTEX_AI_SEARCH, ledger)
    tools.append(_tool("vertex_ai_search", "vertex_ai_search_config", config))


def _rag_store(value: Any, path: str, tools: list[JsonObject], ledger: Ledger) -> None:
    config = carried(value, path, _RAG_STORE, ledger)
    tools.append(_tool("rag_store", "rag_store_config", config))


def _datastore(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["datastores"] = [as_text(value, path)]


def _data_stores(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    for place, item in enumerate(as_list(value, path)):
        store = carried(item, f"{path}[{place}]", _DATA_STORE, ledger)
        target.setdefault("datastores", []).extend(store.values())


def _corpora(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    named = [{"rag_corpus": name} for name in as_texts(value, path)]
    target["rag_resources"] = [*target.get("rag_resources", []), *named]


def _resources(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    given = [
        carried(item, f"{path}[{place}]", _RAG_RESOURCE, ledger)
        for place, item in enumerate(as_list(value, path))
    ]
    target["rag_resources"] = [*target.get("rag_resources", []), *given]


def _rank_service(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    target["ranking_config"] = "rank_service"
    target["rank_service"] = carried(value, path, _RANK_SERVICE, ledger)


_VERTEX_AI_SEARCH: Table[JsonObject] = {
    "datastore": _datastore,
    "engine": copied("engine", as_text),
    "filter": refused("VertexAISearch.filter"),
    "max_results": refused("VertexAISearch.max_results"),
    "data_store_specs": _data_stores,
}
_DATA_STORE: Table[JsonObject] = {
    "data_store": copied("data_store", as_text),
    "filter": refused("VertexAISearchDataStoreSpec.filter"),
}
_RAG_RESOURCE: Table[JsonObject] = {
    "rag_corpus": copied("rag_corpus", as_text),
    "rag_file_ids": copied("rag_file_ids", as_texts),
}
_RAG_FILTER: Table[JsonObject] = {
    "metadata_filter": copied("metadata_filter", as_text),
    "vector_distance_threshold": copied("vector_distance_threshold", as_number),
    "vector_similarity_threshold": copied("vector_similarity_threshold", as_number),
}
_RANK_SERVICE: Table[JsonObject] = {"model_name": copied("model_name", as_text)}
_RANKING: Table[JsonObject] = {
    "rank_service": _rank_service,
    "llm_ranker": refused("RagRetrievalConfigRanking.llm_ranker"),
}
_RAG_RETRIEVAL: Table[JsonObject] = {
    "top_k": copied("top_k", as_integer),
    "filter": nested("filter", _RAG_FILTER),
    "hybrid_search": nested("hybrid_search", {"alpha": copied("alpha", as_number)}),
    "ranking": nested("ranking", _RANKING),
}
_RAG_STORE: Table[JsonObject] = {
    "rag_resources": _resources,
    "rag_retrieval_config": nested("rag_retrieval_config", _RAG_RETRIEVAL),
    "similarity_top_k": copied("similarity_top_k", as_integer),
    "vector_distance_threshold": copied("vector_distance_threshold", as_number),
    "rag_corpora": _corpora,
    "store_context": refused("VertexRagStore.store_context", False),
}
_PARALLEL: Table[JsonObject] = {
    "api_key": copied("api_key", as_text),
    "custom_configs": copied("custom_config", as_object),
    "enable_data_retention": refused("ToolParallelAiSearch.enable_data_retention", False),
    "enable_zero_data_retention": refused("ToolParallelAiSearch.enable_zero_data_retention", False),
}
_EXA: Table[JsonObject] = {
    "api_key": copied("api_key", as_text),
    "custom_configs": copied("custom_config", as_object),
}
_RETRIEVAL: Table[list[JsonObject]] = {
    "vertex_ai_search": _vertex_ai_search,
    "vertex_rag_store": _rag_store,
    "external_api": refused("Retrieval.external_api", secret=True),
    "disable_attribution": refused("Retrieval.disable_attribution", False),
}
