"""A requirement gives way, rises or stays, and keeps its spelling."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from stepbridge_codemods.projects import SDK_FLOOR, migrate_install_line, migrate_requirement

F = SDK_FLOOR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("google-generativeai", f"google-genai>={F}"),
        ("google-generativeai==0.8.3", f"google-genai>={F}"),
        ("google_generativeai >= 0.5, <1", f"google-genai >= {F}"),
        (
            'google-generativeai>=0.3; python_version>"3.9"',
            f'google-genai>={F}; python_version>"3.9"',
        ),
        ("google-genai", f"google-genai>={F}"),
        ("google-genai>=1.0", f"google-genai>={F}"),
        ("google-genai[aiohttp]>=1.0.0,<2", f"google-genai[aiohttp]>={F}"),
        ("google-genai~=1.55", f"google-genai>={F}"),
        ("google-genai==1.*", f"google-genai>={F}"),
        ("Google.GenAI>=1.0,!=9.0", f"Google.GenAI>={F},!=9.0"),
        ("google-genai>=1,<4", f"google-genai>={F},<4"),
        ("google-genai (>=1.0)", f"google-genai (>={F})"),
    ],
)
def test_rises(before: str, after: str) -> None:
    edit = migrate_requirement(before)
    assert edit is not None
    assert edit.text.replace(" ", "") == after.replace(" ", "")
    assert F in Requirement(edit.text).specifier
    assert migrate_requirement(edit.text) is None


@pytest.mark.parametrize(
    "kept",
    [
        f"google-genai>={F}",
        "google-genai==3.4.0",
        "google-genai>=3,<4",
        "google-genai-extras>=1",
        "google-generativeai @ https://example.invalid/a.whl",
        "google-cloud-aiplatform>=1",
        "not a requirement at all",
        "",
    ],
)
def test_stays(kept: str) -> None:
    assert migrate_requirement(kept) is None


def test_install_lines_keep_their_flags_and_quote_what_a_shell_would_read() -> None:
    line = "%pip install -q -U google-generativeai pillow"
    assert migrate_install_line(line) == f'%pip install -q -U "google-genai>={F}" pillow'
    assert (
        migrate_install_line('!pip install "google-genai>=1.0"')
        == f'!pip install "google-genai>={F}"'
    )
    assert migrate_install_line("print('google-generativeai')") == "print('google-generativeai')"
