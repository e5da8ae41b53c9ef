"""Settings from code and from the environment."""

from __future__ import annotations

import pytest

from stepbridge.policy import Settings


def test_defaults_keep_every_program_working() -> None:
    assert Settings.from_environment({}) == Settings(unsupported="legacy", top_k=False)


def test_the_environment_is_read() -> None:
    environ = {
        "STEPBRIDGE_UNSUPPORTED": "drop",
        "STEPBRIDGE_TOP_K": "Yes",
        "STEPBRIDGE_MAX_CONTINUATIONS": "3",
        "STEPBRIDGE_API_REVISION": "2026-05-20",
    }
    settings = Settings.from_environment(environ)
    assert settings == Settings(
        unsupported="drop", top_k=True, max_continuations=3, api_revision="2026-05-20"
    )


def test_an_override_wins_and_none_does_not() -> None:
    environ = {"STEPBRIDGE_UNSUPPORTED": "drop"}
    assert Settings.from_environment(environ, unsupported="error").unsupported == "error"
    assert Settings.from_environment(environ, unsupported=None).unsupported == "drop"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("STEPBRIDGE_UNSUPPORTED", "ignore", "legacy, error, drop"),
        ("STEPBRIDGE_TOP_K", "maybe", "STEPBRIDGE_TOP_K must be true or false"),
        ("STEPBRIDGE_MAX_CONTINUATIONS", "many", "STEPBRIDGE_MAX_CONTINUATIONS must be a whole"),
        ("STEPBRIDGE_MAX_CONTINUATIONS", "-1", "must not be negative"),
        ("STEPBRIDGE_API_VERSION", "v1/beta", "one path segment"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings.from_environment({name: value})
