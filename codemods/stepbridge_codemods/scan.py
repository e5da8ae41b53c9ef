"""The first sieve: is there anything in these bytes worth parsing?"""

from __future__ import annotations

import re

from stepbridge_codemods.wrappers.wrapper import Wrapper, mentions

_PACKAGES = re.compile(
    rb"genai|generativeai|vertexai|generativelanguage|\b(?:streamG|g)enerateContent\b"
    rb"|\bmodels\s*\.\s*generate_content"
)
_SURFACE = re.compile(
    rb"generate_content|interactions|GenerativeModel|GenerateContent|chats\b|send_message"
    rb"|\bgenai\b|generativeai|generateContent|streamGenerateContent"
)
_COMMENTS = re.compile(rb"#\s*stepbridge:\s*(?:ignore|leave)|TODO\(stepbridge\)")


def worth_parsing(source: bytes, wrappers: tuple[Wrapper, ...] = ()) -> bool:
    """Whether a file mentions a Gemini SDK and what a rule knows of it, a wrapper, or us."""
    if _PACKAGES.search(source) is not None and _SURFACE.search(source) is not None:
        return True
    if b"stepbridge" in source and _COMMENTS.search(source) is not None:
        return True
    names = mentions(wrappers)
    return names is not None and names.search(source) is not None
