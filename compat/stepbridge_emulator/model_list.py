"""The models that the emulator names. Any other name of the same families is served too."""

from __future__ import annotations

from stepbridge_emulator import levels
from stepbridge_emulator.access import check_legacy_model
from stepbridge_emulator.errors import Json

NAMES = (
    "gemini-2.5-flash",
    "gemini-2.5-pro",
    "gemini-2.5-flash-lite",
    "gemini-2.5-flash-image",
    "gemini-3-flash-preview",
    "gemini-3-pro-image",
    "gemini-3.1-pro-preview",
    "gemini-3.1-flash-image",
    "gemini-3.1-flash-tts-preview",
    "gemini-3.5-flash",
    "gemini-3.5-flash-lite",
    "gemini-3.6-flash",
    "gemini-3.7-flash",
    "gemini-3.8-flash",
    "gemini-flash-latest",
    "gemini-flash-lite-latest",
    "gemini-pro-latest",
)


def listed() -> Json:
    """``GET /models``."""
    return {"models": [model_resource(name) for name in NAMES]}


def model_resource(name: str) -> Json:
    """``GET /models/{name}``; raises for what is not served."""
    plain = levels.plain_model(name)
    check_legacy_model(plain)
    return {
        "name": f"models/{plain}",
        "version": "001",
        "displayName": plain.replace("-", " ").title(),
        "description": "Emulated",
        "inputTokenLimit": 1048576,
        "outputTokenLimit": 65536,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
        "maxTemperature": 2,
        "thinking": True,
    }
