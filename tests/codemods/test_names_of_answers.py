"""The names that answers have today are those of the installed SDK: nothing else is asked."""

from __future__ import annotations

import pytest
from google.genai import interactions
from pydantic import BaseModel

from stepbridge_codemods.rules.answers import strangers


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (interactions.Interaction, strangers.INTERACTION),
        (interactions.Usage, strangers.USAGE),
        (interactions.URLCitation, strangers.CITATION),
    ],
)
def test_names_are_those_of_the_sdk(model: type[BaseModel], known: frozenset[str]) -> None:
    added = {
        name
        for base in model.__mro__
        if base not in BaseModel.__mro__
        for name in vars(base)
        if not name.startswith(("_", "to_", "model_", "serialize_"))
    }
    assert set(model.model_fields) | added == known
