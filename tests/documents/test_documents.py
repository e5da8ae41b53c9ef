"""Python in documents is rewritten block by block, and nothing around it changes."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Tier
from stepbridge_codemods.documents import audit_document, blocks_of, rewrite_document

OLD = """import google.generativeai as genai

genai.configure(api_key="x")
model = genai.GenerativeModel("gemini-3.5-flash")
print(model.generate_content("Hi").text)"""
NEW = """from google import genai

client = genai.Client(api_key="x")
model = "gemini-3.5-flash"
print(client.interactions.create(model=model, input="Hi", store=False).output_text)"""


def indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else "" for line in text.split("\n"))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a.md", "# T\n\n```python\n{0}\n```\n\nend  \n"),
        ("a.md", "~~~~ py title=x\n{0}\n~~~~"),
        ("a.md", "1. Item\n\n   ```python\n{3}\n   ```\n"),
        ("a.rst", "T\n=\n\n.. code-block:: python\n   :linenos:\n\n{3}\n\nend\n"),
        ("a.rst", ".. code-block:: python\n\n{4}\n"),
    ],
)
def test_a_block_is_rewritten_in_its_place(path: str, form: str) -> None:
    def filled(code: str) -> str:
        return (
            form.replace("{0}", code)
            .replace("{3}", indented(code, "   "))
            .replace("{4}", indented(code, "    "))
        )

    result = rewrite_document(filled(OLD).encode(), path)
    assert result.error is None
    assert result.source.decode() == filled(NEW)
    assert rewrite_document(result.source, path).source == result.source


def test_values_live_on_in_the_next_block() -> None:
    first, _, second = OLD.partition("model =")
    text = f"```python\n{first.strip()}\n```\n\nthen\n\n```python\nmodel ={second}\n```\n"
    result = rewrite_document(text.encode(), "a.md").source.decode()
    assert "client = genai.Client" in result
    assert "client.interactions.create(" in result
    assert "\n\nthen\n\n" in result


def test_other_languages_text_and_broken_code_stay() -> None:
    text = (
        "model.generate_content(x)\n\n```bash\npip install google-generativeai\n```\n\n"
        "```python\nmodel = genai.GenerativeModel(...\n```\n"
    )
    assert rewrite_document(text.encode(), "a.md").source == text.encode()


def test_a_session_stays_with_a_finding_at_its_line() -> None:
    text = "text\n\n```pycon\n>>> import generativeai\n>>> m.generate_content(1)\n```\n"
    result = rewrite_document(text.encode(), "a.md")
    assert result.source == text.encode()
    (finding,) = result.findings
    assert (finding.rule, finding.tier, finding.line) == ("SB031", Tier.MANUAL, 5)


def test_findings_count_lines_of_the_document() -> None:
    text = f"# T\n\n```python\n{OLD}\n```\n"
    found = audit_document(text.encode(), "a.md").findings
    lines = text.split("\n")
    call = next(finding for finding in found if finding.rule == "SB912")
    assert "generate_content" in lines[call.line - 1]
    assert lines[call.line - 1][call.column - 1 :].startswith("generate_content")


def test_line_ends_stay() -> None:
    text = f"# T\r\n\r\n```python\r\n{OLD}\r\n```\r\n".replace("\r\n", "\n").replace("\n", "\r\n")
    result = rewrite_document(text.encode(), "a.md").source
    assert b"client.interactions.create" in result
    assert result.count(b"\n") == result.count(b"\r\n")


def test_a_fence_inside_a_longer_fence_is_text() -> None:
    text = "````text\n```python\nx = 1\n```\n````\n"
    assert blocks_of(text, "a.md") == []
