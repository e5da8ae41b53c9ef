"""Settings of a project, from ``[tool.stepbridge]`` in pyproject.toml or from stepbridge.toml."""

from __future__ import annotations

from stepbridge_cli.config.load import Config, Override, find, load
from stepbridge_cli.config.settings import SETTINGS, ConfigError, Setting

__all__ = ["SETTINGS", "Config", "ConfigError", "Override", "Setting", "find", "load"]
