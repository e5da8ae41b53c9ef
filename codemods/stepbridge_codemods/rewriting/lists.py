"""Lists of legacy objects: converted where they are written, followed through variables."""

from __future__ import annotations

import ast
from collections.abc import Callable

from stepbridge_codemods.objects import strip_annotation, take
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.text.layout import (
    Doc,
    Entry,
    Group,
    Layout,
    atom,
    comments_of,
    comprehension,
    listing,
    quote_of,
)
from stepbridge_codemods.values.names import How


class Lists:
    """Converts a list (or a variable that holds one) with a converter for single items.

    ``topic`` keeps the variables of different lists apart.
    """

    def __init__(self, plan: Plan, topic: str, item: Callable[[Plan, ast.expr], Doc]) -> None:
        self.plan = plan
        self.topic = topic
        self.item = item

    def convert(self, node: ast.expr) -> Doc:
        """The new list as a document; definitions elsewhere are edited in place."""
        node = written_out(self.plan, node)
        if isinstance(node, ast.List | ast.Tuple):
            return self.literal(node)
        if isinstance(node, ast.ListComp):
            return self._comprehended(node)
        if isinstance(node, ast.Name | ast.Attribute):
            self._variable(node, self._define_list)
            return atom(node)
        raise self.plan.cannot("SB007", node, self.topic)

    def literal(self, node: ast.List | ast.Tuple) -> Group:
        """A list that is written out, with its comments."""
        comments, tail = comments_of(self.plan.source, node, node.elts)
        doc = listing([])
        doc.tail = tail
        for element in node.elts:
            doc.entries.append(Entry(self.element(element), "", *comments[element]))
        start, end = self.plan.source.span(node)
        text = self.plan.source.text[start:end]
        doc.apart = text[1:].lstrip(" \t")[:1] in ("\r", "\n") and bool(node.elts)
        return doc

    def _comprehended(self, node: ast.ListComp) -> Group:
        """A list made in a loop, with its item converted."""
        clauses: list[Doc] = [self.item(self.plan, node.elt)]
        for each in node.generators:
            head = "async for " if each.is_async else "for "
            clauses.append(atom(head, each.target, " in ", each.iter))
            clauses += [atom("if ", test) for test in each.ifs]
        return comprehension("[", *clauses, closing="]")

    def element(self, node: ast.expr) -> Doc:
        """One item: written out, or a variable that holds one."""
        node = written_out(self.plan, node)
        if isinstance(node, ast.Starred):
            return atom("*", *self._as_atom(self.convert(node.value)))
        if isinstance(node, ast.Name | ast.Attribute) and self.plan.values.variable(node):
            self._variable(node, self._define_item)
            return atom(node)
        return self.item(self.plan, node)

    def _as_atom(self, doc: Doc) -> tuple[str | ast.AST, ...]:
        if isinstance(doc, Group):
            raise self.plan.cannot("SB007", self.plan.sites[0].call, self.topic)
        return doc.parts

    def _variable(self, node: ast.expr, define: Callable[[ast.expr], None]) -> None:
        variable = take(self.plan, node)
        done = self.plan.facts.setdefault(f"{self.topic} variables", set())
        assert isinstance(done, set)
        if variable in done:
            return
        done.add(variable)
        for binding in self.plan.values.stores(variable):
            if binding.how is not How.ASSIGN or binding.value is None:
                raise self.plan.cannot("SB007", binding.target, variable.name)
            strip_annotation(self.plan, binding, "list" if define == self._define_list else "dict")
            define(binding.value)

    def _define_list(self, node: ast.expr) -> None:
        if isinstance(node, ast.ListComp):
            in_place(self.plan, node, self._comprehended(node))
            return
        if not isinstance(node, ast.List | ast.Tuple):
            raise self.plan.cannot("SB007", node, self.topic)
        in_place(self.plan, node, self.literal(node))

    def _define_item(self, node: ast.expr) -> None:
        in_place(self.plan, node, self.item(self.plan, node))


def in_place(plan: Plan, node: ast.expr, doc: Doc) -> None:
    """Puts a document where a node stands, broken over lines if the node was."""
    start, end = plan.source.span(node)
    if isinstance(doc, Group) and doc.entries:
        text = plan.source.text[start:end]
        opening = min((i for i in (text.find(c) for c in "([{") if i >= 0), default=0)
        doc.apart = doc.apart or text[opening + 1 :].lstrip(" \t")[:1] in ("\r", "\n")
    layout = Layout(plan.source, quote_of(plan.source))
    chosen = isinstance(plan.source.parents.get(node), ast.IfExp)
    # What stands in a choice moves along with it; its old column says nothing.
    column = 0 if chosen else start - plan.source.line_start(start)
    plan.edits.put(start, end, *layout.pieces(doc, plan.source.indent(start), column))
