"""What docs/ci.md and .pre-commit-hooks.yaml tell a CI system to run, run as it would."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "ci.md").read_text()
HOOKS: list[dict[str, Any]] = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())


def example(first_key: str) -> dict[str, Any]:
    """The YAML block of the page that begins with a key."""
    blocks = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    [found] = [block for block in blocks if first_key in block]
    return dict(found)


@pytest.fixture
def checkout(
    tmp_path: Path,
    repository: Callable[..., str],
    legacy: str,
    shell: Callable[..., subprocess.CompletedProcess[str]],
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """A branch with one new file, as actions/checkout clones it; runs a line of shell there."""
    (tmp_path / "old.py").write_text(legacy)
    repository("add", ".")
    repository("commit", "--quiet", "-m", "one")
    subprocess.run(["git", "clone", "--quiet", ".", "clone"], cwd=tmp_path, check=True)
    (tmp_path / "clone" / "new.py").write_text(legacy)

    def run(line: str) -> subprocess.CompletedProcess[str]:
        strict = ("-e", "-o", "pipefail")
        return shell(line, *strict, folder=tmp_path / "clone", CI="1", GITHUB_ACTIONS="true")

    return run


def test_the_steps_of_the_workflow(
    checkout: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    [job] = example("jobs")["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "run" in step]
    install, annotate, report = lines
    assert install == "pip install 'stepbridge[all]'"
    done = checkout(annotate)
    assert done.returncode == 1
    assert re.findall(r"^::\w+ file=(\S+?),", done.stdout, re.MULTILINE)
    assert "old.py" not in done.stdout
    assert checkout(report).returncode == 0
    [upload] = [step["with"] for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    sarif = json.loads((tmp_path / "clone" / upload["sarif_file"]).read_text())
    assert sarif["version"] == "2.1.0"


def test_the_hooks_have_what_pre_commit_needs() -> None:
    for hook in HOOKS:
        assert hook["language"] == "python"
        assert hook["types_or"] == ["python", "jupyter"]
        assert hook["additional_dependencies"] == [".[all]"]
    named = {hook["id"] for repo in example("repos")["repos"] for hook in repo["hooks"]}
    assert named <= {hook["id"] for hook in HOOKS}


def test_the_hooks_check_and_rewrite_what_they_are_given(
    checkout: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    audit, rewrite = (hook["entry"] for hook in HOOKS)
    done = checkout(f"{audit} new.py old.py")
    assert done.returncode == 1
    assert "new.py:4:" in done.stdout
    assert checkout(f"{rewrite} new.py").returncode == 0
    assert "interactions.create" in (tmp_path / "clone" / "new.py").read_text()
    assert checkout(f"{audit} new.py").returncode == 0
