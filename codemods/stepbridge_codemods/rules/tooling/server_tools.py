"""Tools that run on the server: search, maps, code execution, retrieval, computer use.

https://ai.google.dev/gemini-api/docs/interactions/tools
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.objects import Argument, fields_of, is_none
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.reshape import (
    Table,
    alone,
    chosen,
    each,
    entries_of,
    is_class,
    nested,
    neutral,
    same,
)
from stepbridge_codemods.text.layout import Doc, Entry, atom, listing, mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """What a legacy tool becomes: its type, what is always said with it, and its fields."""

    type: str
    fields: Table = field(default_factory=dict)
    search: str = ""


def _search_types(plan: Plan, argument: Argument) -> Entry | None:
    """Web search alone is the default and stays unsaid, as naming it was seen to confuse models."""
    chosen_types = [
        one.name for one in fields_of(plan, argument.value).arguments if not is_none(one.value)
    ]
    if not set(chosen_types) <= {"web_search", "image_search"}:
        raise plan.cannot("SB006", argument.value, argument.name)
    if chosen_types == ["web_search"]:
        return None
    return argument.entry("search_types", listing(plan.quoted(name) for name in chosen_types))


def _policies(plan: Plan, argument: Argument) -> Entry:
    if not isinstance(argument.value, ast.List):
        raise plan.cannot("SB007", argument.value, argument.name)
    one = chosen("", "SafetyPolicy", "SAFETY_POLICY_")
    named = [one(plan, Argument(argument.name, node, node)) for node in argument.value.elts]
    return argument.entry(argument.name, listing(e.value for e in named if e is not None))


def _corpora(plan: Plan, argument: Argument) -> Entry:
    """Each name becomes a resource."""
    if not isinstance(argument.value, ast.List):
        raise plan.cannot("SB007", argument.value, argument.name)
    named = [mapping(("rag_corpus", atom(node))) for node in argument.value.elts]
    return argument.entry("rag_resources", listing(named))


def _data_stores(plan: Plan, argument: Argument) -> Entry:
    """Specifications that say no more than a name become names."""
    if not isinstance(argument.value, ast.List):
        raise plan.cannot("SB007", argument.value, argument.name)
    table: Table = {"data_store": same("data_store")}
    entries = [entries_of(plan, node, table) for node in argument.value.elts]
    return argument.entry("datastores", listing(one.value for found in entries for one in found))


_RESOURCE: Table = {"rag_corpus": same("rag_corpus"), "rag_file_ids": same("rag_file_ids")}
_FILTER: Table = {
    "metadata_filter": same("metadata_filter"),
    "vector_distance_threshold": same("vector_distance_threshold"),
    "vector_similarity_threshold": same("vector_similarity_threshold"),
}
_RAG_RETRIEVAL: Table = {
    "top_k": same("top_k"),
    "filter": nested("filter", _FILTER),
    "hybrid_search": nested("hybrid_search", {"alpha": same("alpha")}),
}
_RAG_STORE: Table = {
    "rag_corpora": _corpora,
    "rag_resources": each("rag_resources", _RESOURCE),
    "rag_retrieval_config": nested("rag_retrieval_config", _RAG_RETRIEVAL),
    "similarity_top_k": same("similarity_top_k"),
    "vector_distance_threshold": same("vector_distance_threshold"),
    "store_context": neutral(False),
}
_AI_SEARCH: Table = {
    "datastore": alone("datastores"),
    "engine": same("engine"),
    "data_store_specs": _data_stores,
}
_BACKENDS: dict[str, tuple[str, Table]] = {
    "vertex_ai_search": ("vertex_ai_search", _AI_SEARCH),
    "vertex_rag_store": ("rag_store", _RAG_STORE),
}
_UNSPECIFIED = "PHISH_BLOCK_THRESHOLD_UNSPECIFIED"
_KINDS = {
    "google_search": Kind(
        "google_search",
        {"search_types": _search_types, "blocking_confidence": neutral(_UNSPECIFIED)},
    ),
    "google_search_retrieval": Kind("google_search"),
    "enterprise_web_search": Kind(
        "google_search", {"blocking_confidence": neutral(_UNSPECIFIED)}, "enterprise_web_search"
    ),
    "google_maps": Kind("google_maps", {"enable_widget": same("enable_widget")}),
    "code_execution": Kind("code_execution"),
    "url_context": Kind("url_context"),
    "file_search": Kind(
        "file_search",
        {name: same(name) for name in ("file_search_store_names", "top_k", "metadata_filter")},
    ),
    "computer_use": Kind(
        "computer_use",
        {
            "environment": chosen("environment", "Environment", "ENVIRONMENT_"),
            "excluded_predefined_functions": same("excluded_predefined_functions"),
            "enable_prompt_injection_detection": same("enable_prompt_injection_detection"),
            "disabled_safety_policies": _policies,
        },
    ),
}
NAMES = frozenset({*_KINDS, "retrieval"})


def server_tools(plan: Plan, argument: Argument) -> list[Doc]:
    """The entries of ``tools`` for one field of a legacy Tool."""
    if argument.name == "retrieval":
        return _retrieval(plan, argument)
    kind = _KINDS[argument.name]
    entries = [Entry(plan.quoted(kind.type), "type", argument.leading, argument.trailing)]
    if kind.search:
        entries.append(Entry(listing([plan.quoted(kind.search)]), "search_types"))
    return [mapping(*entries, *entries_of(plan, argument.value, kind.fields))]


def _retrieval(plan: Plan, argument: Argument) -> list[Doc]:
    if is_class(plan, argument.value):
        raise plan.cannot("SB007", argument.value, argument.name)
    docs: list[Doc] = []
    for back_end in fields_of(plan, argument.value).arguments:
        if is_none(back_end.value):
            continue
        if back_end.name not in _BACKENDS:
            raise plan.cannot("SB006", back_end.value, back_end.name)
        name, table = _BACKENDS[back_end.name]
        config = mapping(*_each_once(plan, back_end, entries_of(plan, back_end.value, table)))
        docs.append(
            mapping(
                Entry(plan.quoted("retrieval"), "type", argument.leading, argument.trailing),
                ("retrieval_types", listing([plan.quoted(name)])),
                back_end.entry(f"{name}_config", config),
            )
        )
    return docs


def _each_once(plan: Plan, back_end: Argument, entries: list[Entry]) -> list[Entry]:
    """Entries of which none is said in two spellings."""
    if len({entry.key for entry in entries}) < len(entries):
        raise plan.cannot("SB007", back_end.value, back_end.name)
    return entries
