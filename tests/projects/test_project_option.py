"""Requirements are findings and edits like any other."""

from __future__ import annotations

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


def test_which_files_are_project_files() -> None:
    assert is_project_file("deep/requirements-dev.txt")
    assert not is_project_file("notes.txt")
    assert not is_project_file("setup.py")
