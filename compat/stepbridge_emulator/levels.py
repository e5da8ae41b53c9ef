"""What models can do, and one scale for thinking budgets and thinking levels."""

from __future__ import annotations

import re

NO_MINIMAL = ("gemini-3.7-flash", "gemini-3.8-flash")
LOW_IS_LEAST = (*NO_MINIMAL, "gemini-2.5", "gemini-3.1-pro", "gemini-3-pro")
NO_MEDIUM = ("gemini-2.5-pro", "gemini-2.5-flash-lite", "gemini-3-pro")
NO_PREFILL = ("gemini-3.6-flash", "gemini-3.5-flash-lite", "gemini-3.7", "gemini-3.8", "gemini-4")
OLD = ("gemini-1.", "gemini-2.0", "gemini-pro-vision", "learnlm")
NOT_SERVED_BY_INTERACTIONS = ("imagen", "veo", "gemini-embedding", "text-embedding", "embedding")
INTERACTIONS_ONLY = ("gemini-omni",)
BUDGETS = ((0, "minimal"), (2048, "low"), (8192, "medium"))


def plain_model(name: str) -> str:
    """``models/gemini-x`` and Vertex resource names without their path."""
    return name.rpartition("/")[2]


def level_of_budget(budget: int) -> str:
    """The level nearest to a thinking budget in tokens; empty for -1, which means automatic."""
    if budget < 0:
        return ""
    return next((level for limit, level in BUDGETS if budget <= limit), "high")


def normal_level(model: str, level: str) -> str:
    """The level as the model knows it: ``low`` is the least for some, and next to ``high``."""
    if level == "medium" and model.startswith(NO_MEDIUM):
        return "low"
    return "low" if level == "minimal" and model.startswith(LOW_IS_LEAST) else level


def generation(model: str) -> float:
    """3.5 for ``gemini-3.5-flash``; the ``-latest`` aliases are of the newest generation."""
    match = re.match(r"gemini-(\d+(?:\.\d+)?)", model)
    return float(match.group(1)) if match else 3.0


def is_image_model(model: str) -> bool:
    return "image" in model or "banana" in model


def is_speech_model(model: str) -> bool:
    return model.endswith("tts") or "-tts-" in model


def is_served(model: str) -> bool:
    """Whether generateContent knows the model."""
    return not model.startswith(INTERACTIONS_ONLY) and model.startswith(
        ("gemini-", "gemma-", "nano-banana", "lyria", "learnlm")
    )


def is_for_embeddings(model: str) -> bool:
    """Whether a model gives vectors."""
    return model.startswith(("gemini-embedding", "text-embedding", "embedding"))


def is_served_by_interactions(model: str) -> bool:
    return model.startswith(INTERACTIONS_ONLY) or (
        is_served(model) and not model.startswith((*OLD, *NOT_SERVED_BY_INTERACTIONS))
    )
