"""Every --help has examples that are commands, names the exit status, and fits a terminal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import click
import pytest

from stepbridge_cli import commands
from stepbridge_cli.main import main

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMANDS = sorted(module.name for module in iter_modules(commands.__path__))


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("width", ["50", "80"])
def test_help_fits_and_has_examples(name: str, width: str, stepbridge: Run) -> None:
    done = stepbridge(*name.split(), "--help", env={"COLUMNS": width})
    assert done.returncode == 0
    assert re.search(r"^ +stepbridge \w+", done.stdout, re.MULTILINE)
    assert "Exit status" in done.stdout
    wide = [line for line in done.stdout.splitlines() if len(line) > 80]
    assert not wide


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_use_options_that_exist(name: str) -> None:
    """What an example says is parsed by the command itself."""
    command: click.Command = import_module(f"stepbridge_cli.commands.{name}").command
    known = {option for parameter in command.params for option in parameter.opts}
    known |= {option for parameter in command.params for option in parameter.secondary_opts}
    text = f"{command.help}\n{command.epilog}"
    for line in re.findall(rf"stepbridge {name} (.*)", text):
        if name in ("run", "verify"):  # what follows is for the program
            line = line.partition(" -- ")[0].partition("app.py")[0]
        if name == "run":
            continue
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line):
            assert option in known, line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command: click.Command = import_module(f"stepbridge_cli.commands.{name}").command
    silent = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert not silent


def test_every_command_is_listed(stepbridge: Run) -> None:
    listed = stepbridge("--help").stdout
    assert [name for name in COMMANDS if f"  {name} " not in listed] == []
    assert isinstance(main, click.Group)
