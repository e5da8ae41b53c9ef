"""Where an answer comes from: annotations on its text, and the steps of a search.

The metadata is the interaction itself; each list in it is collected from the steps that hold it.

https://ai.google.dev/gemini-api/docs/interactions/google-search
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.answers.cited import (
    are_cited,
    asks_whether,
    numbers_sources,
    sources_of,
)
from stepbridge_codemods.rules.answers.comprehensions import collect
from stepbridge_codemods.rules.answers.results import drafts_in, drop, rename
from stepbridge_codemods.rules.answers.showing import is_shown, remark
from stepbridge_codemods.values.kinds import Kind

_SEARCHED = ("any(", "step.type == 'google_search_result'", "for step in {0}.steps or []", ")")
_SUGGESTIONS = (
    "'\\n'.join(",
    "result.search_suggestions",
    "for step in {0}.steps or []",
    "if step.type == 'google_search_result'",
    "for result in step.result",
    "if result.search_suggestions",
    ")",
)
_FUNCTION = Given(
    "search_suggestions",
    '''def search_suggestions(interaction):
    """Return the HTML that has to be shown with an answer from the web."""
    return "\\n".join(
        result.search_suggestions
        for step in interaction.steps or []
        if step.type == "google_search_result"
        for result in step.result
        if result.search_suggestions
    )
''',
)
_CALLS = {"web_search_queries": "google_search_call", "retrieval_queries": "retrieval_call"}
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


@use(Kind.GROUNDING, "bind")
def kept(plan: Plan, use: Use) -> None:
    """The interaction stands there instead."""


@use(Kind.GROUNDING, "test", "is None")
def is_grounded(plan: Plan, use: Use) -> None:
    """There is metadata where there was a search."""
    asks_whether(plan, use.node, use.node, _SEARCHED)


@use(Kind.SEARCH_ENTRY, "test")
def has_entry(plan: Plan, use: Use) -> None:
    """Suggestions come with the result of a search."""
    if isinstance(use.node, ast.Attribute):
        asks_whether(plan, use.node, use.node.value, _SEARCHED)


@use(Kind.SEARCH_ENTRY, ".rendered_content")
def suggestions(plan: Plan, use: Use) -> None:
    """The HTML that has to be shown with an answer from the web."""
    if not isinstance(use.node, ast.Attribute):
        raise plan.cannot("SB001", use.parent, "a search entry point under a name of its own")
    if plan.values.enclosing(use.parent, ast.JoinedStr) is None:
        collect(plan, use.parent, use.node.value, _SUGGESTIONS)
        return
    give(plan, _FUNCTION, use.node)
    plan.edits.replace(use.parent, f"{_FUNCTION.name}(", use.node.value, ")")


@use(Kind.GROUNDING, ".search_entry_point")
def entry_point(plan: Plan, use: Use) -> None:
    """Dealt with where its content is read."""
    if plan.context(use.parent) not in ("test", ".rendered_content"):  # type: ignore[arg-type]
        raise plan.cannot("SB001", use.parent, "search_entry_point")


@use(Kind.GROUNDING, *(f".{name}" for name in _CALLS))
def queries(plan: Plan, use: Use) -> None:
    """The queries of all searches."""
    assert isinstance(use.parent, ast.Attribute)
    steps = "for step in {0}.steps or []"
    called = f"step.type == '{_CALLS[use.parent.attr]}'"
    if plan.context(use.parent) in ("test", "is None"):
        asks_whether(plan, use.parent, use.node, ("any(", called, steps, ")"))
        return
    listed = ("[", "query", steps, f"if {called}", "for query in step.arguments.queries or []", "]")
    collect(plan, use.parent, use.node, listed)


@use(Kind.GROUNDING, ".grounding_chunks")
def chunks(plan: Plan, use: Use) -> None:
    """The sources: each annotation names its own, so the same one comes several times."""
    assert isinstance(use.parent, ast.expr)
    if is_shown(plan, use.parent):
        remark(plan, use.parent)
    context = plan.context(use.parent)
    if context == "is None" or (context == "test" and not numbers_sources(plan)):
        are_cited(plan, use.parent, use.node)
    elif numbers_sources(plan):
        sources_of(plan, use.parent, use.node)
    else:
        collect(plan, use.parent, use.node, _CITATIONS)


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
