"""Options of ``run`` and ``proxy``: what becomes of traffic, as variables for other processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stepbridge_cli.failure import Failure
from stepbridge_cli.option_group import grouped


def _policy(unsupported: str | None, state: str | None, state_store: str | None) -> dict[str, str]:
    """``STEPBRIDGE_*`` variables for the options that were given, checked with the others' values.

    Raises Failure for settings that make no sense and for a store that cannot be opened.
    """
    import sqlite3

    from stepbridge.exchange.kept import check_store
    from stepbridge.policy import Settings

    chosen: dict[str, Any] = {
        "unsupported": unsupported,
        "state": state,
        "state_store": _anywhere(state_store),
    }
    try:
        settings = Settings.from_environment(**chosen)
    except ValueError as error:
        raise Failure(str(error)) from error
    if state_store and settings.state == "off":
        raise click.UsageError("--state-store needs --state server")
    try:
        check_store(settings)
    except (ValueError, RuntimeError, sqlite3.Error) as error:
        # The name itself is left out: a URL may hold a password.
        raise Failure(f"--state-store: {error}") from error
    return {f"STEPBRIDGE_{name.upper()}": value for name, value in chosen.items() if value}


def _anywhere(store: str | None) -> str | None:
    """A store's name for processes in other folders."""
    return store if not store or "://" in store else str(Path(store).absolute())


policy_options = grouped(
    "policy",
    [
        click.option(
            "--unsupported", type=click.Choice(["legacy", "error", "drop"]),
            help="A request that uses a field which Interactions lacks: send it to generateContent "
            "as it is (default), refuse it before anything is sent, or go on without the field.",
        ),
        click.option(
            "--state", type=click.Choice(["off", "server"]),
            help="server: the service keeps conversations, and only what is new of a history is "
            "sent. off (default): it keeps nothing, as with generateContent.",
        ),
        click.option(
            "--state-store", metavar="NAME",
            help="Where known conversations are noted: the path of an SQLite file or a redis:// "
            "URL. Default: memory, of one process.",
        ),
    ],
    _policy,
)  # fmt: skip
