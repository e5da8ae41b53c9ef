"""Which Interactions requests are taken over, and the generateContent URLs that serve them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

_PATH = re.compile(
    r"(?P<prefix>.*?)/(?P<version>v\d+(?:alpha|beta)?\d*)"
    r"(?P<place>/projects/[^/]+/locations/[^/]+)?/interactions(?:/(?P<id>[^/:]+))?"
)
# Model names that come with their collection are kept as they are.
_COLLECTIONS = ("models/", "tunedModels/", "publishers/")


@dataclass(frozen=True, slots=True)
class ReverseRoute:
    """An Interactions call: creating one (``interaction_id`` is None), or reading, deleting one."""

    method: str
    interaction_id: str | None
    base: str
    place: str
    query: str

    def url(self, model: str, *, stream: bool) -> str:
        """Where generateContent serves ``model``; the query is kept, streams say ``alt=sse``."""
        name = model if model.startswith(_COLLECTIONS) else f"models/{model}"
        if self.place and name.startswith("models/"):
            name = f"publishers/google/{name}"
        call = "streamGenerateContent" if stream else "generateContent"
        kept = [pair for pair in self.query.split("&") if pair and not pair.startswith("alt=")]
        query = "&".join([*kept, "alt=sse"] if stream else kept)
        url = f"{self.base}{self.place}/{quote(name, safe='/-._~')}:{call}"
        return f"{url}?{query}" if query else url


def find(method: str, url: str, version: str) -> ReverseRoute | None:
    """The route of a request, or None when it is none of ours.

    ``version`` is the segment of generateContent URLs on the Developer API; Vertex keeps its own.
    """
    address, _, query = url.partition("?")
    if "/interactions" not in address:
        return None
    scheme = address.find("://")
    start = address.find("/", scheme + 3) if scheme >= 0 else 0
    found = _PATH.fullmatch(address[start:]) if start >= 0 else None
    if found is None or (method, found["id"] is None) not in _SERVED:
        return None
    place = found["place"] or ""
    segment = found["version"] if place else version
    base = f"{address[:start]}{found['prefix']}/{segment}"
    return ReverseRoute(method, found["id"], base, place, query)


_SERVED = frozenset({("POST", True), ("GET", False), ("DELETE", False)})
