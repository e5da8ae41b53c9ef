"""The first sieve: is there anything in these bytes worth parsing?"""

from __future__ import annotations

import re

_PACKAGES = re.compile(rb"genai|generativeai|vertexai|generativelanguage|:generateContent")
_SURFACE = re.compile(
    rb"generate_content|interactions|GenerativeModel|GenerateContent|chats\b|send_message"
    rb"|\bgenai\b|generativeai|generateContent|streamGenerateContent"
)


def worth_parsing(source: bytes) -> bool:
    """Whether the file mentions a Gemini SDK and something of it that a rule knows."""
    return _PACKAGES.search(source) is not None and _SURFACE.search(source) is not None
