"""Settings of a project: found, checked, and weaker than the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

CALL = """\
from google import genai

client = genai.Client()


def ask(prompt: str):
    return client.models.generate_content(model="gemini-2.5-flash", contents="Hi")
"""


@pytest.mark.parametrize(
    ("name", "head"), [("stepbridge.toml", ""), ("pyproject.toml", "[tool.stepbridge]\n")]
)
def test_settings_are_found_above_and_patterns_are_relative_to_them(
    name: str, head: str, stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / name).write_text(head + 'exclude = ["/src/old/"]\n')
    for folder in ("src/old", "src/new"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text(legacy)
    for place, paths in ((tmp_path, "."), (tmp_path / "src", "."), (tmp_path / "src/new", "..")):
        done = stepbridge("audit", paths, cwd=place)
        assert "new/a.py" in done.stdout or "a.py:4" in done.stdout
        assert "old/a.py" not in done.stdout


def test_a_pyproject_without_a_table_is_passed_over(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    done = stepbridge("config")
    assert done.stdout.startswith("# no configuration file; defaults")


def test_the_search_ends_at_the_top_of_the_repository(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "stepbridge.toml").write_text("safe = true\n")
    inner = tmp_path / "repository"
    (inner / ".git").mkdir(parents=True)
    assert "no configuration file" in stepbridge("config", cwd=inner).stdout
    assert "safe = true" in stepbridge("config").stdout


def test_the_command_line_wins(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "stepbridge.toml").write_text('native-only = true\nstore = "default"\n')
    (tmp_path / "app.py").write_text(
        CALL.replace("return client", "print(client").replace('"Hi")', '"Hi").text)')
    )
    assert "store=False" not in stepbridge("rewrite", "app.py", "--diff").stdout
    assert "store=False" in stepbridge("rewrite", "app.py", "--diff", "--store", "false").stdout


def test_overrides_hold_for_their_files_only(stepbridge: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "stepbridge.toml").write_text(
        '[[overrides]]\nfiles = ["old/**"]\nstore = "default"\n'
    )
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text(legacy)
    stepbridge("rewrite", ".")
    assert "store" not in (tmp_path / "old/a.py").read_text()
    assert "store=False" in (tmp_path / "new/a.py").read_text()


def test_the_command_line_wins_over_overrides_too(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "stepbridge.toml").write_text('[[overrides]]\nfiles = ["*"]\nstore = "default"\n')
    (tmp_path / "a.py").write_text(legacy)
    assert "store=False" not in stepbridge("rewrite", "a.py", "--diff").stdout
    assert "store=False" in stepbridge("rewrite", "a.py", "--diff", "--store", "false").stdout


def test_config_says_where_each_setting_comes_from(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.stepbridge]\nchats = "bridge"\n'
        '[[tool.stepbridge.overrides]]\nfiles = ["old/**"]\nsafe = true\n'
        '[tool.stepbridge.wrappers]\n"acme.llm.ask" = "generate_content"\n'
    )
    shown = json.loads(stepbridge("config", "old/a.py", "--format", "json").stdout)
    told = {name: (shown["settings"][name], shown["sources"][name]) for name in shown["settings"]}
    assert told["chats"] == ("bridge", "pyproject.toml")
    assert told["safe"] == (True, "pyproject.toml: overrides[1]")
    assert told["store"] == ("false", "default")
    source = {"call": "generate_content", "source": "pyproject.toml"}
    assert shown["wrappers"] == {"acme.llm.ask": source}
    general = json.loads(stepbridge("config", "--format", "json").stdout)
    assert general["settings"]["safe"] is False
    text = stepbridge("config", "old/a.py").stdout
    assert "safe = true                   # pyproject.toml: overrides[1]: leave out" in text


def test_what_config_prints_can_be_read_again(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "stepbridge.toml").write_text(
        'chats = "bridge"\n[[overrides]]\nfiles = ["a"]\nsafe = true\n'
        '[wrappers."acme.llm.ask"]\nparameters = { prompt = "contents" }\nasync = true\n'
    )
    (tmp_path / "again.toml").write_text(stepbridge("config").stdout)
    first, again = (
        json.loads(stepbridge("config", "--config", name, "--format", "json").stdout)
        for name in ("stepbridge.toml", "again.toml")
    )
    assert again["settings"] == first["settings"]
    assert again["overrides"] == first["overrides"]
    assert again["wrappers"].keys() == first["wrappers"].keys()


def test_config_shows_what_holds(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'chats = "bridge"\n[[overrides]]\nfiles = ["a"]\nsafe = true\n'
    )
    shown = json.loads(stepbridge("config", "--config", "mine.toml", "--format", "json").stdout)
    assert shown["path"] == "mine.toml"
    assert shown["settings"]["chats"] == "bridge"
    assert shown["settings"]["store"] == "false"
    assert shown["overrides"] == [{"files": ["a"], "safe": True}]


MISTAKES = {
    "bad TOML": ("exclude = [", "stepbridge.toml: not valid TOML: "),
    "unknown key": ("exlude = []", "stepbridge.toml: exlude: unknown key; did you mean 'exclude'?"),
    "wrong type": ("exclude = 'x'", "stepbridge.toml: exclude: must be a list of strings"),
    "wrong item": ("include = [1]", "stepbridge.toml: include: must be a list of strings"),
    "wrong choice": ("chats = 'none'", "'none' is not one of 'stateful', 'stateless', 'bridge'"),
    "number for a switch": ("safe = 1", "stepbridge.toml: safe: must be true or false"),
    "negative": ("jobs = -1", "stepbridge.toml: jobs: must not be negative"),
    "unknown rule": ("select = ['SB1O5']", "there is no rule 'SB1O5'; did you mean 'SB"),
    "overrides no list": ("[overrides]\nsafe = true", "overrides: must be a list of tables"),
    "override without files": ("[[overrides]]\nsafe = true", "overrides[1].files: must be a list"),
    "override of a global key": (
        "[[overrides]]\nfiles = ['a']\njobs = 2",
        "overrides[1].jobs: unknown key",
    ),
}


@pytest.mark.parametrize(("content", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_names_the_key(
    content: str, message: str, stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "stepbridge.toml").write_text(content)
    (tmp_path / "a.py").write_text(legacy)
    done = stepbridge("rewrite", ".")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.py").read_text() == legacy


def test_all_mistakes_come_at_once(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "stepbridge.toml").write_text("exlude = []\nsafe = 1\n")
    said = stepbridge("config").stderr
    assert "exlude" in said
    assert "safe" in said


def test_a_missing_file_and_a_file_without_table(stepbridge: Run, tmp_path: Path) -> None:
    assert "cannot read it" in stepbridge("audit", "--config", "gone.toml").stderr
    (tmp_path / "pyproject.toml").write_text("")
    done = stepbridge("audit", "--config", "pyproject.toml")
    assert (done.returncode, "no [tool.stepbridge] table" in done.stderr) == (2, True)
