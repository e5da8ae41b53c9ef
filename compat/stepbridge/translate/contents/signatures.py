"""Thought signatures: opaque base64 that the model must get back as it gave it."""

from __future__ import annotations

# Placeholders that the documentation offers for calls that no model signed. They are words, not
# base64, although they look like its URL-safe alphabet.
PLACEHOLDERS = frozenset(
    {"skip_thought_signature_validator", "context_engineering_is_the_way_to_go"}
)
SKIP = "skip_thought_signature_validator"
_STANDARD = str.maketrans("-_", "+/")


def standard(signature: str) -> str:
    """The signature in the standard base64 alphabet, as the Interactions API gives it.

    The official SDK writes bytes in the URL-safe alphabet.
    """
    if signature in PLACEHOLDERS:
        return signature
    return signature.translate(_STANDARD)
