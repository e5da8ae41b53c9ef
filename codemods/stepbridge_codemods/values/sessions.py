"""What a module keeps in a web session, which other modules of the same app find there.

``st.session_state.chat``, ``st.session_state["chat"]``, ``cl.user_session.get("chat")``.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.text.source import Source, nodes_of

HOLDERS = frozenset({"session_state", "user_session"})
_METHODS = frozenset({"get", "set", "setdefault", "pop"})


def session_keys(source: Source) -> frozenset[str]:
    """The names under which something in a session is read or stored."""
    if not any(name in source.text for name in HOLDERS):
        return frozenset()
    return frozenset(filter(None, map(_key, nodes_of(source.tree))))


def _key(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr if _is_session(node.value) else None
    if isinstance(node, ast.Subscript):
        return _text(node.slice) if _is_session(node.value) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        method = node.func.attr in _METHODS and _is_session(node.func.value)
        return _text(node.args[0]) if method else None
    return None


def _is_session(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in HOLDERS


def _text(node: ast.expr) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None
