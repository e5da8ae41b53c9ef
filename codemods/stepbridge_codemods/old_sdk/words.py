"""Words of the old SDK for harm categories and thresholds, and the full names they stand for."""

from __future__ import annotations

CATEGORIES = {
    "harassment": "HARM_CATEGORY_HARASSMENT",
    "hate_speech": "HARM_CATEGORY_HATE_SPEECH",
    "hate": "HARM_CATEGORY_HATE_SPEECH",
    "sexually_explicit": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "sexual": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "sex": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "dangerous_content": "HARM_CATEGORY_DANGEROUS_CONTENT",
    "dangerous": "HARM_CATEGORY_DANGEROUS_CONTENT",
    "danger": "HARM_CATEGORY_DANGEROUS_CONTENT",
}
"""Short names, without ``harm_category_``, as the old SDK understood them."""

THRESHOLDS = {
    "low": "BLOCK_LOW_AND_ABOVE",
    "medium": "BLOCK_MEDIUM_AND_ABOVE",
    "med": "BLOCK_MEDIUM_AND_ABOVE",
    "high": "BLOCK_ONLY_HIGH",
    "block_low_and_above": "BLOCK_LOW_AND_ABOVE",
    "block_medium_and_above": "BLOCK_MEDIUM_AND_ABOVE",
    "block_only_high": "BLOCK_ONLY_HIGH",
    "block_none": "BLOCK_NONE",
    "off": "OFF",
}
