"""The enterprise ``retrieval`` tool of generateContent, in the form that Interactions gives it."""

from __future__ import annotations

import re
from typing import Any

from stepbridge_emulator.media import present
from stepbridge_emulator.prompt import Json


def retrieval_entries(retrieval: Json) -> list[Json]:
    """One entry for each place that is searched, and one for what is said of neither."""
    rest = {_snake(key): value for key, value in retrieval.items() if key not in _PLACES and value}
    entries = [
        {"retrieval_types": [kind], **present({f"{kind}_config": read(_snaked(retrieval[name]))})}
        for name, (kind, read) in _PLACES.items()
        if name in retrieval
    ]
    return [{"type": "retrieval", **entry} for entry in (*entries, rest) if entry]


def _search(config: Json) -> Json:
    datastore = config.pop("datastore", None)
    return present({"datastores": [datastore] if datastore else None, **config})


def _store(config: Json) -> Json:
    ranking = config.get("rag_retrieval_config", {}).get("ranking", {})
    if "rank_service" in ranking:
        ranking["ranking_config"] = "rank_service"
    return config


def _snaked(value: Any) -> Any:
    if isinstance(value, dict):
        return {_snake(key): _snaked(inner) for key, inner in value.items()}
    return [_snaked(inner) for inner in value] if isinstance(value, list) else value


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


_PLACES = {
    "vertexAiSearch": ("vertex_ai_search", _search),
    "vertexRagStore": ("rag_store", _store),
}
