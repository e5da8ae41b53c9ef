"""Which requests are taken over, and where they go instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from stepbridge.policy import Settings


class Framing(Enum):
    """How the legacy caller reads its answer."""

    WHOLE = "one JSON object"
    EVENTS = "server-sent events, one chunk each"
    ARRAY = "one JSON array of chunks, written as they come"


@dataclass(frozen=True, slots=True)
class Route:
    """A generateContent call: its model, its framing and the Interactions URL that serves it."""

    model: str
    framing: Framing
    url: str
    vertex: bool


_DEVELOPER = re.compile(
    r"(?P<prefix>.*?)(?:/+v\d+(?:alpha|beta)?\d*)?"
    r"/+models/(?P<model>[^/:]+):(?P<call>generateContent|streamGenerateContent)",
)
_VERTEX = re.compile(
    r"(?P<prefix>.*?)(?:/+v\d+(?:alpha|beta)?\d*)?/*"
    r"(?P<place>/projects/[^/]+/locations/[^/]+)/publishers/google"
    r"/models/(?P<model>[^/:]+):(?P<call>generateContent|streamGenerateContent)",
)
_OWNER = re.compile(r"/(?:publishers|projects|tunedModels|corpora)/")

_ALT = ("alt", "$alt")
_NO_QUERY = ("", "")
# A field mask or a callback is written in terms of the legacy answer.
_LEGACY_ONLY = frozenset({"fields", "$fields", "callback", "$callback"})


def find(method: str, url: str, settings: Settings) -> Route | None:
    """The route of a request, or None when it is none of ours.

    ``url`` may be absolute or a bare target. The query is kept as it was written, less ``alt``.
    """
    if method != "POST":
        return None
    address, _, query = url.partition("?")
    if not address.endswith("enerateContent"):  # the sieve: nearly all other traffic ends here
        return None
    place = _place(address, settings.vertex, settings.vertex_api_version, settings.api_version)
    split = _split_query(query) if query else _NO_QUERY
    if place is None or split is None:
        return None
    kept, alt = split
    framing = _framing(place.call, alt)
    if framing is None:
        return None
    upstream = f"{place.target}?{kept}" if kept else place.target
    return Route(place.model, framing, upstream, place.vertex)


def _path_start(address: str) -> int:
    scheme = address.find("://")
    if scheme < 0:
        return 0
    slash = address.find("/", scheme + 3)
    return len(address) if slash < 0 else slash


class _Place(NamedTuple):
    model: str
    call: str
    target: str
    vertex: bool


# A program calls the same few addresses over and over.
@lru_cache(256)
def _place(address: str, vertex: bool, vertex_version: str, version: str) -> _Place | None:
    path_at = _path_start(address)
    origin, path = address[:path_at], address[path_at:]
    matched = _VERTEX.fullmatch(path)
    if matched is not None:
        target = f"{origin}{matched['prefix']}/{vertex_version}{matched['place']}/interactions"
        return _Place(unquote(matched["model"]), matched["call"], target, True) if vertex else None
    matched = _DEVELOPER.fullmatch(path)
    if matched is None or _OWNER.search(path):
        return None
    target = f"{origin}{matched['prefix']}/{version}/interactions"
    return _Place(unquote(matched["model"]), matched["call"], target, False)


def _split_query(query: str) -> tuple[str, str] | None:
    """The query without ``alt``, and alt's value; None when only generateContent can answer."""
    kept: list[str] = []
    alt = ""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        name = unquote(name)
        if name in _LEGACY_ONLY:
            return None
        if name in _ALT:
            alt = unquote(value)
        elif pair:
            kept.append(pair)
    return "&".join(kept), alt


def _framing(call: str, alt: str) -> Framing | None:
    # ``$alt=json;enum-encoding=int`` asks for numbers; its users accept names as well.
    form = alt.partition(";")[0].lower()
    if call == "generateContent":
        return Framing.WHOLE if form in ("", "json", "sse") else None
    return {"sse": Framing.EVENTS, "json": Framing.ARRAY, "": Framing.ARRAY}.get(form)
