"""Notebooks of the old SDK: forms, magics and outputs stay, and cells still run in their order."""

from __future__ import annotations

import json
from typing import Any

from stepbridge_codemods.notebooks import rewrite_notebook

SETUP = "import google.generativeai as genai\n\ngenai.configure(api_key=KEY)"
FORM = 'name = "gemini-3.5-flash" #@param ["gemini-3.5-flash"]\nheat = 0.5 #@param {type:"slider"}'
CALL = '%%time\nresponse = model.generate_content("Why?", generation_config={"temperature": heat})'


def cell(source: str, **metadata: object) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": 7,
        "metadata": metadata,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["as it was\n"]}],
        "source": source.splitlines(keepends=True),
    }


def rewritten(*cells: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The cells after a rewrite, and the source of each."""
    book = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 0}
    result = rewrite_notebook(json.dumps(book, indent=1).encode(), "a.ipynb")
    assert result.error is None
    after = json.loads(result.source)["cells"]
    return after, ["".join(one["source"]) for one in after]


def test_a_notebook_from_the_quick_start() -> None:
    cells = [
        cell(SETUP),
        cell(FORM, cellView="form", id="a1"),
        cell("model = genai.GenerativeModel(name)"),
        cell(CALL),
        cell("display(Markdown(response.text))"),
        cell("response.text"),
        cell("chat = model.start_chat(history=[])\nchat"),
        cell('chat.send_message("Hi").text'),
        cell("for turn in chat.history:\n  print(turn.role)"),
        cell("!ls\nimport textwrap"),
    ]
    after, sources = rewritten(*cells)
    assert "generativeai" not in "".join(sources)
    assert sources[1] == FORM
    assert sources[3].startswith("%%time\nresponse = client.interactions.create(")
    assert sources[5] == "response.output_text"
    assert "chat.get_history()" in sources[8]
    assert sources[9] == "!ls\nimport textwrap"
    for before, one in zip(cells, after, strict=True):
        assert {**one, "source": ""} == {**before, "source": ""}


def test_what_cells_need_is_imported_before_them() -> None:
    _, sources = rewritten(
        cell(SETUP),
        cell('response = genai.GenerativeModel("gemini-3.5-flash").generate_content(PROMPT)'),
        cell("response.candidates"),
        cell("import PIL.Image"),
    )
    assert "import stepbridge" in sources[0]
    assert "stepbridge.to_input(" in sources[1]
    assert sources[2] == "response.steps"
    assert sources[3] == "import PIL.Image"
