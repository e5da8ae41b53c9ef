"""The commands, settings and examples in docs/ work as written."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

CHECKOUT = Path(__file__).parents[2]
PAGES = {
    name: (CHECKOUT / "docs" / name).read_text() for name in ("ci.md", "reports.md", "editors.md")
}


TRAFFIC = """\
{"time":"2026-01-01T00:00:00.000+00:00","model":"gemini-2.5-pro","stream":false,\
"outcome":"translated","fallback":false,"file":null,"line":null,\
"used":["contents"],"losses":[]}
"""


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGES[page], re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_runs(page: str, shell: Run, tmp_path: Path, legacy: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(legacy)
    (tmp_path / "app.py").write_text(legacy)
    (tmp_path / "traffic.jsonl").write_text(TRAFFIC)
    for command in "".join(blocks(page, "sh")).splitlines():
        done = shell(command)
        assert done.returncode in (0, 1), (command, done.stderr)
        assert done.stdout or any(tmp_path.glob("*.*")), command


def test_the_settings_are_valid(stepbridge: Run, tmp_path: Path) -> None:
    [settings] = blocks("ci.md", "toml")
    (tmp_path / "stepbridge.toml").write_text(settings)
    shown = json.loads(stepbridge("config", "--format", "json").stdout)
    assert shown["settings"]["native-only"] is True
    assert shown["overrides"][0]["files"] == ["legacy/**"]


def test_the_declared_wrappers_are_valid(stepbridge: Run, tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "wrappers.md").read_text()
    settings, _ = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "stepbridge.toml").write_text(settings)
    shown = json.loads(stepbridge("config", "--format", "json").stdout)
    assert list(shown["wrappers"]) == [
        "acme.llm.ask",
        "acme.llm.LLM.summary",
        "acme.llm.get_client",
    ]


def test_the_table_of_a_package_is_valid_and_every_call_is_listed() -> None:
    from stepbridge_codemods.wrappers.declared import KEYS, from_tables
    from stepbridge_codemods.wrappers.wrapper import CALLS

    page = (CHECKOUT / "docs" / "wrappers.md").read_text()
    [example] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    namespace: dict[str, dict[str, object]] = {}
    exec(example, namespace)
    assert len(from_tables(namespace["WRAPPERS"])) == 2
    assert tuple(re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)) == KEYS
    for name in CALLS:
        assert re.search(rf"^\|[^|]*`{name}`[^|]*\|[^|]+\|$", page, re.MULTILINE), name


def test_every_key_of_the_verify_comment_is_listed() -> None:
    from stepbridge_cli.proof import plan

    table = PAGES["ci.md"].partition("## Proof in CI")[2]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == plan.KEYS


def test_every_format_is_listed() -> None:
    from stepbridge_cli.reports import FORMATS

    assert set(re.findall(r"^\| `(\w+)` \| ", PAGES["reports.md"], re.MULTILINE)) == set(FORMATS)


def test_python_examples_run() -> None:
    for example in blocks("reports.md", "python"):
        done = subprocess.run(
            [sys.executable, "-c", example], capture_output=True, text=True, check=True
        )
        assert done.stdout == "stepbridge report\n"


def test_the_examples_of_the_api_print_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    text = (CHECKOUT / "docs" / "api.md").read_text()
    namespace: dict[str, object] = {}
    for source in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(source, namespace)
    assert capsys.readouterr().out == "".join(re.findall(r"```text\n(.*?)```", text, re.DOTALL))


def test_the_api_page_names_every_attribute() -> None:
    from dataclasses import fields

    from stepbridge_codemods import FileProblem, Finding, Result

    text = (CHECKOUT / "docs" / "api.md").read_text()
    names = [field.name for kind in (Finding, Result, FileProblem) for field in fields(kind)]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_quickfix_pattern_finds_each_call_site(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "app.py").write_text(legacy * 2)
    printed = stepbridge("audit", "app.py").stdout
    assert len(re.findall(r"^\S+:\d+:\d+: ", printed, re.MULTILINE)) == 2
