"""Thought signatures: opaque to clients, checked when a call comes back."""

from __future__ import annotations

import base64
import hashlib

from stepbridge_emulator.prompt import Json, fingerprint
from stepbridge_emulator.shapes import decode_base64

SENTINELS = frozenset({"skip_thought_signature_validator", "context_engineering_is_the_way_to_go"})
MARK = b"\x0a\x24emulated:"


def sign(subject: object) -> str:
    """Base64 signature that belongs to ``subject`` (any JSON value)."""
    digest = hashlib.sha256(fingerprint(subject).encode()).digest()
    return base64.b64encode(MARK + digest).decode()


def sign_call(name: str, arguments: Json) -> str:
    return sign({"call": name, "arguments": arguments})


def is_sentinel(signature: str) -> bool:
    """Whether it is one of the words that switch the check off, plain or as base64."""
    if signature in SENTINELS:
        return True
    try:
        return decode_base64(signature).decode("utf-8", "replace") in SENTINELS
    except ValueError:
        return False


def fits_call(signature: str, name: str, arguments: Json) -> bool:
    """Whether the signature was given out for this call."""
    if is_sentinel(signature):
        return True
    try:
        return decode_base64(signature) == decode_base64(sign_call(name, arguments))
    except ValueError:
        return False
