"""Notebooks: values live across cells, and only the cells that change do change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stepbridge_codemods import Options, Tier
from stepbridge_codemods.notebooks import audit_notebook, rewrite_notebook


def notebook(*sources: str | list[str], indent: int | None = 1) -> bytes:
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": 3,
            "metadata": {"id": f"c{index}", "tags": ["keep"]},
            "outputs": [
                {"name": "stdout", "output_type": "stream", "text": ["generate_content\n"]}
            ],
            "source": source if isinstance(source, list) else source.splitlines(keepends=True),
        }
        for index, source in enumerate(sources)
    ]
    cells.insert(1, {"cell_type": "markdown", "metadata": {}, "source": ["# Ä client.models\n"]})
    document = {"cells": cells, "metadata": {"colab": {}}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(document, indent=indent, ensure_ascii=False) + "\n").encode()


def code(data: bytes) -> list[str]:
    cells = json.loads(data)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


NATIVE = Options(native_only=True)
SETUP = "%pip install -q google-genai\nfrom google import genai\n\nclient = genai.Client()"
CALL = (
    "MODEL = 'gemini-2.5-flash'  # @param {type:'string'}\n"
    'response = client.models.generate_content(model=MODEL, contents="Hi")'
)
SHOW = "print(response.text)  # shown"


def test_a_value_is_followed_from_cell_to_cell() -> None:
    before = notebook(SETUP, CALL, SHOW, "%%bash\necho response")
    result = rewrite_notebook(before, "demo.ipynb")
    setup, call, show, shell = code(result.source)
    assert setup == SETUP
    assert "client.interactions.create(" in call
    assert "# @param {type:'string'}" in call
    assert "output_text" in show
    assert show.endswith("# shown")
    assert shell == "%%bash\necho response"
    assert rewrite_notebook(result.source, "demo.ipynb").source == result.source


def test_only_the_changed_cells_change() -> None:
    before = notebook(SETUP, CALL, SHOW)
    after = rewrite_notebook(before, "demo.ipynb").source
    old, new = before.decode().splitlines(), after.decode().splitlines()
    kept = [line for line in old if line not in new]
    assert kept
    assert all("generate_content(model" in line or "response" in line for line in kept)


@pytest.mark.parametrize("indent", [None, 2])
def test_findings_name_the_cell_and_the_line_in_it(indent: int | None) -> None:
    result = audit_notebook(notebook(SETUP, CALL, SHOW, indent=indent), "demo.ipynb")
    places = {(finding.cell, finding.line) for finding in result.findings}
    assert (3, 2) in places
    assert all(finding.path == "demo.ipynb" for finding in result.findings)


def test_a_result_that_reaches_a_cell_of_another_language_stays_with_a_person() -> None:
    before = notebook(SETUP, CALL, SHOW, "!echo {response.text}")
    result = rewrite_notebook(before, "demo.ipynb", NATIVE)
    assert result.source == before
    assert {finding.tier for finding in result.findings} == {Tier.MANUAL}


SAFELY = {
    "print(response.candidates[0].finish_reason.name)": (
        "print(finish_reason_name(response.status))"
    ),
    'raise ValueError(f"Stopped: {response.candidates[0].finish_reason}")': (
        "raise ValueError(f\"Stopped: {'FinishReason.' + finish_reason_name(response.status)}\")"
    ),
}
"""What can be told in the same words without the legacy shape."""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("response", "response"),
        ("print(response)", "print(response)"),
        ("response.usage_metadata", "response.usage"),
        ("print(response.candidates[0].finish_reason)", "print(response.status)"),
        ("print(response.candidates[0].finish_reason.name)", "print(response.status)"),
        ('print(f"{response.usage_metadata}")', 'print(f"{response.usage}")'),
        ("display(response.candidates)", "display(response.steps)"),
        ("print(response.candidates[0].grounding_metadata)", "print(response.steps)"),
        (
            'raise ValueError(f"Stopped: {response.candidates[0].finish_reason}")',
            'raise ValueError(f"Stopped: {response.status}")',
        ),
    ],
)
def test_what_only_a_person_reads_is_shown_as_it_is_now(before: str, after: str) -> None:
    """The objects of the new API have other fields: the finding says that the cell shows them."""
    result = rewrite_notebook(notebook(SETUP, CALL, before), "demo.ipynb", NATIVE)
    assert code(result.source)[2] == after
    assert any(finding.behaviour_change for finding in result.findings)
    kept = rewrite_notebook(notebook(SETUP, CALL, before), "demo.ipynb", Options(safe=True))
    assert code(kept.source)[2] == SAFELY.get(before, before)


@pytest.mark.parametrize(
    "shown",
    [
        "text = str(response)",
        "log(response.usage_metadata)",
        'open("answer.txt", "w").write(f"{response.candidates[0]}")',
        "try:\n    raise ValueError(response.usage_metadata)\n"
        "except ValueError as error:\n    log(error)",
    ],
)
def test_what_goes_further_than_the_screen_stays(shown: str) -> None:
    before = notebook(SETUP, CALL, shown)
    result = rewrite_notebook(before, "demo.ipynb", NATIVE)
    assert result.source == before
    assert result.findings


def test_a_field_shown_by_a_cell_is_rewritten_in_place() -> None:
    result = rewrite_notebook(notebook(SETUP, CALL, "response.text"), "demo.ipynb")
    assert code(result.source)[2] == "response.output_text"
    shown = [finding for finding in result.findings if finding.cell == 4]
    assert {finding.line for finding in shown} == {1}
    assert min(finding.column for finding in shown) <= len("response.") + 1


def test_a_call_shown_by_its_cell_shows_the_interaction() -> None:
    before = notebook(SETUP, CALL.replace("response = ", ""))
    result = rewrite_notebook(before, "demo.ipynb", NATIVE)
    assert code(result.source)[1].splitlines()[1].startswith("client.interactions.create(")
    assert any(finding.behaviour_change for finding in result.findings)


def test_install_lines_rise_only_when_asked() -> None:
    before = notebook("!pip install google-generativeai", SETUP, CALL, SHOW)
    assert "google-generativeai" in code(rewrite_notebook(before, "a.ipynb").source)[0]
    asked = code(rewrite_notebook(before, "a.ipynb", installs=True).source)
    assert asked[0].startswith('!pip install "google-genai>=')


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"cells": [genai generate_content', "not JSON at line 1"),
        (b'{"metadata": "genai generate_content"}', "no cells"),
        (b'{"cells": "genai generate_content \xff"}', "not UTF-8"),
    ],
)
def test_broken_notebooks_are_left_alone_with_the_place(data: bytes, message: str) -> None:
    result = rewrite_notebook(data, "broken.ipynb")
    assert result.source == data
    assert result.error is not None
    assert message in result.error.message


def test_notebooks_without_gemini_are_not_read() -> None:
    data = b"{ this is not even JSON"
    assert rewrite_notebook(data).source == data
    assert rewrite_notebook(data).error is None


@pytest.mark.parametrize(
    "source",
    [
        "%cd /tmp \\\n  x\nif True:\n    !ls\n    x = 1\n",
        "files = !ls\nx = %env HOME\nclient.models?\n",
        "text = '''\n%not magic\n'''\n",
        "%%time\nx = 1",
        "await client.aio.models.generate_content()\n",
        "",
        "\n\n",
    ],
)
def test_cells_come_back_whole(source: str) -> None:
    before = notebook(SETUP, source, "import os\n# genai generate_content")
    assert rewrite_notebook(before, "demo.ipynb", NATIVE).source == before
