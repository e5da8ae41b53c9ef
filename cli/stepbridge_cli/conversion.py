"""Converts a file of JSON or JSON Lines, record by record, in constant memory for lines."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from stepbridge import fields
from stepbridge.convert import Converted, to_generate_content, to_interactions
from stepbridge.fields.row import Fidelity
from stepbridge.translate.loss import Loss
from stepbridge_cli.failure import Failure
from stepbridge_cli.output import warn
from stepbridge_cli.problem import Problem, from_os_error, shown

_NEW_FILE = 0o644


@dataclass(slots=True)
class Tally:
    """What a conversion came to: records, problems, losses by field."""

    records: int = 0
    problems: int = 0
    lost: int = 0
    fields: Counter[tuple[str, Fidelity]] = field(default_factory=Counter)
    places: dict[str, str] = field(default_factory=dict)

    def add(self, number: int, losses: tuple[Loss, ...]) -> None:
        """Count one converted record; ``number`` is its line."""
        self.records += 1
        for loss in losses:
            self.lost += loss.fidelity is Fidelity.LOST
            self.fields[loss.field_id, loss.fidelity] += 1
            self.places.setdefault(loss.field_id, f"line {number}: {loss.path}")

    def lines(self) -> Iterator[str]:
        """The summary, for people."""
        if not self.fields and not self.problems:
            return
        yield f"{self.records} converted, {self.problems} not"
        for (row_id, fidelity), count in self.fields.most_common():
            symbol = fields.by_id(row_id).symbol
            yield f"  {row_id} {symbol}: {fidelity} {count}x, first at {self.places[row_id]}"


def convert_file(
    source: str, form: str, model: str, output: str | None, report: str | None, tally: Tally
) -> None:
    """Convert ``source`` (``-``: standard input). Raises Failure when a file cannot be used."""
    with contextlib.ExitStack() as files:
        stream = files.enter_context(_reading(source))
        try:
            target = files.enter_context(_writing(output))
            losses = files.enter_context(_writing(report)) if report else None
            for number, line, indent in _records(stream):
                _convert(source, number, line, form, model, (target, losses), indent, tally)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Failure(str(from_os_error(shown(output or source), error, "write"))) from error


def _convert(
    source: str,
    number: int,
    line: bytes,
    form: str,
    model: str,
    files: tuple[IO[bytes], IO[bytes] | None],
    indent: int | None,
    tally: Tally,
) -> None:
    try:
        converted = _converted(json.loads(line), form, model)
    except ValueError as error:
        tally.problems += 1
        reason = "not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        warn([Problem(shown(source), reason, line=number)])
        return
    except RecursionError:
        tally.problems += 1
        warn([Problem(shown(source), "nested too deeply", line=number)])
        return
    target, losses = files
    target.write(_encoded(converted.value, indent))
    target.flush()
    tally.add(number, converted.losses)
    for loss in converted.losses if losses else ():
        assert losses is not None
        losses.write(_encoded(_told(loss, number), None))


def _converted(record: Any, form: str, model: str) -> Converted:
    if form == "interactions":
        return to_interactions(record, model=model)
    return to_generate_content(record)


def _told(loss: Loss, number: int) -> dict[str, Any]:
    return {
        "line": number,
        "id": loss.field_id,
        "path": loss.path,
        "fidelity": str(loss.fidelity),
        "value": loss.value,
        "note": loss.note,
    }


def _encoded(value: Any, indent: int | None) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can write
        return f"{json.dumps(value, indent=indent)}\n".encode()


def _records(stream: IO[bytes]) -> Iterator[tuple[int, bytes, int | None]]:
    """The records with their line numbers and how to indent them.

    A first line that is a JSON value by itself says that there are lines.
    """
    first = stream.readline().removeprefix(b"\xef\xbb\xbf")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        rest = stream.read()
        if first.strip() or rest.strip():
            yield 1, first + rest, 2
        return
    for number, line in enumerate(chain([first], stream), 1):
        if line.strip():
            yield number, line, None


@contextlib.contextmanager
def _reading(source: str) -> Iterator[IO[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with _opened(source) as stream:
        yield stream


def _opened(source: str) -> IO[bytes]:
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise Failure(str(from_os_error(shown(source), error))) from error


@contextlib.contextmanager
def _writing(output: str | None) -> Iterator[IO[bytes]]:
    """A file that takes its name only when all is written."""
    if output is None or output == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    location = Path(output).resolve()
    if location.exists() and not location.is_file():  # a device or a pipe
        with location.open("wb") as stream:
            yield stream
        return
    mode = stat.S_IMODE(location.stat().st_mode) if location.exists() else _NEW_FILE
    descriptor, name = tempfile.mkstemp(dir=location.parent, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        temporary.chmod(mode)
        temporary.replace(location)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
