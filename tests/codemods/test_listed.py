"""Fields of a config are told wherever they are written."""

from __future__ import annotations

import pytest

from stepbridge_codemods import rewrite

CODE = """from google import genai
from google.genai import types

shared = {"temperature": 0.9}
client = genai.Client()
print(client.models.generate_content(model="m", contents="Hi", config={config}).text)
"""


@pytest.mark.parametrize(
    "config",
    [
        "shared",
        '{**shared, "top_p": 0.5}',
        "types.GenerateContentConfig(**shared, top_p=0.5)",
        '{**(shared if client else {}), "top_p": 0.5}',
    ],
)
def test_fields_behind_a_spread(config: str) -> None:
    found = rewrite(CODE.replace("{config}", config).encode()).findings
    told = [(one.line, one.rule) for one in found if one.rule in ("SB103", "SB104")]
    assert told == [(4, "SB103"), *([(6, "SB104")] if "top_p" in config else [])]
