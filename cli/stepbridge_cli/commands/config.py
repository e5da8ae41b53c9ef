"""``stepbridge config``: the settings that hold here, and where each comes from."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from stepbridge_cli.config import SETTINGS, Config
from stepbridge_cli.options import config_option, current_config
from stepbridge_cli.output import emit
from stepbridge_cli.reports.look import Look, look_of
from stepbridge_cli.wrapping import declared
from stepbridge_codemods.wrappers.declared import table_of

EXAMPLES = """\b
Examples:
  stepbridge config
  stepbridge config src/legacy/app.py    what holds for this file
  stepbridge config --config other.toml
  stepbridge config --format json

Exit status: 0, or 2 when the settings have a mistake."""


@click.command(epilog=EXAMPLES)
@config_option
@click.argument("file", type=click.Path(), required=False, metavar="[FILE]")
@click.option(
    "--format", "-f", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="Format of the listing.",
)  # fmt: skip
def command(file: str | None, form: str) -> None:
    """Show the settings of this project, or those for one FILE, and where each comes from.

    They stand in stepbridge.toml, or in pyproject.toml under [tool.stepbridge], in this folder or
    above it, up to the top of the repository. Options on the command line win over them.
    """
    config = current_config()
    text = _json(config, file) if form == "json" else _text(config, file, look_of(sys.stdout))
    emit(f"{text}\n", None)


def _json(config: Config, file: str | None) -> str:
    held = config.effective(file)
    data = {
        "path": str(config.path) if config.path else None,
        "settings": {name: value for name, (value, _) in held.items()},
        "sources": {name: source for name, (_, source) in held.items()},
        "overrides": [{"files": list(item.files), **item.values} for item in config.overrides],
        "wrappers": {
            name: {**table, "source": source} for name, table, source in _wrappers(config)
        },
    }
    return json.dumps(data, indent=2)


def _text(config: Config, file: str | None, look: Look) -> str:
    lines = [f"# from {config.path}" if config.path else "# no configuration file; defaults"]
    for name, (value, source) in config.effective(file).items():
        said = f"{name} = {json.dumps(value)}"
        lines.append(f"{said:<28}  {look.paint(f'# {source}: {_meaning(name)}', dim=True)}")
    for override in config.overrides if file is None else ():
        lines += ["", "[[overrides]]", f"files = {json.dumps(list(override.files))}"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in override.values.items()]
    for name, table, source in _wrappers(config):
        lines += ["", f'[wrappers."{name}"]  {look.paint(f"# {source}", dim=True)}']
        lines += [f"{key} = {_toml(value)}" for key, value in table.items()]
    return "\n".join(lines)


def _meaning(name: str) -> str:
    return SETTINGS[name].meaning


def _toml(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value)
    return f"{{ {', '.join(f'{key} = {json.dumps(item)}' for key, item in value.items())} }}"


def _wrappers(config: Config) -> list[tuple[str, dict[str, Any], str]]:
    """Name and table of each declared wrapper, with the file or the packages that declare it."""
    own = {wrapper.name for wrapper in config.wrappers}
    place = config.path.name if config.path else ""
    return [
        (wrapper.name, table_of(wrapper), place if wrapper.name in own else "installed package")
        for wrapper in declared(config)
    ]
