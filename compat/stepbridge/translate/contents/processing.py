"""How a model should look at a file: offsets, frame rates, pages, sheets -> ``processing``."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.enums import CONTENT_LAYER, PROCESSING, chosen_list
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, carried, copied
from stepbridge.translate.walk.shapes import as_integer, as_number, as_text
from stepbridge.wire import JsonObject

STATIC = "static"


def _offset(to: str) -> Any:
    """Offsets are duration strings; the server refuses numbers."""

    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        target[to] = f"{value}s" if isinstance(value, (int, float)) else as_text(value, path)

    return rule


_SPAN: Table[JsonObject] = {
    "start_offset": _offset("start_offset"),
    "end_offset": _offset("end_offset"),
}
_LAYERS = chosen_list("content_layers", CONTENT_LAYER)
_VIDEO: Table[JsonObject] = {
    **_SPAN,
    "fps": copied("fps", as_number),
    "content_layers": _LAYERS,
}
_PAGES: Table[JsonObject] = {
    "start_page": copied("start_page", as_integer),
    "end_page": copied("end_page", as_integer),
    "content_layers": _LAYERS,
}
_SHEET: Table[JsonObject] = {
    "visible_cells": copied("visible_cells", as_text),
    "sheet_index": copied("sheet_index", as_integer),
    "content_layers": _LAYERS,
}
# Legacy field -> the kind of item that it is for, the key of its options (None: beside "type").
_HOMES: dict[str, tuple[str, str | None, Table[JsonObject]]] = {
    "video_metadata": ("video", None, _VIDEO),
    "audio_metadata": ("audio", None, _SPAN),
    "document_metadata": ("document", "page_options", _PAGES),
    "spreadsheet_metadata": ("document", "spreadsheet_options", _SHEET),
}
FIELDS = (*_HOMES, "media_processing")


def processing(
    kind: str, fields: dict[str, tuple[Any, str]], owner: str, ledger: Ledger
) -> JsonObject | str | None:
    """The ``processing`` of one media item.

    ``fields`` are the fields of its part by name, each with its wire path; ``owner`` is the legacy
    type that they belong to. Fields for another kind of media are refused.
    """
    options: JsonObject = {}
    for name, (value, path) in fields.items():
        home = _HOMES.get(name)
        if home is None:
            continue
        wanted, key, table = home
        if wanted != kind:
            ledger.lost(f"{owner}.{name}", path, value, f"The part is not a {wanted}.")
            continue
        said = carried(value, path, table, ledger)
        options.update({key: said} if key else said)
    mode = _mode(kind, fields, owner, ledger)
    if not options:
        return mode
    if mode not in (None, STATIC):
        path = fields["media_processing"][1]
        note = "It cannot be combined with offsets, frame rates or layers."
        ledger.lost(f"{owner}.media_processing", path, mode, note)
    return {"type": STATIC, **options}


def _mode(kind: str, fields: dict[str, tuple[Any, str]], owner: str, ledger: Ledger) -> str | None:
    if "media_processing" not in fields:
        return None
    value, path = fields["media_processing"]
    mode = PROCESSING.read(value, path)
    if kind == "image" or (mode == "agentic" and kind != "video"):
        ledger.lost(f"{owner}.media_processing", path, value, f"Not offered for {kind} items.")
        return None
    return mode
