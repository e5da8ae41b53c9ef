"""Fixtures for every area: the official SDK's own models as judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Enums that the schema leaves open on purpose: new models and file types appear without a release.
_OPEN_FIELDS = frozenset({"model", "mime_type"})


def _complaints(value: Any, path: str) -> Iterator[str]:
    """What the SDK lets pass although no schema has it: keys, variants and values."""
    from google.genai._gaos.types.basemodel import UnrecognizedStr
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        if getattr(value, "is_unknown", False):
            yield f"{path}: unknown variant {value.raw}"  # type: ignore[attr-defined]
            return
        # A function's result as an object is free-form.
        if type(value).__name__ not in (
            "FunctionResultStepResult",
            "MCPServerToolResultStepResult",
        ):
            yield from (f"{path}.{key}: unknown key" for key in value.model_extra or {})
        for name in type(value).model_fields:
            if name not in _OPEN_FIELDS:
                yield from _complaints(vars(value).get(name), f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _complaints(item, f"{path}[{place}]")
    elif isinstance(value, UnrecognizedStr):
        yield f"{path}: unknown value {str(value)!r}"


@pytest.fixture(scope="session")
def validate_create_interaction() -> Callable[[dict[str, Any]], Any]:
    """Judges a CreateInteraction body for a model by the official SDK, strictly.

    Returns the SDK's model; fails on anything that the SDK's models do not know.
    """
    from google.genai._gaos.types.interactions.createmodelinteraction import CreateModelInteraction

    def validate(body: dict[str, Any]) -> Any:
        model = CreateModelInteraction.model_validate(body)
        assert list(_complaints(model, "body")) == []
        return model

    return validate
