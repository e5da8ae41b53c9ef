"""Options that widen what is read: project files, documents, model ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stepbridge_cli.main import main

OLD = """import google.generativeai as genai

genai.configure(api_key="x")
model = genai.GenerativeModel("gemini-2.0-flash")
print(model.generate_content("Hi").text)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text(OLD)
    (tmp_path / "README.md").write_text(f"# T\n\n```python\n{OLD}```\n")
    (tmp_path / "requirements.txt").write_text("google-generativeai==0.8.3\nrequests\n")
    (tmp_path / "notes.txt").write_text("google genai, said someone\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def test_only_python_without_options(project: Path) -> None:
    assert run("rewrite", ".", "-q").exit_code == 0
    assert "interactions.create" in (project / "app.py").read_text()
    assert "gemini-2.0-flash" in (project / "app.py").read_text()
    assert "generativeai" in (project / "README.md").read_text()
    assert "generativeai" in (project / "requirements.txt").read_text()


def test_all_kinds_with_options(project: Path) -> None:
    options = ("--project-files", "--docs", "--models")
    assert run("rewrite", ".", "--check", *options).exit_code == 1
    assert run("rewrite", ".", "-q", *options).exit_code == 0
    for name in ("app.py", "README.md"):
        text = (project / name).read_text()
        assert "interactions.create" in text
        assert "gemini-3.5-flash" in text
    requirements = (project / "requirements.txt").read_text()
    assert requirements.startswith("google-genai>=")
    assert requirements.endswith("\nrequests\n")
    assert (project / "notes.txt").read_text() == "google genai, said someone\n"
    assert run("rewrite", ".", "--check", *options).exit_code == 0


def test_a_diff_shows_them_and_writes_nothing(project: Path) -> None:
    result = run("rewrite", ".", "--diff", "--project-files")
    assert "+google-genai>=" in result.output
    assert "generativeai==0.8.3" in (project / "requirements.txt").read_text()


def test_audit_names_models_that_have_ended(project: Path) -> None:
    result = run("audit", "app.py", "--format", "json")
    assert '"SB030"' in result.output
    assert "gemini-3.5-flash" in result.output


def test_what_stands_in_for_a_call_in_a_test_is_no_call_site(project: Path) -> None:
    (project / "test_app.py").write_text(
        "from unittest.mock import MagicMock\n\nimport app\n\n\ndef test_ask():\n"
        "    fake = MagicMock()\n"
        "    fake.models.generate_content.return_value.text = 'hello'\n"
        "    assert app.ask(fake) == 'hello'\n"
    )
    result = run("audit", "test_app.py")
    assert "test_app.py:8:5: fake.models.generate_content [stand-in]" in result.output
    assert "let the stand-in answer interactions.create" in result.output
    assert "1 place where a test stands in for a call" in result.output
    assert json.loads(run("audit", "test_app.py", "--format", "json").output)["sites"] == []
    before = (project / "test_app.py").read_text()
    assert run("rewrite", "test_app.py").exit_code == 0
    assert (project / "test_app.py").read_text() == before


def test_requirements_and_names_of_models_are_no_call_sites(project: Path) -> None:
    found = json.loads(run("audit", ".", "--project-files", "--format", "json").output)
    assert {"SB030", "SB999"} <= {finding["rule"] for finding in found["findings"]}
    assert {site["path"] for site in found["sites"]} == {"app.py"}


def test_a_requirement_that_is_only_told_of_is_left_alone(project: Path) -> None:
    """It is neither removed nor another one."""
    (project / "setup.py").write_text('NEEDED = [\n    "google-generativeai" ">=0.8",\n]\n')
    (project / "constraints.txt").write_text("google-generativeai==0.8.0\n")
    result = run("audit", ".", "--project-files")
    assert "SB999 google-generativeai is left alone" in result.output
    assert "SB999 google-generativeai==0.8.0 is left alone" in result.output
    assert "removed" not in result.output
