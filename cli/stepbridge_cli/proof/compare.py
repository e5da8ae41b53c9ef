"""Two runs side by side: requests by meaning, output, exit status, files."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from stepbridge_cli.proof.program import Request, Run
from stepbridge_cli.proof.verdict import Difference, Measured

LONGEST = 300
_NAMES = {"interactions": "Interactions"}


def measured(before: Run, after: Run, allowed: frozenset[str]) -> tuple[Measured, ...]:
    """Every aspect, whether or not it differs."""
    rows = (
        ("requests", _requests, _prompts(before, allowed) == _prompts(after, allowed)),
        ("standard output", _output, before.stdout == after.stdout),
        ("exit status", lambda run: str(run.status), before.status == after.status),
        ("files", _files, dict(before.files) == dict(after.files)),
    )
    return tuple(Measured(name, show(before), show(after), same) for name, show, same in rows)


def differences(before: Run, after: Run, allowed: frozenset[str]) -> tuple[Difference, ...]:
    """What is not the same, requests first because the rest follows from them."""
    compare: tuple[Callable[[], Iterable[Difference]], ...] = (
        lambda: _request_differences(before, after, allowed),
        lambda: _output_differences(before, after),
        lambda: _status_differences(before, after),
        lambda: _file_differences(before.files, after.files),
    )
    return tuple(difference for look in compare for difference in look())


def notes(before: Run, after: Run, allowed: frozenset[str]) -> tuple[str, ...]:
    """Remarks that change nothing about the outcome."""
    found = []
    old = sum(request.api != "interactions" for request in _meaningful(after))
    if old:
        found.append(
            f"the rewritten program still sent {old} of {len(_meaningful(after))} requests "
            "to generateContent"
        )
    earlier, later = (
        [_key(request, allowed) for request in _meaningful(run)] for run in (before, after)
    )
    if earlier != later and Counter(earlier) == Counter(later):
        found.append("the same requests came in another order")
    return tuple(found)


def _meaningful(run: Run) -> list[Request]:
    """Requests that can be compared; one that Interactions refused and a bridge repeats is one."""
    found = [request for request in run.requests if request.prompt is not None]
    after = [*found, None][1:]
    return [one for one, later in zip(found, after, strict=True) if not _is_repeated(one, later)]


def _is_repeated(request: Request, later: Request | None) -> bool:
    """Whether a refusal of Interactions made a bridge ask generateContent, as policy has it."""
    return (
        later is not None
        and request.api == "interactions" != later.api
        and request.status >= 400
        and request.prompt == later.prompt
    )


def _key(request: Request, allowed: frozenset[str]) -> str:
    return json.dumps(_without(request.prompt, allowed), sort_keys=True, ensure_ascii=False)


def _without(prompt: Any, allowed: frozenset[str]) -> Any:
    """The prompt without the fields that may differ (``settings.thinking_level``)."""
    if not allowed or not isinstance(prompt, dict):
        return prompt
    result = json.loads(json.dumps(prompt))
    for path in allowed:
        *parents, last = path.split(".")
        place: Any = result
        for name in parents:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place.pop(last, None)
    return {name: value for name, value in result.items() if value != {}}


def _prompts(run: Run, allowed: frozenset[str]) -> Counter[str]:
    return Counter(_key(request, allowed) for request in _meaningful(run))


def _requests(run: Run) -> str:
    counts = Counter(request.api for request in _meaningful(run))
    if not counts:
        return "none"
    return ", ".join(f"{count} {_NAMES.get(api, api)}" for api, count in sorted(counts.items()))


def _output(run: Run) -> str:
    lines = run.stdout.count(b"\n") + (not run.stdout.endswith(b"\n") and bool(run.stdout))
    return f"{lines} line{'' if lines == 1 else 's'}"


def _files(run: Run) -> str:
    return f"{len(run.files)} written" if run.files else "none written"


def _request_differences(before: Run, after: Run, allowed: frozenset[str]) -> Iterable[Difference]:
    earlier, later = _prompts(before, allowed), _prompts(after, allowed)
    gone, new = list((earlier - later).elements()), list((later - earlier).elements())
    for number, (old, fresh) in enumerate(_paired(gone, new), 1):
        if fresh is None:
            summary = "a request is no longer sent"
        elif old is None:
            summary = "a request is sent that was not sent before"
        else:
            summary = f"a request changed: {', '.join(_changed_fields(old, fresh))}"
        yield Difference(
            f"request {number} of {max(len(gone), len(new))} that differ",
            summary,
            _diff(_pretty(old), _pretty(fresh)),
        )


def _paired(gone: list[str], new: list[str]) -> Iterable[tuple[str | None, str | None]]:
    """Each lost request with the new one most like it."""
    left = list(new)
    for old in gone:
        match = max(left, key=lambda fresh: _likeness(old, fresh), default=None)
        if match is not None:
            left.remove(match)
        yield old, match
    for fresh in left:
        yield None, fresh


def _likeness(old: str, fresh: str) -> int:
    first, second = json.loads(old), json.loads(fresh)
    return sum(1 for name, value in first.items() if second.get(name) == value)


def _changed_fields(old: str, fresh: str, prefix: str = "") -> list[str]:
    first, second = json.loads(old), json.loads(fresh)
    names: list[str] = []
    for name in sorted(first.keys() | second.keys()):
        one, other = first.get(name), second.get(name)
        if one == other:
            continue
        if isinstance(one or other, dict) and prefix.count(".") < 2:
            inner = json.dumps(one or {}), json.dumps(other or {})
            names += _changed_fields(*inner, prefix=f"{prefix}{name}.")
        else:
            names.append(f"{prefix}{name}")
    return names


def _pretty(request: str | None) -> list[str]:
    if request is None:
        return []
    text = json.dumps(_shortened(json.loads(request)), indent=2, sort_keys=True, ensure_ascii=False)
    return text.splitlines()


def _shortened(value: Any) -> Any:
    """Long strings cut, so that media does not flood the terminal; their length still shows."""
    if isinstance(value, dict):
        return {name: _shortened(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shortened(inner) for inner in value]
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST]}... ({len(value)} characters)"
    return value


def _output_differences(before: Run, after: Run) -> Iterable[Difference]:
    if before.stdout != after.stdout:
        old, new = _lines(before.stdout), _lines(after.stdout)
        yield Difference("standard output", "standard output differs", _diff(old, new))


def _status_differences(before: Run, after: Run) -> Iterable[Difference]:
    if before.status != after.status:
        failed = after if after.status else before
        yield Difference(
            "exit status",
            f"exit status {before.status} before, {after.status} after",
            "".join(f"{line}\n" for line in _lines(failed.stderr)[-12:]),
        )


def _file_differences(
    before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> Iterable[Difference]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new and (name in before) == (name in after):
            continue
        if name not in after:
            yield Difference(name, f"{name} is no longer written")
        elif name not in before:
            yield Difference(name, f"{name} is written, which it was not before")
        else:
            diff = _diff(_lines(old or b""), _lines(new or b""))
            yield Difference(name, f"{name} has other contents", diff)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "backslashreplace").splitlines()


def _diff(before: Sequence[str], after: Sequence[str]) -> str:
    lines = difflib.unified_diff(before, after, "before", "after", n=2, lineterm="")
    return "".join(f"{line}\n" for line in lines)
