"""Every curl example of the guides runs unchanged; only the host leads to the emulator."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from stepbridge_emulator import Emulator

HOST = "https://generativelanguage.googleapis.com"
WRAPPER = '#!/bin/bash\nexec {curl} "${{@/{host}/{url}}}"\n'


@pytest.mark.skipif(
    not all(shutil.which(name) for name in ("bash", "curl", "jq")), reason="needs bash, curl and jq"
)
def test_curl_example_runs(
    rest_example: str,
    run: Callable[..., CompletedProcess[str]],
    emulator: Emulator,
    tmp_path: Path,
) -> None:
    curl = tmp_path / "curl"
    host, url = HOST.replace("/", r"\/"), emulator.url.replace("/", r"\/")
    curl.write_text(WRAPPER.format(curl=shutil.which("curl"), host=host, url=url))
    curl.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = run("bash", "-e", "-o", "pipefail", "-c", rest_example, PATH=path)
    assert done.returncode == 0, done.stderr
    assert emulator.exchanges
    assert [exchange.error for exchange in emulator.exchanges if exchange.error] == []
    assert '"error"' not in done.stdout
