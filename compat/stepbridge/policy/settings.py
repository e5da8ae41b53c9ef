"""Settings of the runtime: from code, or from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

Unsupported = Literal["legacy", "error", "drop"]
State = Literal["off", "server"]

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_VARIABLE_PREFIX = "STEPBRIDGE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How legacy traffic is carried. Immutable; ``from_environment`` reads ``STEPBRIDGE_*``.

    - ``unsupported`` (``STEPBRIDGE_UNSUPPORTED``): what to do with a request that uses a field
      which Interactions has no place for. ``"legacy"`` sends that one request to generateContent
      unchanged, ``"error"`` raises before anything is sent, ``"drop"`` goes on without the field.
    - ``top_k`` (``STEPBRIDGE_TOP_K``): send ``generation_config.top_k`` although the schema does
      not name it; without, ``topK`` is an unsupported field.
    - ``sign_foreign_calls`` (``STEPBRIDGE_SIGN_FOREIGN_CALLS``): put the documented placeholder
      signature in front of replayed calls that have none, such as another model's.
    - ``vertex`` (``STEPBRIDGE_VERTEX``): take over Vertex AI paths as well; they pass
      through untouched by default, since its Interactions endpoint refuses ``store: false``.
    - ``api_version``, ``vertex_api_version``: the version segment of Interactions URLs.
    - ``api_revision``: value of an ``Api-Revision`` header to send upstream; none by default.
    - ``max_continuations``: how often one answer may stop at the decode limit and be resumed.
    - ``state`` (``STEPBRIDGE_STATE``): ``"server"`` lets the server keep conversations
      (``store: true``) and sends only what is new of a history that a client sends again.
    - ``state_store`` (``STEPBRIDGE_STATE_STORE``): where known conversations are noted: memory by
      default, the path of an SQLite file, or a ``redis://`` URL.

    Raises ``ValueError`` for a value that makes no sense.
    """

    unsupported: Unsupported = "legacy"
    top_k: bool = False
    sign_foreign_calls: bool = False
    vertex: bool = False
    api_version: str = "v1beta"
    vertex_api_version: str = "v1beta1"
    api_revision: str | None = None
    max_continuations: int = 32
    state: State = "off"
    state_store: str = field(default="", repr=False)  # a URL may hold a password

    def __post_init__(self) -> None:
        choices = get_args(Unsupported)
        if self.unsupported not in choices:
            raise ValueError(
                f"unsupported must be one of {', '.join(choices)}, not {self.unsupported!r}"
            )
        if self.state not in get_args(State):
            raise ValueError(f"state must be off or server, not {self.state!r}")
        if self.max_continuations < 0:
            raise ValueError("max_continuations must not be negative")
        for name in ("api_version", "vertex_api_version"):
            value = getattr(self, name)
            if not value or "/" in value:
                raise ValueError(f"{name} must be one path segment such as v1beta, not {value!r}")

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, **overrides: Any
    ) -> Settings:
        """Settings from ``STEPBRIDGE_*`` variables; ``overrides`` win, except those that are None.

        Raises ``ValueError`` naming the variable.
        """
        source = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for setting in fields(cls):
            variable = _VARIABLE_PREFIX + setting.name.upper()
            text = source.get(variable)
            if text:
                values[setting.name] = _parse(variable, text, setting.default)
        try:
            settings = cls(**values)
        except ValueError as error:
            raise ValueError(f"environment variables {_VARIABLE_PREFIX}*: {error}") from None
        return replace(settings, **{k: v for k, v in overrides.items() if v is not None})


def _parse(variable: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        lowered = text.lower()
        if lowered not in _TRUE | _FALSE:
            raise ValueError(f"{variable} must be true or false, not {text!r}")
        return lowered in _TRUE
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{variable} must be a whole number, not {text!r}") from None
    return text
