"""Field names: the wire's camelCase and snake_case spellings of one name, mixed in one request."""

from __future__ import annotations

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# A proxy sees keys that strangers choose; past this many the cache stops growing.
_CACHE_LIMIT = 4096


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        name = _HUMP.sub("_", key.lstrip("_")).lower()
        if len(self) < _CACHE_LIMIT:
            self[key] = name
        return name


NAMES = _Names()
"""``NAMES["videoMetadata"] == NAMES["video_metadata"] == "video_metadata"``; a leading underscore
(``_responseJsonSchema``) does not count."""
