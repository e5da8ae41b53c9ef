"""What single models refuse, on both APIs. One table of rules, read over the canonical prompt."""

from __future__ import annotations

from collections.abc import Callable

from stepbridge_emulator import levels
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.prompt import Prompt

COMBINES_TOOLS_SINCE = 3.0


def check(prompt: Prompt) -> None:
    """Raises the first rule that the prompt breaks for its model."""
    for broken, message in RULES:
        if broken(prompt):
            raise Refusal(message)


def _prefill(prompt: Prompt) -> bool:
    last = prompt.turns[-1]["role"] if prompt.turns else "user"
    return last == "model" and prompt.model.startswith(levels.NO_PREFILL)


def _old(prompt: Prompt) -> bool:
    return levels.generation(prompt.model) < COMBINES_TOOLS_SINCE


RULES: tuple[tuple[Callable[[Prompt], bool], str], ...] = (
    (_prefill, "Requests ending with a model turn are not supported for this model."),
    (
        lambda prompt: _old(prompt) and bool(prompt.functions and prompt.built_in),
        "Tool use with function calling is unsupported",
    ),
    (
        lambda prompt: _old(prompt) and bool(prompt.functions) and prompt.schema() is not None,
        "Function calling with a response mime type: 'application/json' is unsupported",
    ),
    (
        lambda prompt: (
            any(entry["type"] == "image" for entry in prompt.output)
            and not levels.is_image_model(prompt.model)
            and prompt.model.startswith("gemini-")
        ),
        "The requested combination of response modalities is not supported by the model.",
    ),
    (
        lambda prompt: (
            any(entry["type"] == "audio" for entry in prompt.output)
            and not levels.is_speech_model(prompt.model)
            and prompt.model.startswith("gemini-")
        ),
        "The requested combination of response modalities is not supported by the model.",
    ),
)


def check_level(model: str, level: str) -> None:
    """Raises when the model does not know the thinking level that was sent."""
    if level.lower() == "minimal" and model.startswith(levels.NO_MINIMAL):
        raise Refusal(
            f"Thinking level {level.upper()} is not supported for this model. "
            "Please retry with other thinking level."
        )
