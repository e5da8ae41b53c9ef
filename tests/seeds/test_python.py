"""Every Python example of the guides on the present schema runs unchanged."""

from collections.abc import Callable
from subprocess import CompletedProcess

from stepbridge_emulator import Emulator


def test_python_example_runs(
    python_example: str,
    run_python: Callable[[str], CompletedProcess[str]],
    emulator: Emulator,
) -> None:
    done = run_python(python_example)
    assert done.returncode == 0, done.stderr
    assert [exchange.error for exchange in emulator.exchanges if exchange.error] == []
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}
    assert "Emulated" in done.stdout or "print" not in python_example or "recipe" in done.stdout
