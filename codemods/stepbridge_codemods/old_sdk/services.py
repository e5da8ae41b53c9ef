"""Functions of the old SDK that have a home in google-genai: files, models, caches, embeddings."""

from __future__ import annotations

from dataclasses import dataclass

from stepbridge_codemods.values.kinds import Kind


@dataclass(frozen=True, slots=True)
class Service:
    """A function's method in google-genai, what it gives, and where its arguments go.

    ``arguments`` maps each old parameter, in order, to a keyword, to a key of ``config``
    (``config.name``), or to nothing. ``always`` are entries of ``config`` that every call has.
    """

    method: str
    arguments: dict[str, str]
    gives: Kind | None = None
    is_async: bool = False
    always: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reads:
    """Attributes of what a function gives: those that stay, those renamed, and methods."""

    kept: frozenset[str] = frozenset()
    renamed: tuple[tuple[str, str], ...] = ()
    methods: frozenset[str] = frozenset()


_PAGES = {"page_size": "config.page_size"}
_NAMED = {"name": "name"}
_MODEL = {"name": "model"}
_EMBED = {
    "model": "model",
    "content": "contents",
    "task_type": "config.task_type",
    "title": "config.title",
    "output_dimensionality": "config.output_dimensionality",
}
_UPLOAD = {
    "path": "file",
    "mime_type": "config.mime_type",
    "name": "config.name",
    "display_name": "config.display_name",
    "resumable": "",
}
_CACHE = {
    "model": "model",
    "display_name": "config.display_name",
    "system_instruction": "config.system_instruction",
    "contents": "config.contents",
    "tools": "config.tools",
    "tool_config": "config.tool_config",
    "ttl": "config.ttl",
    "expire_time": "config.expire_time",
}
CACHE_TIMES = {"ttl": "config.ttl", "expire_time": "config.expire_time"}
"""What ``CachedContent.update`` takes."""

SERVICES = {
    "upload_file": Service("files.upload", _UPLOAD, Kind.OLD_FILE),
    "get_file": Service("files.get", _NAMED, Kind.OLD_FILE),
    "list_files": Service("files.list", _PAGES, Kind.OLD_FILES),
    "delete_file": Service("files.delete", _NAMED),
    "list_models": Service("models.list", _PAGES, Kind.OLD_INFOS),
    "get_model": Service("models.get", _MODEL, Kind.OLD_INFO),
    "get_base_model": Service("models.get", _MODEL, Kind.OLD_INFO),
    "get_tuned_model": Service("models.get", _MODEL, Kind.OLD_INFO),
    "list_tuned_models": Service(
        "models.list", _PAGES, Kind.OLD_INFOS, always=(("query_base", "False"),)
    ),
    "delete_tuned_model": Service("models.delete", {"tuned_model": "model"}),
    "embed_content": Service("models.embed_content", _EMBED, Kind.OLD_VECTOR),
    "embed_content_async": Service("models.embed_content", _EMBED, Kind.OLD_VECTOR, is_async=True),
    "caching.CachedContent": Service("caches.get", _NAMED, Kind.OLD_CACHE),
    "caching.CachedContent.get": Service("caches.get", _NAMED, Kind.OLD_CACHE),
    "caching.CachedContent.create": Service("caches.create", _CACHE, Kind.OLD_CACHE),
    "caching.CachedContent.list": Service("caches.list", _PAGES, Kind.OLD_CACHES),
}

READS = {
    Kind.OLD_FILE: Reads(
        frozenset({"uri", "name", "mime_type", "display_name", "state", "size_bytes", "error"})
        | {"create_time", "update_time", "expiration_time", "sha256_hash", "video_metadata"},
        methods=frozenset({"delete"}),
    ),
    Kind.OLD_INFO: Reads(
        frozenset({"name", "display_name", "description", "version", "input_token_limit"})
        | {"output_token_limit", "temperature", "top_p", "top_k"},
        renamed=(("supported_generation_methods", "supported_actions"),),
    ),
    Kind.OLD_CACHE: Reads(
        frozenset({"name", "model", "display_name", "usage_metadata"})
        | {"create_time", "update_time", "expire_time"},
        methods=frozenset({"delete", "update"}),
    ),
}


def service_of(name: str) -> Service | None:
    """The service behind a name of the old SDK."""
    return SERVICES.get(name)
