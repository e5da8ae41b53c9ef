"""The enterprise ``retrieval`` tool of generateContent, in the form that Interactions gives it."""

from __future__ import annotations

import re
from typing import Any

from stepbridge_emulator.media import present
from stepbridge_emulator.prompt import Json


def retrieval_entries(retrieval: Json) -> list[Json]:
    """One entry for each place that is searched, and one for what is said of neither."""
    given = _snaked(retrieval)
    rest = {key: value for key, value in given.items() if key not in _PLACES and value}
    entries = [
        {"retrieval_types": [kind], **present({f"{kind}_config": read(given[name])})}
        for name, (kind, read) in _PLACES.items()
        if name in given
    ]
    return [{"type": "retrieval", **entry} for entry in (*entries, rest) if entry]


def _search(config: Json) -> Json:
    """Stores by their names, where nothing else is said of them."""
    datastore = config.pop("datastore", None)
    specs = config.get("data_store_specs") or ()
    named = [spec["data_store"] for spec in specs if spec.keys() == {"data_store"}]
    if len(named) == len(specs):
        config.pop("data_store_specs", None)
    else:
        named = []
    return present({"datastores": [datastore] if datastore else named, **config})


def _store(config: Json) -> Json:
    corpora = config.pop("rag_corpora", None) or ()
    if corpora:
        config["rag_resources"] = [{"rag_corpus": name} for name in corpora]
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
    "vertex_ai_search": ("vertex_ai_search", _search),
    "vertex_rag_store": ("rag_store", _store),
}
