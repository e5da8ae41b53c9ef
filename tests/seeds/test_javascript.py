"""Every JavaScript example of the guides runs unchanged with ``@google/genai`` on Node.

Not part of the default run: it needs ``npm install @google/genai zod``, and the path of that
``node_modules`` in ``STEPBRIDGE_NODE_MODULES``.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from stepbridge_emulator import Emulator

MODULES = os.environ.get("STEPBRIDGE_NODE_MODULES", "")


@pytest.mark.skipif(not MODULES, reason="STEPBRIDGE_NODE_MODULES is not set")
@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_javascript_example_runs(
    javascript_example: str,
    run: Callable[..., CompletedProcess[str]],
    emulator: Emulator,
    tmp_path: Path,
) -> None:
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "example.mjs").write_text(javascript_example, encoding="utf-8")
    done = run("node", "example.mjs")
    assert done.returncode == 0, done.stderr
    assert emulator.exchanges
    assert [exchange.error for exchange in emulator.exchanges if exchange.error] == []
