"""The error for a request whose shape generateContent itself would refuse."""

from __future__ import annotations


class MalformedRequestError(ValueError):
    """A request is not shaped as its schema says; the server, not the translator, should judge it.

    ``path`` is the place on the wire, ``expected`` what belongs there. The message holds no value.
    """

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path or 'request'}: expected {expected}")
        self.path = path
        self.expected = expected
