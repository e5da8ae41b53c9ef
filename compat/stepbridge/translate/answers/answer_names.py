"""One spelling for the envelope of a legacy answer.

The service writes camelCase; dumps of SDK objects that were stored are in snake_case.
"""

from __future__ import annotations

import re
from typing import Any

_BREAK = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")
# Parts have readers of their own, and hold objects whose keys belong to the user.
_OPAQUE = frozenset({"content"})


def camel_case(value: Any) -> Any:
    """A copy with camelCase keys, without nulls; ``content`` is shared as it is."""
    if isinstance(value, list):
        return [camel_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        _camel(key): item if key in _OPAQUE else camel_case(item)
        for key, item in value.items()
        if item is not None
    }


def _camel(key: str) -> str:
    return _BREAK.sub(lambda found: found[1].upper(), key) if "_" in key else key
