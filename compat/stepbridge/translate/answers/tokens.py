"""Continuation tokens: text on Interactions, bytes (base64 in JSON) on generateContent."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

_STANDARD = str.maketrans("-_", "+/")


def to_legacy(token: str) -> str:
    """The base64 of the token's characters, so that clients can read it as bytes."""
    return b64encode(token.encode()).decode("ascii")


def from_legacy(token: str) -> str:
    """The token inside; a token that ``to_legacy`` did not make comes back as it is."""
    try:
        padded = token.translate(_STANDARD) + "=" * (-len(token) % 4)
        return b64decode(padded, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return token
