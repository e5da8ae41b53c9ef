"""Requirements are findings and edits like any other."""

from __future__ import annotations

import json

from stepbridge_codemods import Options, Tier
from stepbridge_codemods.files import audit_file, is_project_file, rewrite_file

SCRIPT = b"""# /// script
# dependencies = ["google-generativeai"]
# ///
print(1)
"""


def test_a_requirement_is_a_finding_and_an_edit() -> None:
    source = b"requests\ngoogle-generativeai==0.8.3  # sdk\n"
    (finding,) = audit_file(source, "requirements.txt", Options()).findings
    assert (finding.rule, finding.tier, finding.line) == ("SB999", Tier.NATIVE, 2)
    assert not finding.applied
    result = rewrite_file(source, "requirements.txt", Options())
    assert result.source.startswith(b"requests\ngoogle-genai>=")
    assert result.source.endswith(b"  # sdk\n")


def test_broken_toml_is_a_problem_of_the_file() -> None:
    result = rewrite_file(b"[google-generativeai", "pyproject.toml", Options())
    assert result.error is not None
    assert result.source == b"[google-generativeai"


def test_scripts_follow_the_option() -> None:
    source = SCRIPT.replace(b"print(1)", b"import google.generativeai as genai")
    assert b'"google-generativeai"' in rewrite_file(source, "a.py", Options()).source
    changed = rewrite_file(source, "a.py", Options(project_files=True))
    assert b'"google-genai>=' in changed.source
    assert any(finding.rule == "SB999" for finding in changed.findings)


NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "execution_count": None, "metadata": {"id": "x"}, "outputs": [],
         "source": ["%pip install -U -q \\\n", "  \"google-generativeai>=0.7.2\" pillow\n"]},
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [],
         "source": ["import google.generativeai as genai"]},
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 0,
}  # fmt: skip


def test_an_audit_tells_of_install_cells() -> None:
    source = json.dumps(NOTEBOOK).encode()
    found = [f for f in audit_file(source, "a.ipynb", Options()).findings if f.rule == "SB999"]
    (finding,) = found
    assert (finding.cell, finding.line, finding.legacy) == (1, 2, "google-generativeai>=0.7.2")
    assert not finding.applied


def test_install_cells_follow_the_option() -> None:
    source = json.dumps(NOTEBOOK).encode()
    assert b"google-generativeai" in rewrite_file(source, "a.ipynb", Options()).source
    changed = rewrite_file(source, "a.ipynb", Options(project_files=True))
    assert b'\\"google-genai>=' in changed.source
    assert changed.findings[0].applied


def test_documents_say_what_to_install() -> None:
    source = (
        b"# App\n\n    pip install google-generativeai pillow\n\nIt needs google-generativeai.\n"
    )
    assert audit_file(source, "README.md", Options()).findings[0].line == 3
    changed = rewrite_file(source, "README.md", Options(project_files=True)).source
    assert b'pip install "google-genai>=' in changed
    assert changed.endswith(b"It needs google-generativeai.\n")


def test_a_lock_file_is_left_to_a_person() -> None:
    source = b'[[package]]\nname = "google-generativeai"\n'
    (finding,) = rewrite_file(source, "uv.lock", Options()).findings
    assert finding.tier is Tier.MANUAL
    assert "make it again" in finding.reason


def test_which_files_are_project_files() -> None:
    assert is_project_file("deep/requirements-dev.txt")
    assert not is_project_file("notes.txt")
    assert not is_project_file("setup.py")
