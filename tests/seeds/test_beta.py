"""Examples of the old beta schema fail on the emulator as they do in life.

They fail on reading ``outputs``, on a request that the service (or, for role turns, the SDK) no
longer takes, or (streams) they print no word of the answer: no event has the names they look for.
"""

from collections.abc import Callable
from subprocess import CompletedProcess

BETA_SIGNS = ("outputs", "Error code: 400", "expected object with 'type' field")


def test_beta_example_gets_no_answer(
    beta_example: str, run_python: Callable[[str], CompletedProcess[str]]
) -> None:
    done = run_python(beta_example)
    assert "Emulated" not in done.stdout
    if done.returncode == 0:
        assert "content.delta" in beta_example
    else:
        assert any(sign in done.stderr for sign in BETA_SIGNS), done.stderr
