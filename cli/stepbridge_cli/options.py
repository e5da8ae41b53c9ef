"""Options that commands share, each group handed to the command as one value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from stepbridge_cli.completion import rule_ids
from stepbridge_cli.config import Config, ConfigError, find, load
from stepbridge_cli.config.settings import PER_FILE
from stepbridge_cli.failure import Failure
from stepbridge_cli.option_group import grouped
from stepbridge_cli.reports import FORMATS
from stepbridge_cli.seconds import Seconds
from stepbridge_cli.sources import Project, Request

if TYPE_CHECKING:
    from stepbridge_cli.proof import PlanSettings
    from stepbridge_codemods import Options


@dataclass(frozen=True, slots=True)
class Sources:
    """What to look at. ``stdin_filename`` is set when the source comes from standard input."""

    request: Request
    stdin_filename: str | None
    jobs: int
    config: Config


@dataclass(frozen=True, slots=True)
class Reporting:
    """Where the report goes and how much it says."""

    format: str
    output: str | None
    detail: int

    @property
    def shows_sources(self) -> bool:
        """Whether the format shows code before and after, which audit has to work out for it."""
        return self.format == "html"


_CONFIG = "stepbridge.config"


def typed() -> frozenset[str]:
    """The settings that stand on the command line, which win over those for files."""
    context = click.get_current_context()
    return frozenset(
        name
        for name in PER_FILE
        if context.get_parameter_source(name.replace("-", "_")) is ParameterSource.COMMANDLINE
    )


def current_config() -> Config:
    """The configuration of the command that runs."""
    config: Config = click.get_current_context().meta[_CONFIG]
    return config


def _configure(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Reads the configuration before the other options, whose defaults it sets."""
    try:
        path = Path(value) if value else find(Path.cwd())
        config = load(path) if path else Config()
    except ConfigError as error:
        raise Failure(str(error)) from error
    context.meta[_CONFIG] = config
    taken = {name: value for name, value in config.values.items() if name not in _PATTERNS}
    if taken.get("baseline"):
        taken["baseline"] = str(config.root / taken["baseline"])
    context.default_map = {name.replace("-", "_"): value for name, value in taken.items()}


# These are relative to the folder of the configuration, the options to the current one.
_PATTERNS = ("exclude", "include")

config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    callback=_configure,
    is_eager=True,
    expose_value=False,
    help="Settings file. Default: stepbridge.toml or pyproject.toml, here or above.",
)


def _sources(
    paths: tuple[str, ...],
    exclude: tuple[str, ...],
    include: tuple[str, ...],
    changed_since: str | None,
    stdin_filename: str | None,
    jobs: int,
) -> Sources:
    if "-" in paths and len(paths) > 1:
        raise click.UsageError("'-' (standard input) cannot be combined with other paths")
    if stdin_filename is not None and paths != ("-",):
        raise click.UsageError("--stdin-filename goes with '-' as the only path")
    config = current_config()
    request = Request(
        paths or (os.curdir,),
        exclude,
        include,
        changed_since,
        project=Project(
            str(config.root),
            tuple(config.values.get("exclude", ())),
            tuple(config.values.get("include", ())),
        ),
    )
    name = (stdin_filename or "<stdin>") if paths == ("-",) else None
    return Sources(request, name, jobs, config)


source_options = grouped(
    "sources",
    [
        config_option,
        click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]..."),
        click.option(
            "--exclude", multiple=True, metavar="PATTERN",
            help="Leave out what matches, as in .gitignore. Wins over everything. Repeatable.",
        ),
        click.option(
            "--include", multiple=True, metavar="PATTERN",
            help="Look only at what matches, as in .gitignore. Repeatable.",
        ),
        click.option(
            "--changed-since", metavar="REV",
            help="Look only at files changed since the branch left this git revision.",
        ),
        click.option(
            "--stdin-filename", metavar="NAME",
            help="The name to report for '-', the source on standard input.",
        ),
        click.option(
            "--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N",
            help="Worker processes. Default: by the amount of work.",
        ),
    ],
    _sources,
)  # fmt: skip


def _rules(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> frozenset[str]:
    """Ids of rules; of ``--drop``, those of fields that can be dropped."""
    rules = frozenset(
        rule.strip().upper() for text in value for rule in text.split(",") if rule.strip()
    )
    if rules:
        from stepbridge_codemods.findings.rule_ids import not_droppable, unknown

        if wrong := not_droppable(rules) if parameter.name == "drop" else unknown(rules):
            raise click.BadParameter(wrong, context, parameter)
    return rules


def _codemods(docs: bool, **values: Any) -> Options:
    from stepbridge_cli.wrapping import declared
    from stepbridge_codemods import Options

    click.get_current_context().meta[_KINDS] = [
        *(PROJECT_FILES if values["project_files"] else ()),
        *(DOCUMENTS if docs else ()),
    ]
    return Options(**values, wrappers=declared(current_config()))


_KINDS = "stepbridge.kinds"
PROJECT_FILES = (".txt", ".in", ".toml", ".cfg", ".yml", ".yaml", "Pipfile", ".lock")
DOCUMENTS = (".md", ".markdown", ".rst")


def suffixes_wanted() -> tuple[str, ...]:
    """What the names of files end in that the options ask for besides Python."""
    found: list[str] = click.get_current_context().meta.get(_KINDS, [])
    return tuple(found)


codemod_options = grouped(
    "options",
    [
        click.option(
            "--chats", type=click.Choice(["stateful", "stateless", "bridge"]), default="stateful",
            show_default=True,
            help="What chats become: chained by previous_interaction_id, a list of steps kept by "
            "the program, or the chat object of stepbridge.",
        ),
        click.option(
            "--store", type=click.Choice(["false", "default"]), default="false", show_default=True,
            help="false: the server stores nothing, as with generateContent. default: not said.",
        ),
        click.option(
            "--native-only/--no-native-only", default=False,
            help="Leave to a person what would need a function of stepbridge at run time.",
        ),
        click.option(
            "--safe/--no-safe", default=False, help="Leave out changes that alter behaviour."
        ),
        click.option(
            "--select", multiple=True, callback=_rules, metavar="RULES", shell_complete=rule_ids,
            help="Only these rules, such as SB105. Comma separated, repeatable.",
        ),
        click.option(
            "--ignore", multiple=True, callback=_rules, metavar="RULES", shell_complete=rule_ids,
            help="All but these rules."
        ),
        click.option(
            "--drop", multiple=True, callback=_rules, metavar="RULES", shell_complete=rule_ids,
            help="Config fields without a counterpart that calls may go without, such as SB105 "
            "(top_k). Otherwise such a call stays on generateContent."
        ),
        click.option(
            "--project-files/--no-project-files", default=False,
            help="Requirements too: requirements files, pyproject.toml, Pipfile, setup.cfg, "
            "setup.py, environment.yml, inline script metadata, install lines of notebooks.",
        ),
        click.option(
            "--docs/--no-docs", default=False, help="Python in Markdown and reStructuredText too."
        ),
        click.option(
            "--models/--no-models", default=False,
            help="Ids of models that have ended or will end: the replacement that Google names.",
        ),
    ],
    _codemods,
)  # fmt: skip


def _reporting(format: str | None, output: str | None, quiet: bool, verbose: bool) -> Reporting:
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other")
    return Reporting(format or _format_of(output), output, verbose - quiet)


_SUFFIXES = {
    ".json": "json", ".sarif": "sarif", ".xml": "junit", ".md": "markdown", ".csv": "csv",
    ".html": "html",
}  # fmt: skip


def _format_of(output: str | None) -> str:
    return _SUFFIXES.get(Path(output or "").suffix.lower(), "text")


report_options = grouped(
    "reporting",
    [
        click.option(
            "--format", "-f", type=click.Choice(FORMATS), default=None,
            help="Format of the report. Default: by the suffix of --output, else text.",
        ),
        click.option(
            "--output", "-o", type=click.Path(), metavar="FILE",
            help="Write to this file, whole or not at all, instead of standard output.",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Totals only; no remarks."),
        click.option("--verbose", "-v", is_flag=True, help="Everything there is to say."),
    ],
    _reporting,
)  # fmt: skip


def _plans(
    timeout: float | None, python: str | None, network: bool, allow: tuple[str, ...]
) -> PlanSettings:
    from stepbridge_cli.proof import PlanSettings

    return PlanSettings(timeout, python, network, frozenset(allow))


proof_options = grouped(
    "plans",
    [
        click.option(
            "--timeout", type=Seconds(), metavar="SECONDS",
            help="Time for each run of a program. Default: 120.",
        ),
        click.option(
            "--python", type=click.Path(), metavar="FILE",
            help="Interpreter that runs the programs. Default: the one that runs stepbridge.",
        ),
        click.option(
            "--network", is_flag=True,
            help="Let programs reach the network while they are proved.",
        ),
        click.option(
            "--allow", multiple=True, metavar="FIELD",
            help="A field of the request that may differ, such as settings.thinking_level.",
        ),
    ],
    _plans,
)  # fmt: skip
