"""Functions of the old SDK that have a home in google-genai: files, models, embeddings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A function's method in google-genai, and where its arguments go.

    ``arguments`` maps each old parameter, in order, to a keyword, to a key of ``config``
    (``config.name``), or to nothing. ``reads`` maps attributes of the result, or of an item of it,
    that have another name; ``kept`` are those that have not; None lets every attribute pass.
    """

    method: str
    arguments: dict[str, str]
    reads: dict[str, str]
    kept: frozenset[str] | None = None
    is_async: bool = False


_FILE_READS = frozenset(
    {"uri", "name", "mime_type", "display_name", "state", "size_bytes", "create_time", "error"}
    | {"update_time", "expiration_time", "sha256_hash", "video_metadata"}
)
_MODEL_READS = frozenset(
    {"name", "display_name", "description", "version", "input_token_limit", "output_token_limit"}
    | {"temperature", "top_p", "top_k", "base_model_id"}
)
_MODEL_RENAMES = {"supported_generation_methods": "supported_actions"}
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

SERVICES = {
    "upload_file": Service("files.upload", _UPLOAD, {}, _FILE_READS),
    "get_file": Service("files.get", {"name": "name"}, {}, _FILE_READS),
    "list_files": Service("files.list", {"page_size": "config.page_size"}, {}, _FILE_READS),
    "delete_file": Service("files.delete", {"name": "name"}, {}),
    "list_models": Service(
        "models.list", {"page_size": "config.page_size"}, _MODEL_RENAMES, _MODEL_READS
    ),
    "get_model": Service("models.get", {"name": "model"}, _MODEL_RENAMES, _MODEL_READS),
    "embed_content": Service("models.embed_content", _EMBED, {}, frozenset()),
    "embed_content_async": Service("models.embed_content", _EMBED, {}, frozenset(), is_async=True),
}


def service_of(name: str) -> Service | None:
    """The service behind a name of the old SDK."""
    return SERVICES.get(name)
