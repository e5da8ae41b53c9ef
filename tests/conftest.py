"""Fixtures for every area: an emulator, the SDK's models as judges, programs that start fast."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import certifi
import pytest
from hypothesis import settings

from stepbridge_emulator import Emulator

# The same examples every time where a red run would block a change for something else's fault;
# everywhere else new ones are tried.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts a run in the background ignores interrupts, and every child with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Enums that the schema leaves open on purpose: new models and file types appear without a release.
_OPEN_FIELDS = frozenset({"model", "mime_type"})


def _complaints(value: Any, path: str) -> Iterator[str]:
    """What the SDK lets pass although no schema has it: keys, variants and values."""
    from google.genai._gaos.types.basemodel import UnrecognizedStr
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        if getattr(value, "is_unknown", False):
            yield f"{path}: unknown variant {value.raw}"  # type: ignore[attr-defined]
            return
        # A function's result as an object is free-form.
        if type(value).__name__ not in (
            "FunctionResultStepResult",
            "MCPServerToolResultStepResult",
        ):
            yield from (f"{path}.{key}: unknown key" for key in value.model_extra or {})
        for name in type(value).model_fields:
            if name not in _OPEN_FIELDS:
                yield from _complaints(vars(value).get(name), f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _complaints(item, f"{path}[{place}]")
    elif isinstance(value, UnrecognizedStr):
        yield f"{path}: unknown value {str(value)!r}"


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[Emulator]:
    """One emulator for the tests of a process."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(running_emulator: Emulator) -> Emulator:
    """The running emulator, without memory of earlier tests."""
    running_emulator.reset()
    return running_emulator


@pytest.fixture
def emulator_in_environment(
    running_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """The same, where clients find it by the environment alone."""
    running_emulator.reset()
    for name, value in running_emulator.environ.items():
        monkeypatch.setenv(name, value)
    return running_emulator


@pytest.fixture(scope="session")
def validate_create_interaction() -> Callable[[dict[str, Any]], Any]:
    """Judges a CreateInteraction body for a model by the official SDK, strictly.

    Returns the SDK's model; fails on anything that the SDK's models do not know.
    """
    from google.genai._gaos.types.interactions.createmodelinteraction import CreateModelInteraction

    def validate(body: dict[str, Any]) -> Any:
        model = CreateModelInteraction.model_validate(body)
        assert list(_complaints(model, "body")) == []
        return model

    return validate


@dataclass(frozen=True)
class WarmStart:
    """Runs Python programs as processes of their own, forked from one that has imported the SDK.

    For tests of what programs do; a test of how they start runs ``subprocess`` itself.
    """

    server: subprocess.Popen[str]
    folder: Path
    certificate: Path

    def __call__(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        input: bytes = b"",
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[bytes]:
        """``command`` begins with the file of a Python program. Raises TimeoutExpired."""
        streams = {name: self.folder / name for name in ("stdin", "stdout", "stderr")}
        for stream in streams.values():
            stream.write_bytes(b"")
        streams["stdin"].write_bytes(input)
        argv = [os.fspath(word) for word in command]
        order = {
            "argv": argv,
            "cwd": str(cwd),
            # Clients read all certificates when they are made, and here they need none.
            "env": {"SSL_CERT_FILE": str(self.certificate), **(os.environ if env is None else env)},
            "timeout": timeout,
            **{name: str(path) for name, path in streams.items()},
        }
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        print(json.dumps(order), file=self.server.stdin, flush=True)
        status = json.loads(self.server.stdout.readline())
        if status is None:
            raise subprocess.TimeoutExpired(argv, timeout)
        stdout, stderr = (streams[name].read_bytes() for name in ("stdout", "stderr"))
        return subprocess.CompletedProcess(argv, status, stdout, stderr)


@pytest.fixture(scope="session")
def warm_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmStart]:
    """A running WarmStart."""
    program = Path(__file__).parent / "warm_start.py"
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        folder = tmp_path_factory.mktemp("streams")
        first = re.search(
            r"-----BEGIN.*?-----END CERTIFICATE-----\n",
            Path(certifi.where()).read_text(),
            re.DOTALL,
        )
        (folder / "one.pem").write_text(first[0] if first else "")
        yield WarmStart(server, folder, folder / "one.pem")
