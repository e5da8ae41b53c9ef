"""A module of another SDK that has generate_content is named, and left as it is."""

from __future__ import annotations

import pytest

from stepbridge_codemods import audit, rewrite

CALL = b'\nmodel = GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)\n'
NAMED = [
    b"from vertexai.generative_models import GenerativeModel",
    b"from vertexai.preview.generative_models import GenerativeModel",
    b"from vertexai import generative_models",
    b"import vertexai.generative_models as models",
    b"from vertexai.preview import prompts, generative_models",
]
LIBRARIES = [
    b"from langchain_google_genai import ChatGoogleGenerativeAI",
    b"import litellm",
    b"from litellm import completion",
    b"from llama_index.llms.google_genai import GoogleGenAI",
]
OTHERS = [
    b"import vertexai",
    b"from vertexai import agent_engines",
    b"from .vertexai.generative_models import GenerativeModel",
    b"from own.vertexai.generative_models import GenerativeModel",
]


@pytest.mark.parametrize("line", NAMED)
def test_names_the_module_and_the_way_out(line: bytes) -> None:
    for work in (audit, rewrite):
        result = work(b"import os\n\n" + line + CALL, "app.py")
        assert result.source == b"import os\n\n" + line + CALL
        remark = result.remarks[-1]
        assert (remark.path, remark.line, remark.column) == ("app.py", 3, 1)
        assert "generative_models is an SDK of its own" in remark.message
        assert "google-genai" in remark.message


@pytest.mark.parametrize("line", OTHERS)
def test_others_are_not_named(line: bytes) -> None:
    assert rewrite(line + CALL, "app.py").remarks == ()


def test_prompts_of_vertex_are_named() -> None:
    code = b"from vertexai.preview.prompts import Prompt\n\nPrompt('Hi').generate_content()\n"
    (remark,) = rewrite(code, "app.py").remarks
    assert remark.message.startswith("vertexai.preview.prompts is an SDK of its own")


@pytest.mark.parametrize("line", LIBRARIES)
def test_libraries_that_call_gemini_are_named_once(line: bytes) -> None:
    code = b"from google import genai\n\n" + line + b"\n" + line + b"\n"
    (remark,) = rewrite(code, "app.py").remarks
    assert (remark.line, remark.column) == (3, 1)
    assert "calls Gemini by itself" in remark.message
