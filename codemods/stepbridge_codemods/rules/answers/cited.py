"""Which stretches of a text are cited, and by which of the sources.

An annotation names one source and the span that it supports. Where a program looks at supports
with their numbers of sources, the module gets two functions that count the sources and put
annotations of one span together, in the order in which generateContent listed them.

https://ai.google.dev/gemini-api/docs/interactions/google-search
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.answers.comprehensions import Clauses, collect
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import drop, rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.values.absence import may_be_none
from stepbridge_codemods.values.kinds import Kind

_SOURCES = "cited_sources"
_SEGMENTS = "cited_segments"
_LISTING = Given(
    _SOURCES,
    f'''def {_SOURCES}(interaction):
    """Return the sources that an answer cites, each of them once."""
    sources = {{}}
    for step in interaction.steps or []:
        for item in (step.content or []) if step.type == "model_output" else []:
            for source in (item.annotations or []) if item.type == "text" else []:
                if source.type == "url_citation":
                    sources.setdefault((source.url, source.title), source)
    return list(sources.values())
''',
)
_CITING = Given(
    _SEGMENTS,
    f'''def {_SEGMENTS}(interaction):
    """Return the cited segments of an answer's text; offsets are in bytes of UTF-8.

    ``sources`` are indices into what {_SOURCES} returns.
    """
    numbers = [(source.url, source.title) for source in {_SOURCES}(interaction)]
    segments = []
    for step in interaction.steps or []:
        for item in (step.content or []) if step.type == "model_output" else []:
            spans = {{}}
            for source in (item.annotations or []) if item.type == "text" else []:
                if source.type == "url_citation":
                    number = numbers.index((source.url, source.title))
                    found = spans.setdefault((source.start_index, source.end_index), [])
                    if number not in found:
                        found.append(number)
            for (start, end), found in spans.items():
                text = item.text.encode()[start:end].decode()
                segment = {{"start_index": start or None, "end_index": end, "text": text}}
                segments.append(SimpleNamespace(**segment, sources=found))
    return segments
''',
)
_CITED = (
    "any(",
    "item.type == 'text' and item.annotations",
    "for step in {0}.steps or []",
    "if step.type == 'model_output'",
    "for item in step.content or []",
    ")",
)
_ANNOTATIONS = (
    "[",
    "source",
    "for step in {0}.steps or []",
    "if step.type == 'model_output'",
    "for item in step.content or []",
    "if item.type == 'text'",
    "for source in item.annotations or []",
    "]",
)
_ASKED = frozenset({"test", "is None"})
_SHORT = 4
"""How many clauses a question has that stays on one line."""


def numbers_sources(plan: Plan) -> bool:
    """Whether a group looks at supports, so that its sources are counted."""
    reads = [use.parent for use in plan.uses if use.context == ".grounding_supports"]
    return any(
        isinstance(read, ast.expr) and plan.context(read) not in _ASKED and not is_shown(plan, read)
        for read in reads
    )


def sources_of(plan: Plan, node: ast.expr, answer: ast.expr) -> None:
    """Calls the function that lists the sources, which the module gets."""
    _call(plan, node, answer, _LISTING, _SOURCES)


def are_cited(plan: Plan, node: ast.expr, answer: ast.expr) -> None:
    """Asks whether anything is cited, in place of a list that was None where nothing is."""
    asks_whether(plan, node, answer, _CITED)


def asks_whether(plan: Plan, node: ast.expr, answer: ast.expr, clauses: Clauses) -> None:
    """Puts a question in place of a list that is tested, or of its comparison with None."""
    test = plan.source.parents[node]
    if may_be_none(plan.values, answer):
        clauses = tuple(one.replace("{0}.steps", "getattr({0}, 'steps', None)") for one in clauses)
    if isinstance(test, ast.Compare):
        node = test
        if isinstance(test.ops[0], ast.Is):
            clauses = (f"not {clauses[0]}", *clauses[1:])
    if len(clauses) > _SHORT:
        collect(plan, node, answer, clauses)
        return
    text = clauses[0] + " ".join(clauses[1:-1]) + clauses[-1]
    before, after = text.replace("'", plan.quote).split("{0}")
    plan.edits.replace(node, before, answer, after)


def _call(plan: Plan, node: ast.expr, answer: ast.expr, function: Given, name: str) -> None:
    give(plan, function, node)
    plan.edits.replace(node, f"{name}(", answer, ")")


@use(Kind.GROUNDING, ".grounding_supports")
def supports(plan: Plan, use: Use) -> None:
    """What is only tested or shown needs no list that is made anew."""
    assert isinstance(use.parent, ast.expr)
    context = plan.context(use.parent)
    if context == "is None" or (context == "test" and not numbers_sources(plan)):
        are_cited(plan, use.parent, use.node)
    elif is_shown(plan, use.parent):
        remark(plan, use.parent)
        collect(plan, use.parent, use.node, _ANNOTATIONS)
    else:
        give(plan, _LISTING, use.parent)
        _call(plan, use.parent, use.node, _CITING, _SEGMENTS)
        plan.imports.add(Import("types", "SimpleNamespace"))


@use((Kind.SUPPORT, Kind.SEGMENT), "bind", "test", "is None")
@use(Kind.SUPPORTS, "bind", "test", "for", "[]", "or nothing", ".sort", ".reverse")
def same(plan: Plan, use: Use) -> None:
    """A list of segments, or one of them, stands there instead."""


@use((Kind.SUPPORTS, Kind.SOURCES), "is None")
def absent(plan: Plan, use: Use) -> None:
    """``chunks is None`` of what is an empty list now."""
    if isinstance(use.node, ast.Attribute):
        return  # dealt with where the list is read
    test = use.parent
    outer = plan.source.parents[test]
    if not isinstance(test, ast.Compare) or isinstance(outer, ast.UnaryOp | ast.Compare):
        raise plan.cannot("SB001", test)
    if isinstance(test.ops[0], ast.Is):
        plan.edits.replace(test, "not ", use.node)
    elif plan.context(test) == "test":
        plan.edits.replace(test, use.node)
    else:
        plan.edits.replace(test, "bool(", use.node, ")")


@use(Kind.SUPPORTS, "arg")
def listed(plan: Plan, use: Use) -> None:
    """``len(supports)``, ``sorted(supports, key=...)``, or handed to a function that is known."""
    call = use.parent
    if not counts(call, plan.source) and not (
        isinstance(call, ast.Call) and plan.values.value(call)
    ):
        argument(plan, use)


@use(Kind.SUPPORT, ".segment")
def segment(plan: Plan, use: Use) -> None:
    """A support is its segment."""
    drop(plan, use.parent)


@use(Kind.SUPPORT, ".grounding_chunk_indices")
def indices(plan: Plan, use: Use) -> None:
    """Which of the sources support a segment."""
    rename(plan, use.parent, "sources")


@use(Kind.SEGMENT, ".start_index", ".end_index", ".text")
def span(plan: Plan, use: Use) -> None:
    """They have the names that they had."""
    if use.parent in plan.source.spelled:
        rename(plan, use.parent, use.context[1:])
