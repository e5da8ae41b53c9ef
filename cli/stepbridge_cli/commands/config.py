"""``stepbridge config``: the settings that hold here, and where they come from."""

from __future__ import annotations

import json

import click

from stepbridge_cli.config import SETTINGS, Config
from stepbridge_cli.options import config_option, current_config

EXAMPLES = """\b
Examples:
  stepbridge config
  stepbridge config --config other.toml
  stepbridge config --format json"""


@click.command(epilog=EXAMPLES)
@config_option
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """Show the settings of this project.

    They stand in stepbridge.toml, or in pyproject.toml under [tool.stepbridge], in this folder or
    above it, up to the top of the repository. Options on the command line win over them.
    """
    config = current_config()
    click.echo(_json(config) if form == "json" else _text(config))


def _json(config: Config) -> str:
    values = {name: config.values.get(name, row.default) for name, row in SETTINGS.items()}
    overrides = [{"files": list(item.files), **item.values} for item in config.overrides]
    path = str(config.path) if config.path else None
    return json.dumps({"path": path, "settings": values, "overrides": overrides}, indent=2)


def _text(config: Config) -> str:
    lines = [f"# from {config.path}" if config.path else "# no configuration file; defaults"]
    for name, row in SETTINGS.items():
        value = json.dumps(config.values.get(name, row.default))
        source = "" if name in config.values else ", default"
        lines.append(f"{f'{name} = {value}':<32}  # {row.meaning}{source}")
    for override in config.overrides:
        lines += ["", "[[overrides]]", f"files = {json.dumps(list(override.files))}"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in override.values.items()]
    return "\n".join(lines)
