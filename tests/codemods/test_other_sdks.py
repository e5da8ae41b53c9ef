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
        (remark,) = result.remarks
        assert (remark.path, remark.line, remark.column) == ("app.py", 3, 1)
        assert "generative_models is an SDK of its own" in remark.message
        assert "google-genai" in remark.message


@pytest.mark.parametrize("line", OTHERS)
def test_others_are_not_named(line: bytes) -> None:
    assert rewrite(line + CALL, "app.py").remarks == ()
