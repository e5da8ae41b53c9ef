"""Finding rows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from stepbridge.fields import (
    beta,
    builtin_tools,
    chats,
    citations,
    clients,
    config,
    content,
    errors,
    events,
    finish_reasons,
    function_parts,
    grounding,
    http_options,
    image,
    media,
    old_sdk,
    old_sdk_results,
    only_interactions,
    response,
    retrieval,
    routing,
    safety,
    schema,
    services,
    speech,
    thinking,
    tools,
    usage,
    wrong,
    wrong_more,
)
from stepbridge.fields.row import Field
from stepbridge.fields.table import fields

_MODULES = (
    config,
    thinking,
    speech,
    image,
    safety,
    routing,
    content,
    media,
    function_parts,
    tools,
    builtin_tools,
    retrieval,
    schema,
    response,
    finish_reasons,
    usage,
    grounding,
    citations,
    only_interactions,
    events,
    errors,
    clients,
    chats,
    http_options,
    services,
    beta,
    wrong,
    wrong_more,
    old_sdk,
    old_sdk_results,
)


def _number(row: Field) -> tuple[int, int]:
    number = int(row.id[2:])
    return number % 1000 // 100, number


FIELDS: tuple[Field, ...] = tuple(
    sorted(chain.from_iterable(fields(module.TABLES) for module in _MODULES), key=_number)
)
"""Every row. A range that continues at SB1xxx follows the range that it continues."""

_BY_ID = {row.id: row for row in FIELDS}
_BY_SYMBOL = {row.symbol: row for row in FIELDS}


def by_id(field_id: str) -> Field:
    """The row with this id, in any case: ``by_id("sb105")``.

    Raises KeyError, with the nearest ids in the message.
    """
    row = _BY_ID.get(field_id.upper())
    if row is None:
        raise KeyError(_message("id", field_id))
    return row


def of(symbol: str) -> Field:
    """The row of a symbol: ``of("GenerateContentConfig.top_k")``, ``of("unknown")``.

    Raises KeyError, with the nearest symbols in the message.
    """
    row = find(symbol)
    if row is None:
        raise KeyError(_message("symbol", symbol))
    return row


def find(symbol: str) -> Field | None:
    """The row of a symbol, or None: for whoever asks about many names that may not be there."""
    return _BY_SYMBOL.get(symbol)


def search(text: str) -> tuple[Field, ...]:
    """The rows in which every word of ``text`` occurs, in any case."""
    words = text.casefold().split()
    return tuple(row for row in FIELDS if all(word in _text(row) for word in words))


def nearest(wanted: str, count: int = 3, known: Iterable[str] = ()) -> list[str]:
    """Ids or symbols that resemble ``wanted``, the nearest first.

    ``known`` adds names that are not in the map, such as ids of reasons.
    """
    from difflib import get_close_matches  # slow to import, and needed for mistakes only

    names = {name.casefold(): name for name in (*known, *_BY_ID, *_BY_SYMBOL)}
    plain = wanted.casefold()
    if plain.startswith("sb") and plain[2:].isdecimal():
        return _nearest_ids(int(plain[2:]), names.values(), count)
    similar = [names[key] for key in get_close_matches(plain, names, n=count, cutoff=0.6)]
    attributes = {name.rpartition(".")[2].casefold(): name for name in reversed(_BY_SYMBOL)}
    similar += [attributes[key] for key in get_close_matches(plain, attributes, n=count)]
    return list(dict.fromkeys(similar))[:count]


def _nearest_ids(number: int, names: Iterable[str], count: int) -> list[str]:
    ids = {name for name in names if name.startswith("SB")}
    return sorted(ids, key=lambda name: (abs(int(name[2:]) - number), name))[:count]


def _message(kind: str, wanted: str) -> str:
    close = nearest(wanted)
    hint = f"; did you mean {', '.join(close)}?" if close else ""
    return f"the field map has no {kind} {wanted!r}{hint}"


def _text(row: Field) -> str:
    return " ".join(
        (
            row.id,
            row.symbol,
            row.surface,
            row.legacy_wire,
            row.legacy_python,
            row.interactions or "",
            row.change,
            row.fidelity,
            row.note,
        )
    ).casefold()
