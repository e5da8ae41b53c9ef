"""A number of seconds on the command line."""

from __future__ import annotations

import math
from typing import Any

import click


class Seconds(click.FloatRange):
    """More than nothing, and finite: ``nan`` is in every range."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True)

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Any:
        found = super().convert(value, parameter, context)
        if not math.isfinite(found):
            self.fail(f"{value} is not a number of seconds.", parameter, context)
        return found
