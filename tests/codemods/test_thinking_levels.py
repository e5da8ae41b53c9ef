"""The function that rewritten modules are given for thinking levels agrees with the translator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stepbridge.fields.families import BUDGETS, FAMILIES, family, nearest_level, plain_model
from stepbridge_codemods import rewrite

LEGACY = b"""
from google import genai
from google.genai import types

client = genai.Client()


def ask(model, budget):
    config = {"thinking_config": types.ThinkingConfig(thinking_budget=budget)}
    return client.models.generate_content(model=model, contents="Hi", config=config).text
"""
NAMES = [one.prefix + "-x" for one in FAMILIES]
PLACES = [
    "{}",
    "models/{}",
    "projects/p/publishers/google/models/{}",
]


@pytest.fixture(scope="module")
def thinking_level_of() -> Callable[[str, int | None], str | None]:
    text = rewrite(LEGACY, "app.py").source.decode()
    start = text.index("def thinking_level_of")
    names: dict[str, Callable[[str, int | None], str | None]] = {}
    exec(text[start : text.index("client =", start)], names)
    return names["thinking_level_of"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_levels_are_those_of_the_translator(
    thinking_level_of: Callable[[str, int | None], str | None], name: str, place: str
) -> None:
    model = place.format(name)
    levels = family(plain_model(model)).levels
    for limit in BUDGETS:
        for budget in (limit, limit + 1):
            assert thinking_level_of(model, budget) == nearest_level(budget, levels)
    assert thinking_level_of(model, -1) is None
    assert thinking_level_of(model, None) is None
