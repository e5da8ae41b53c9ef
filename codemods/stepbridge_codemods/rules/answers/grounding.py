"""Where an answer comes from: annotations on its text, and the steps of a search.

The metadata is the interaction itself; each list in it is collected from the steps that hold it.

https://ai.google.dev/gemini-api/docs/interactions/google-search
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.comprehensions import collect
from stepbridge_codemods.rules.answers.counting import counts
from stepbridge_codemods.rules.answers.results import drafts_in, drop, rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark, shown
from stepbridge_codemods.values.kinds import Kind

_SEARCHED = ("any(step.type == 'google_search_result' for step in ", ".steps or [])")
_SUGGESTIONS = (
    "'\\n'.join(",
    "result.search_suggestions",
    "for step in {0}.steps or []",
    "if step.type == 'google_search_result'",
    "for result in step.result",
    "if result.search_suggestions",
    ")",
)
_QUERIES = (
    "[",
    "query",
    "for step in {0}.steps or []",
    "if step.type == 'google_search_call'",
    "for query in step.arguments.queries or []",
    "]",
)
_CITATIONS = (
    "list({",
    "(source.url, source.title): source",
    "for step in {0}.steps or []",
    "if step.type == 'model_output'",
    "for item in step.content or []",
    "if item.type == 'text'",
    "for source in item.annotations or []",
    "if source.type == 'url_citation'",
    "}.values())",
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
_URLS = (
    "[",
    "result",
    "for step in {0}.steps or []",
    "if step.type == 'url_context_result'",
    "for result in step.result",
    "]",
)


@use(Kind.CANDIDATE, ".grounding_metadata")
def metadata(plan: Plan, use: Use) -> None:
    """``candidate.grounding_metadata`` is the interaction."""
    if any(draft.cites_other_sources for draft in drafts_in(plan)):
        raise plan.cannot("SB001", use.parent, "sources other than the web")
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
        rename(plan, use.parent, "steps")
        return
    drop(plan, use.parent)


@use((Kind.GROUNDING, Kind.SOURCES, Kind.SOURCE, Kind.WEB_SOURCE, Kind.RETRIEVED), "bind")
def kept(plan: Plan, use: Use) -> None:
    """The interaction, a list of annotations, or one of them stands there instead."""


@use(Kind.GROUNDING, "test")
def is_grounded(plan: Plan, use: Use) -> None:
    """There is metadata where there was a search."""
    _searched(plan, use.node, use.node)


@use(Kind.SEARCH_ENTRY, "test")
def has_entry(plan: Plan, use: Use) -> None:
    """Suggestions come with the result of a search."""
    if isinstance(use.node, ast.Attribute):
        _searched(plan, use.node, use.node.value)


def _searched(plan: Plan, node: ast.expr, answer: ast.expr) -> None:
    before, after = _SEARCHED
    plan.edits.replace(node, before.replace("'", plan.quote), answer, after)


@use(Kind.SEARCH_ENTRY, ".rendered_content")
def suggestions(plan: Plan, use: Use) -> None:
    """The HTML that has to be shown with an answer from the web."""
    if not isinstance(use.node, ast.Attribute):
        raise plan.cannot("SB001", use.parent, "a search entry point under a name of its own")
    collect(plan, use.parent, use.node.value, _SUGGESTIONS)


@use(Kind.GROUNDING, ".search_entry_point")
def entry_point(plan: Plan, use: Use) -> None:
    """Dealt with where its content is read."""
    if plan.context(use.parent) not in ("test", ".rendered_content"):  # type: ignore[arg-type]
        raise plan.cannot("SB001", use.parent, "search_entry_point")


@use(Kind.GROUNDING, ".web_search_queries")
def queries(plan: Plan, use: Use) -> None:
    """The queries of all searches."""
    if plan.context(use.parent) == "is None":  # type: ignore[arg-type]
        raise plan.cannot("SB001", use.parent, "web_search_queries is None")
    collect(plan, use.parent, use.node, _QUERIES)


@use(Kind.GROUNDING, ".grounding_chunks")
def chunks(plan: Plan, use: Use) -> None:
    """The sources: each annotation names its own, so the same one comes several times."""
    assert isinstance(use.parent, ast.expr)
    if plan.context(use.parent) == "is None":
        raise plan.cannot("SB001", use.parent, "grounding_chunks is None")
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
    is_test = plan.context(use.parent) == "test"
    collect(plan, use.parent, use.node, _CITED if is_test else _CITATIONS)


@use(Kind.GROUNDING, ".grounding_supports")
def supports(plan: Plan, use: Use) -> None:
    """What each source supports is in its annotation, where no list of sources is counted."""
    assert isinstance(use.parent, ast.expr)
    if plan.context(use.parent) == "test":
        collect(plan, use.parent, use.node, _CITED)
    elif is_shown(plan, use.parent):
        remark(plan, use.parent)
        collect(plan, use.parent, use.node, _ANNOTATIONS)
    else:
        raise plan.cannot("SB001", use.parent, "grounding_supports")


@use((Kind.SOURCES, Kind.RETRIEVED), "test", "for", "[]", "or nothing")
def listed(plan: Plan, use: Use) -> None:
    """A list of annotations or results stands where the list stood."""


@use((Kind.SOURCES, Kind.RETRIEVED), "arg")
def counted(plan: Plan, use: Use) -> None:
    """``len(chunks)``, ``enumerate(chunks)``, or shown by a notebook."""
    call = use.parent
    is_counted = counts(call)
    if not is_counted and not shown(plan, use):
        raise plan.cannot("SB001", use.node, "a list of sources")


@use(Kind.SOURCE, ".web")
def web(plan: Plan, use: Use) -> None:
    """A source is what was its ``web``."""
    drop(plan, use.parent)


@use((Kind.SOURCE, Kind.WEB_SOURCE), "test")
def is_source(plan: Plan, use: Use) -> None:
    """An annotation is always there."""


@use(Kind.WEB_SOURCE, ".title", ".uri")
def source_field(plan: Plan, use: Use) -> None:
    """``uri`` is ``url``."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr == "uri":
        rename(plan, use.parent, "url")


@use(Kind.CANDIDATE, ".url_context_metadata")
def url_context(plan: Plan, use: Use) -> None:
    """The results of the url_context steps."""
    assert isinstance(use.parent, ast.expr)
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
        collect(plan, use.parent, use.node, _URLS)
    elif plan.context(use.parent) != ".url_metadata":
        raise plan.cannot("SB001", use.parent, "url_context_metadata")


@use(Kind.URL_CONTEXT, ".url_metadata")
def retrieved(plan: Plan, use: Use) -> None:
    """What was fetched, and how that went."""
    assert isinstance(use.node, ast.Attribute)
    collect(plan, use.parent, use.node.value, _URLS)


@use(Kind.RETRIEVED_URL, ".retrieved_url", ".url_retrieval_status")
def retrieved_field(plan: Plan, use: Use) -> None:
    """``retrieved_url`` is ``url``; the status is a lower-case word without a prefix."""
    assert isinstance(use.parent, ast.Attribute)
    if use.parent.attr == "retrieved_url":
        rename(plan, use.parent, "url")
        return
    if not is_shown(plan, use.parent):
        raise plan.cannot("SB001", use.parent, "url_retrieval_status")
    remark(plan, use.parent)
    rename(plan, use.parent, "status")
