"""Whose line a warning points at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stepbridge.policy import call_site


def called_from(file: str) -> Any:
    """The call site that is found below a function that claims to be in ``file``."""
    place: dict[str, Any] = {"find": call_site.find}
    exec(compile("def call():\n    return find()\n", file, "exec"), place)
    return place["call"]()


@pytest.mark.parametrize(
    "file",
    [
        "/home/me/.local/lib/python3.11/site-packages/google/genai/models.py",
        "/usr/lib/python3/dist-packages/httpx/_client.py",
        str(Path(call_site.__file__).parent.parent / "transport" / "transport.py"),
    ],
)
def test_libraries_are_passed_over(file: str) -> None:
    assert Path(called_from(file).file) == Path(__file__)


@pytest.mark.parametrize("file", ["/srv/app/main.py", "<string>", "<ipython-input-3>"])
def test_the_users_code_is_not(file: str) -> None:
    site = called_from(file)
    assert (site.file, site.line) == (file, 2)
