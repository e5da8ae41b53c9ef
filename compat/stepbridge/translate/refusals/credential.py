"""Refused credentials: generateContent tells a bad key, a bad token and none at all apart.

Interactions answers 401 ``authentication`` to all three.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Any

from stepbridge.wire import JsonObject

ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
API_KEY_INVALID = "API_KEY_INVALID"
# A key may be right and yet not be enough: what then is asked for is a token.
_WANTS_TOKEN = re.compile(r"oauth|access token|authentication credentials?", re.IGNORECASE)


class Credential(Enum):
    """What a request identified itself with."""

    KEY = auto()
    TOKEN = auto()
    NONE = auto()


def refused(credential: Credential, message: str) -> tuple[int, str, list[Any]]:
    """HTTP status, google.rpc name and details of generateContent's refusal.

    ``message`` is what Interactions said.
    """
    if credential is Credential.KEY and not _WANTS_TOKEN.search(message):
        return 400, "INVALID_ARGUMENT", [_key_invalid()]
    if credential is Credential.NONE:
        return 403, "PERMISSION_DENIED", []
    return 401, "UNAUTHENTICATED", []


def is_refused_key(detail: Any) -> bool:
    """Whether a detail of a google.rpc error says that the API key is not valid."""
    return isinstance(detail, dict) and detail.get("reason") == API_KEY_INVALID


def _key_invalid() -> JsonObject:
    service = "generativelanguage.googleapis.com"
    return {
        "@type": ERROR_INFO,
        "reason": API_KEY_INVALID,
        "domain": "googleapis.com",
        "metadata": {"service": service},
    }
