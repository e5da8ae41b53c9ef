"""Each kind of project file changes in its requirement and nowhere else."""

from __future__ import annotations

import pytest

from stepbridge_codemods.projects import (
    SDK_FLOOR,
    ProjectFileError,
    kind_of,
    migrate_project_file,
)

F = SDK_FLOOR

CASES = {
    "requirements.txt": (
        "# models\r\ngoogle-generativeai==0.8.3  # pinned\r\nhttpx>=0.27\r\n-r other.txt\r\n",
        f"# models\r\ngoogle-genai>={F}  # pinned\r\nhttpx>=0.27\r\n-r other.txt\r\n",
    ),
    "pyproject.toml": (
        '[project]\nname = "a"  # google-generativeai\ndependencies = [\n'
        '    "google-genai[aiohttp]>=1.0,<2",  # the SDK\n    "httpx",\n]\n\n'
        '[project.optional-dependencies]\nold = ["google-generativeai"]\n',
        '[project]\nname = "a"  # google-generativeai\ndependencies = [\n'
        f'    "google-genai[aiohttp]>={F}",  # the SDK\n    "httpx",\n]\n\n'
        f'[project.optional-dependencies]\nold = ["google-genai>={F}"]\n',
    ),
    "sub/pyproject.toml": (
        '[tool.poetry.dependencies]\npython = "^3.11"\ngoogle-generativeai = "^0.8"\nhttpx = "*"\n'
        '\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
        f'[tool.poetry.dependencies]\npython = "^3.11"\ngoogle-genai = "^{F}"\nhttpx = "*"\n'
        '\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    ),
    "Pipfile": (
        '[packages]\ngoogle-genai = {version = ">=1.0", extras = ["aiohttp"]}\n',
        f'[packages]\ngoogle-genai = {{version = ">={F}", extras = ["aiohttp"]}}\n',
    ),
    "setup.cfg": (
        "[options]\ninstall_requires =\n    google-generativeai>=0.5\n    httpx\n",
        f"[options]\ninstall_requires =\n    google-genai>={F}\n    httpx\n",
    ),
    "setup.py": (
        "# 'google-generativeai'\nsetup(install_requires=['google-generativeai', 'httpx'])\n",
        f"# 'google-generativeai'\nsetup(install_requires=['google-genai>={F}', 'httpx'])\n",
    ),
    "environment.yml": (
        "dependencies:\n  - python=3.11\n  - google-generativeai=0.8.3\n  - pip:\n"
        "    - google-genai==1.0  # old\n",
        f"dependencies:\n  - python=3.11\n  - google-genai>={F}\n  - pip:\n"
        f"    - google-genai>={F}  # old\n",
    ),
    "script.py": (
        '# /// script\n# dependencies = ["google-generativeai", "rich"]\n# ///\n'
        'x = "google-generativeai"\n',
        f'# /// script\n# dependencies = ["google-genai>={F}", "rich"]\n# ///\n'
        'x = "google-generativeai"\n',
    ),
}


@pytest.mark.parametrize("path", CASES)
def test_rewrites(path: str) -> None:
    before, after = CASES[path]
    new, edits = migrate_project_file(before.encode(), path)
    assert new.decode() == after
    assert edits
    for edit in edits:
        assert "genai" in edit.after
        assert edit.note
    assert migrate_project_file(new, path) == (new, [])


def test_a_hash_of_the_old_release_does_not_outlive_it() -> None:
    new, edits = migrate_project_file(b"google-genai==1.2 --hash=sha256:00\n", "requirements.txt")
    assert new.decode() == f"google-genai>={F}\n"
    assert len(edits) == 1


@pytest.mark.parametrize(
    "text",
    ["httpx\n", "# google-generativeai\n", "-e git+https://example.invalid/google-genai\n", ""],
)
def test_stays_byte_for_byte(text: str) -> None:
    assert migrate_project_file(text.encode(), "requirements.txt") == (text.encode(), [])


def test_unreadable_files_are_errors_that_name_the_place() -> None:
    with pytest.raises(ProjectFileError, match="not UTF-8 at byte 3"):
        migrate_project_file(b"abc\xff", "requirements.txt")
    with pytest.raises(ProjectFileError, match="not TOML"):
        migrate_project_file(b"[project\n", "pyproject.toml")
    with pytest.raises(ProjectFileError, match=r"notes\.txt"):
        migrate_project_file(b"google-genai", "notes.txt")


def test_kinds() -> None:
    assert kind_of("a/requirements-dev.txt") == "requirements"
    assert kind_of("notes.txt") is None
    assert kind_of("Pipfile.lock") is None
