"""Every fenced block of the documents is run by a test, and none comes or goes unnoticed."""

from __future__ import annotations

import ast
import builtins
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stepbridge.fields import FIELDS, Surface
from stepbridge_cli.proof.plan import plan_for
from stepbridge_emulator import Emulator

Run = Callable[..., subprocess.CompletedProcess[str]]

CHECKOUT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "MIGRATION.md",
    "examples/README.md",
    *sorted(f"docs/{path.name}" for path in (CHECKOUT / "docs").glob("*.md")),
)
README, DOCS, CI, GUIDE, EXAMPLES, HERE = (
    "tests/cli/test_readme.py",
    "tests/cli/test_docs.py",
    "tests/cli/test_ci.py",
    "tests/fields/test_guide.py",
    "tests/fields/test_examples.py",
    "tests/cli/test_code_blocks.py",
)


def examples(*, ended: bool) -> int:
    """Rows of the field map with an example; of code that has ended only the new side can run."""
    of_ended = (Surface.BETA, Surface.OLD_SDK)
    return sum(1 for row in FIELDS if row.example and (row.surface in of_ended) is ended)


# Which test runs how many blocks of a page and language.
RUN_BY = {
    ("README.md", "sh"): {
        f"{README}::test_ci_runs_the_two_commands_as_written": 2,
        f"{README}::test_the_first_report_of_a_repository": 1,
        f"{README}::test_every_command_runs": 1,
    },
    ("README.md", "python"): {
        f"{README}::test_the_diff_and_the_report_are_what_the_command_prints": 1,
        f"{README}::test_the_python_example_runs": 1,
    },
    ("README.md", "diff"): {
        f"{README}::test_the_diff_and_the_report_are_what_the_command_prints": 1
    },
    ("README.md", "text"): {
        f"{README}::test_the_diff_and_the_report_are_what_the_command_prints": 1
    },
    ("MIGRATION.md", "sh"): {f"{GUIDE}::test_the_commands_work_as_written_one_after_the_other": 8},
    ("MIGRATION.md", "python"): {
        f"{GUIDE}::test_each_recipe_means_the_same_before_and_after": 10,
        f"{HERE}::test_two_lines_put_a_service_on_the_shim": 1,
        f"{EXAMPLES}::test_before_and_after_send_and_print_the_same": examples(ended=False),
        f"{EXAMPLES}::test_what_replaces_ended_code_runs": examples(ended=True),
    },
    ("docs/api.md", "python"): {f"{DOCS}::test_the_examples_of_the_api_print_what_they_say": 3},
    ("docs/api.md", "text"): {f"{DOCS}::test_the_examples_of_the_api_print_what_they_say": 3},
    ("docs/architecture.md", "python"): {f"{HERE}::test_the_contracts_hold_as_written": 2},
    ("docs/ci.md", "toml"): {f"{DOCS}::test_the_settings_are_valid": 1},
    ("docs/ci.md", "yaml"): {
        f"{CI}::test_the_hooks_check_and_rewrite_what_they_are_given": 1,
        f"{CI}::test_the_steps_of_the_workflow": 1,
    },
    ("docs/ci.md", "python"): {f"{HERE}::test_a_program_says_how_it_is_run": 1},
    ("docs/editors.md", "sh"): {f"{DOCS}::test_every_command_runs": 2},
    ("docs/editors.md", "vim"): {f"{DOCS}::test_the_quickfix_pattern_finds_each_call_site": 1},
    ("docs/proxy.md", "sh"): {f"{HERE}::test_the_proxy_serves": 1},
    ("docs/reports.md", "sh"): {f"{DOCS}::test_every_command_runs": 4},
    ("docs/reports.md", "python"): {f"{DOCS}::test_python_examples_run": 1},
    ("docs/wrappers.md", "toml"): {f"{DOCS}::test_the_declared_wrappers_are_valid": 2},
    ("docs/wrappers.md", "python"): {f"{DOCS}::test_the_declared_wrappers_are_valid": 1},
    ("docs/writing-rules.md", "python"): {
        f"{HERE}::test_the_rules_of_the_page_are_rules": 4,
        f"{HERE}::test_a_chat_is_a_dict": 1,
    },
    ("examples/README.md", "sh"): {f"{HERE}::test_the_examples_run_as_their_page_says": 2},
    ("examples/README.md", "python"): {f"{HERE}::test_a_program_says_how_it_is_run": 1},
}


def blocks(page: str, language: str = r"\w*") -> list[str]:
    text = (CHECKOUT / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def languages(page: str) -> Counter[str]:
    text = (CHECKOUT / page).read_text("utf-8")
    fences = re.findall(r"^```(.*)$", text, re.MULTILINE)
    return Counter(fences[::2])


@pytest.mark.parametrize("page", PAGES)
def test_each_block_has_its_test(page: str) -> None:
    expected = {name: sum(tests.values()) for (of, name), tests in RUN_BY.items() if of == page}
    assert languages(page) == expected


@pytest.mark.parametrize("reference", sorted({name for tests in RUN_BY.values() for name in tests}))
def test_the_test_is_there(reference: str) -> None:
    path, _, name = reference.partition("::")
    assert f"\ndef {name}(" in (CHECKOUT / path).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_no_block_hides_by_indentation(page: str) -> None:
    """Indented blocks have no language, and no test would find them."""
    outside = re.sub(
        r"^```.*?^```$", "", (CHECKOUT / page).read_text("utf-8"), flags=re.DOTALL | re.M
    )
    assert re.findall(r"(?<=\n\n) {4,}\S.*", outside) == []


def test_two_lines_put_a_service_on_the_shim(emulator: Emulator, legacy: str) -> None:
    [lines] = [block for block in blocks("MIGRATION.md", "python") if "stepbridge.install" in block]
    done = python(lines + legacy, {**os.environ, **emulator.environ})
    assert (done.returncode, done.stderr) == (0, "")
    assert [exchange.api for exchange in emulator.exchanges] == ["interactions"]


def python(source: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source], env=environ, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold_as_written(legacy: str) -> None:
    served, rewritten = blocks("docs/architecture.md", "python")
    before = f"from stepbridge_emulator import Emulator\n{served}"
    assert python(before).returncode == 0
    done = python(
        "import stepbridge_codemods\nfrom stepbridge_codemods import Options\n"
        f"source, path, options = {legacy.encode()!r}, 'app.py', Options()\n"
        f"{rewritten}\nassert b'interactions.create' in result.source and result.findings"
    )
    assert (done.returncode, done.stderr) == (0, "")


RULES = """\
from stepbridge_codemods.planning.lint import Problem, lint, reads_of
from stepbridge_codemods.planning.plan import Plan, Site, Use, site, use
from stepbridge_codemods.objects import Argument
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.rules.lint.results import renamed
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from collections.abc import Iterator
"""


def test_the_rules_of_the_page_are_rules() -> None:
    """They register, and every name in them means something."""
    rules = [block for block in blocks("docs/writing-rules.md", "python") if block.startswith("@")]
    assert len(rules) == 4
    done = python(RULES + "\n".join(rules) + "\nprint(*sorted(globals()))")
    assert done.returncode == 0, done.stderr
    known = {*done.stdout.split(), *dir(builtins)}
    for rule in rules:
        names = [node for node in ast.walk(ast.parse(rule)) if isinstance(node, ast.Name)]
        local = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        local |= {node.arg for node in ast.walk(ast.parse(rule)) if isinstance(node, ast.arg)}
        assert {node.id for node in names} <= known | local


def test_a_chat_is_a_dict(emulator: Emulator) -> None:
    [chat] = [b for b in blocks("docs/writing-rules.md", "python") if b.startswith("chat = ")]
    turn = "response = client.interactions.create(**chat, input='And then?')\n"
    start = "from google import genai\nclient = genai.Client()\n"
    done = python(start + chat + turn, {**os.environ, **emulator.environ})
    assert done.returncode == 0, done.stderr
    assert len(emulator.exchanges) == 2


@pytest.mark.parametrize("page", ["docs/ci.md", "examples/README.md"])
def test_a_program_says_how_it_is_run(page: str, tmp_path: Path) -> None:
    [line] = blocks(page, "python")
    (tmp_path / "questions.txt").write_text("Why?\n")
    program = tmp_path / "app.py"
    plan = plan_for(program, line.encode())
    assert list(plan.args) == shlex.split(re.search(r'args="(.*?)"', line)[1])  # type: ignore[index]
    assert plan.stdin == b"Why?\n"


def test_the_examples_run_as_their_page_says(emulator: Emulator) -> None:
    commands = "".join(blocks("examples/README.md", "sh")).splitlines()
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, **emulator.environ, "PATH": programs}
    statuses = [
        subprocess.run(
            ["bash", "-c", command], cwd=CHECKOUT, env=environ, capture_output=True, check=False
        ).returncode
        for command in commands
    ]
    assert statuses == [1, 0]
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def serving(port: int) -> Iterator[Callable[[str], Any]]:
    """Starts a command that serves, and ends it."""
    started: list[subprocess.Popen[bytes]] = []

    def start(command: str) -> None:
        program, *words = shlex.split(command)
        script = str(Path(sys.executable).parent / program)
        started.append(subprocess.Popen([script, *words], stderr=subprocess.DEVNULL))

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_the_proxy_serves(serving: Callable[[str], Any], port: int) -> None:
    """On a free port. The line before installs it, which CI does from the checkout."""
    [block] = blocks("docs/proxy.md", "sh")
    install, command = block.splitlines()
    assert install == "pip install 'stepbridge[serve,cli]'"
    serving(command.replace("8080", str(port)))
    assert answered(f"http://127.0.0.1:{port}/readyz") == 200


def answered(url: str) -> int:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} never answered")
