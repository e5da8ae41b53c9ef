"""Where a field of a config lies after the rewrite, and how it is set there by later code."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.settings.config_fields import THINKING
from stepbridge_codemods.rules.settings.draft import Draft
from stepbridge_codemods.rules.settings.spread_configs import entries_of
from stepbridge_codemods.text.edits import Piece
from stepbridge_codemods.text.layout import Atom, Doc, Entry, Group, Layout, atom, mapping

_FORMAT = "response_format"


@dataclass(eq=False)
class Change:
    """One statement that sets, grows or deletes a field of ``config``.

    ``paths`` are the places that it is about, ``values`` what they get: nothing where they are
    cleared. ``part`` is what the new value was converted to.
    """

    target: ast.Attribute | ast.Subscript
    config: ast.expr
    statement: ast.Assign | ast.AugAssign | ast.Delete
    paths: tuple[str, ...] = ()
    values: dict[str, Entry] = field(default_factory=dict)
    part: Draft | None = None

    @property
    def head(self) -> str:
        return self.paths[0].partition(".")[0]


class Places:
    """The dict that the configs of one variable became, and all that changes in it."""

    def __init__(
        self, plan: Plan, drafts: list[Draft], changes: Sequence[Change], *, spread: bool
    ) -> None:
        self.plan = plan
        self.drafts = drafts
        self.changes = changes
        self.spread = spread
        self.formats = [c for c in changes if c.head == _FORMAT]

    def write(self, change: Change) -> None:
        """Rewrites the statement."""
        if change.head == _FORMAT:
            self._refuse_formats(change)
        if not isinstance(change.statement, ast.Assign):
            self._in_place(change)
        elif change.head == change.paths[0]:
            self._put(change, [f"[{self._quoted(change.head)}]"], self._value(change, change.head))
        elif change.head == _FORMAT:
            self._format(change)
        else:
            self._nested(change)

    def is_plain(self, path: str) -> bool:
        """Whether each config says a field from the start, in the words of the old one."""
        entries = [self._entry(draft, path) for draft in self.drafts]
        return bool(entries) and all(
            entry is not None
            and isinstance(entry.value, Atom)
            and all(isinstance(part, ast.AST) for part in entry.value.parts)
            for entry in entries
        )

    def read(self, config: ast.expr, path: str) -> list[str | ast.AST]:
        """The expression that reads a place which is always there."""
        return [config, *(f"[{self._quoted(key)}]" for key in path.split("."))]

    @staticmethod
    def _entry(draft: Draft, path: str) -> Entry | None:
        head, _, tail = path.partition(".")
        found = draft.arguments.get(head)
        if found is None or not tail:
            return found
        inner = found.value.entries if isinstance(found.value, Group) else []
        return next((entry for entry in inner if entry.key == tail), None)

    def _always(self, head: str) -> bool:
        return all(head in draft.arguments for draft in self.drafts)

    def _in_place(self, change: Change) -> None:
        """``+=`` and ``del`` need a place that is there."""
        path = change.paths[0]
        known = all(self._entry(draft, path) is not None for draft in self.drafts)
        if len(change.paths) != 1 or not known or (self.spread and "." in path):
            raise self._refusal(change)
        self.plan.edits.replace(change.target, *self.read(change.config, path))
        if isinstance(change.statement, ast.AugAssign):
            self._lay_out(change.statement.value, change.values[path].value)

    def _nested(self, change: Change) -> None:
        """A field inside ``generation_config``, or several."""
        known = self._always(change.head)
        key = self._quoted(change.head)
        paths = [*change.paths, *self._taken_back(change)]
        inner = {path.partition(".")[2]: self._value(change, path) for path in paths}
        if self.spread:
            whole: list[str | ast.AST] = [change.config, f"[{key}]"]
            old = whole if known else [change.config, f".get({key}, {{}})"]
            rest = [Entry(doc, name) for name, doc in inner.items()]
            self._put(change, [f"[{key}]"], mapping(Entry(atom("**", *old)), *rest))
            return
        base = f"[{key}]" if known else f".setdefault({key}, {{}})"
        if len(inner) == 1:
            ((name, doc),) = inner.items()
            self._put(change, [base, f"[{self._quoted(name)}]"], doc)
            return
        start, end = self.plan.source.span(change.statement)
        entries = mapping(*inner.items())
        pieces = self._laid_out(entries, start)
        head = self.plan.source.span(change.config)
        self.plan.edits.put(start, end, head, base, ".update(", *pieces, ")")

    def _taken_back(self, change: Change) -> list[str]:
        """What an earlier thinking config said and a new one leaves out."""
        if not set(THINKING) & set(change.paths):
            return []
        if any(not entry.key for draft in self.drafts for entry in entries_of(draft, change.head)):
            raise self._refusal(change)
        said = {path for one in self.changes for path in one.paths}
        said |= {p for p in THINKING for d in self.drafts if self._entry(d, p) is not None}
        return [path for path in THINKING if path in said - set(change.paths)]

    def _refuse_formats(self, change: Change) -> None:
        """Modalities and a schema share a place that holds one of them."""
        whole = [c for c in self.formats if c.paths == (_FORMAT,)]
        made = [d for d in self.drafts if d.outputs_from is not None]
        if (whole and len(whole) < len(self.formats)) or made:
            raise self._refusal(change)
        if whole and any(_FORMAT in draft.arguments for draft in self.drafts):
            raise self._refusal(change)
        schema = f"{_FORMAT}.schema"
        if schema in change.values and not self._is_json(change):
            raise self._refusal(change)

    def _is_json(self, change: Change) -> bool:
        """Whether the MIME type that a schema needs is said before, or beside it."""
        mime = f"{_FORMAT}.mime_type"
        block = self._block(change.statement)
        beside = any(mime in c.values and self._block(c.statement) is block for c in self.formats)
        known = all(self._entry(draft, mime) is not None for draft in self.drafts)
        return beside or (known and not any(mime in c.paths for c in self.formats))

    def _format(self, change: Change) -> None:
        """A MIME type or a schema, in a dict that may not be there yet."""
        (path,) = change.paths
        name, key = path.partition(".")[2], self._quoted(_FORMAT)
        doc = self._value(change, path)
        block = self._block(change.statement)
        beside = [c for c in self.formats if self._block(c.statement) is block]
        complete = {c.paths for c in beside} == {c.paths for c in self.formats}
        untold = not any(_FORMAT in draft.arguments for draft in self.drafts)
        if untold and complete and beside[0] is change:
            kind = Entry(self.plan.quoted("text"), "type")
            empty = not change.values and len(beside) == 1
            value = atom("None") if empty else mapping(kind, Entry(doc, name))
            self._put(change, [f"[{key}]"], value)
            return
        fresh = untold and complete
        if self.spread and not fresh:
            raise self._refusal(change)
        text = f"{{{self._quoted('type')}: {self._quoted('text')}}}"
        base = f"[{key}]" if fresh or self._always(_FORMAT) else f".setdefault({key}, {text})"
        self._put(change, [base, f"[{self._quoted(name)}]"], doc)

    def _block(self, statement: ast.stmt) -> object:
        """The list of statements that one stands in."""
        parent = self.plan.source.parents[statement]
        blocks = (getattr(parent, name, None) for name in ("body", "orelse", "finalbody"))
        return next((b for b in blocks if isinstance(b, list) and statement in b), parent)

    def _value(self, change: Change, path: str) -> Doc:
        return change.values[path].value if path in change.values else atom("None")

    def _put(self, change: Change, target: list[str], doc: Doc) -> None:
        assert isinstance(change.statement, ast.Assign)
        self.plan.edits.replace(change.target, change.config, *target)
        self._lay_out(change.statement.value, doc)

    def _lay_out(self, node: ast.expr, doc: Doc) -> None:
        start, end = self.plan.source.span(node)
        pieces = self._laid_out(doc, start)
        if pieces != [(start, end)]:
            self.plan.edits.put(start, end, *pieces)

    def _laid_out(self, doc: Doc, start: int) -> list[Piece]:
        source = self.plan.source
        layout = Layout(source, self.plan.quote)
        return layout.pieces(doc, source.indent(start), start - source.line_start(start))

    def _quoted(self, text: str) -> str:
        return f"{self.plan.quote}{text}{self.plan.quote}"

    def _refusal(self, change: Change) -> Exception:
        return self.plan.cannot("SB016", change.target, f"{change.head} is set later")
