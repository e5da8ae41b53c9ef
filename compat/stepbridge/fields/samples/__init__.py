"""Before and after, as Python source.

Each is a whole snippet that runs: ``client``, ``MODEL``, ``types``, ``json``, ``base64`` and
``picture`` (bytes of a PNG) are there, and so are ``response`` and ``interaction``, two answers to
one prompt.
"""

from __future__ import annotations

from stepbridge.fields.samples import (
    answers,
    beta,
    calls,
    contents,
    old_sdk,
    requests,
    tools,
    wrong,
)

_BY_NUMBER: dict[int, tuple[str, str]] = {
    **requests.EXAMPLES,
    **contents.EXAMPLES,
    **tools.EXAMPLES,
    **answers.EXAMPLES,
    **calls.EXAMPLES,
    **beta.EXAMPLES,
    **wrong.EXAMPLES,
    **old_sdk.EXAMPLES,
}
EXAMPLES: dict[str, tuple[str, str]] = {f"SB{number}": pair for number, pair in _BY_NUMBER.items()}
"""Before and after by id."""
