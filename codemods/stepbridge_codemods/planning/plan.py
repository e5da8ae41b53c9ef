"""What is to be done about one group of values that migrate together, or not at all."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from stepbridge_codemods.options import Options
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.text.layout import Atom, atom, quote_of
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.flows import calls_reached
from stepbridge_codemods.values.infer import Values, Variable
from stepbridge_codemods.values.kinds import Kind


class ManualError(Exception):
    """Raised by any rule that cannot go on: the whole group is left as it is.

    ``in_input`` says that it was in what a call sends, ``is_final`` that no bridge helps either.
    """

    def __init__(self, reason: str, node: ast.AST, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.node = node
        self.detail = detail
        self.in_input = False
        self.is_final = False
        self.variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """A name that rewritten code needs: ``import module`` or ``from module import name``."""

    module: str
    name: str = ""
    alias: str = ""


@dataclass(eq=False, slots=True)
class Site:
    """One legacy call and what its arguments are.

    A reference to a method that is not called here has a call without arguments in its place;
    where it is ``handed_on`` with its arguments, to be called by other code, that is the call.
    """

    call: ast.Call
    kind: Kind
    symbol: str
    is_async: bool = False
    is_reference: bool = False
    handed_on: ast.Attribute | None = None

    @property
    def function(self) -> ast.expr:
        """The method itself."""
        return self.handed_on or self.call.func

    @property
    def is_wrapped(self) -> bool:
        """Whether the call is one of the project's own wrappers."""
        return self.symbol.startswith("Wrapper.")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a tracked value is consumed.

    ``context`` says how: ``.name`` for an attribute read, ``[]`` an index, ``for`` a loop, ``test``
    a truth test, ``is None``, ``compare``, ``arg``, ``bind``, ``return``, ``format``, ``other``.
    ``parent`` is the node that consumes.
    """

    node: ast.expr
    kind: Kind
    context: str
    parent: ast.AST


@dataclass(eq=False)
class Plan:
    """Edits and remarks for one group of sites.

    ``facts`` is where rules leave word for one another, by name. ``inlined`` are variables whose
    definitions stay: what they hold is written out where it is used. ``shared`` are those that
    calls of other groups, ``related``, read too. ``settled`` are values whose use has been dealt
    with by the rule for another.
    """

    source: Source
    values: Values
    options: Options
    sites: list[Site]
    uses: list[Use] = field(default_factory=list)
    imports: set[Import] = field(default_factory=set)
    claims: set[Variable] = field(default_factory=set)
    related: set[ast.Call] = field(default_factory=set)
    shared: set[Variable] = field(default_factory=set)
    inlined: frozenset[Variable] = frozenset()
    visited: set[ast.AST] = field(default_factory=set)
    settled: set[ast.AST] = field(default_factory=set)
    marks: dict[ast.AST, str] = field(default_factory=dict)
    told: dict[ast.AST, str] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    bridged: bool = False
    bridges_input: bool = False
    bridges_result: bool = False
    bridges_call: bool = False

    def __post_init__(self) -> None:
        self.edits = Edits(self.source)

    def snapshot(self) -> dict[str, object]:
        """What has been planned so far, to come back to."""
        facts = {k: v.copy() if isinstance(v, set | dict) else v for k, v in self.facts.items()}
        names = (
            "imports",
            "claims",
            "related",
            "shared",
            "visited",
            "settled",
            "marks",
            "told",
            "edits",
        )
        kept: dict[str, object] = {name: getattr(self, name).copy() for name in names}
        return {**kept, "facts": facts, "bridged": self.bridged}

    def restore(self, before: dict[str, object]) -> None:
        """Forgets what has been planned since a snapshot."""
        for name, value in before.items():
            setattr(self, name, value)

    def cannot(self, reason: str, node: ast.AST, detail: str = "") -> ManualError:
        """The error to raise where a rule cannot go on: the whole group is then left alone."""
        return ManualError(reason, node, detail)

    def mark(self, node: ast.AST, remark: str) -> None:
        """Notes that the rewrite of a node changes behaviour, and how; several remarks add up."""
        known = self.marks.get(node, "")
        if remark not in known:
            self.marks[node] = f"{known} {remark}".strip()

    def tell(self, node: ast.AST, text: str) -> None:
        """Adds a sentence to the finding of a node whose behaviour does not change."""
        self.told[node] = text

    def claim(self, variable: Variable) -> None:
        """Says that this group rewrites a variable; groups that claim the same one are joined."""
        self.claims.add(variable)

    def settle(self, *, halfway: bool = False) -> None:
        """Gives up where a claimed variable is read by code that this group does not rewrite.

        ``halfway``, reads in the group's own calls may still be to come.
        """
        for variable in sorted(self.claims, key=_order):
            for load in self.values.loads(variable):
                if load not in self.visited:
                    self._foreign(variable, load, halfway)

    def _foreign(self, variable: Variable, load: ast.expr, halfway: bool) -> None:
        reached = calls_reached(self.values, load, self._results)
        others = reached - {site.call for site in self.sites}
        if not others and not (reached and halfway):
            refusal = self.cannot("SB011", load, ast.unparse(load))
            refusal.variable = variable
            raise refusal
        if others:
            self.related |= others
            self.shared.add(variable)

    @property
    def _results(self) -> tuple[Kind, ...]:
        """What calls of the same API as the group's give."""
        if any(site.symbol.startswith("Interactions.") for site in self.sites):
            return (Kind.INTERACTION, Kind.EVENTS)
        return (Kind.RESPONSE, Kind.STREAM, Kind.FUTURE, Kind.PREPARED)

    @property
    def quote(self) -> str:
        """The quote that the file prefers."""
        return quote_of(self.source)

    def quoted(self, value: str) -> Atom:
        """A string literal in the quotes of the file."""
        return atom(f"{self.quote}{value}{self.quote}")

    def context(self, node: ast.expr) -> str:
        """How the parent of an expression consumes it (see ``Use``)."""
        from stepbridge_codemods.planning.contexts import context_of

        return context_of(self.values, node)[0]

    def text(self, node: ast.AST) -> str:
        """The old text of a node."""
        start, end = self.source.span(node)
        return self.source.text[start:end]


def _order(variable: Variable) -> tuple[int, str, int]:
    """By the text, so that of several things in the way the same is named each time."""
    return getattr(variable.scope, "lineno", 0), variable.name, variable.life


SiteRule: TypeAlias = Callable[[Plan, Site], None]
UseRule: TypeAlias = Callable[[Plan, Use], None]

SITE_RULES: dict[str, SiteRule] = {}
USE_RULES: dict[tuple[Kind, str], UseRule] = {}


def site(*symbols: str) -> Callable[[SiteRule], SiteRule]:
    """Registers the rewriter of calls with these symbols (``Models.generate_content``)."""

    def register(rule: SiteRule) -> SiteRule:
        for symbol in symbols:
            SITE_RULES[symbol] = rule
        return rule

    return register


def use(kind: Kind | tuple[Kind, ...], *contexts: str) -> Callable[[UseRule], UseRule]:
    """Registers the rewriter of uses of values of a kind in these contexts."""

    def register(rule: UseRule) -> UseRule:
        for one in kind if isinstance(kind, tuple) else (kind,):
            for context in contexts:
                USE_RULES[one, context] = rule
        return rule

    return register
