"""What the caller wants from a rewrite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from stepbridge_codemods.wrappers.wrapper import Wrapper

ChatStyle: TypeAlias = Literal["stateful", "stateless", "bridge"]
StoreStyle: TypeAlias = Literal["false", "default"]


@dataclass(frozen=True, slots=True)
class Options:
    """How far a rewrite may go.

    ``chats``: what a chat becomes. ``store``: ``"false"`` keeps migrated calls as private as
    generateContent was, ``"default"`` leaves the choice to the service. ``native_only`` leaves
    out whatever needs stepbridge at run time: the bridged tier, and ``run_tools``. ``safe``
    leaves out whatever changes behaviour. ``todo`` marks manual sites with a comment and takes
    such comments away where nothing is left; ``tidy`` removes ignore comments that leave
    nothing alone, too. ``select`` and ``ignore`` name rule ids; an empty ``select`` means all.
    ``drop`` names config fields that Interactions lacks and that calls may go without.
    ``max_bytes`` is the size above which a file is reported instead of read. ``leave`` names
    call sites, as ``Finding.site`` does, that stay as they are. ``project_files`` also edits
    requirements inside code (PEP 723, install cells), ``models`` the ids of models that end.
    ``wrappers`` are the project's own functions around the SDK.
    """

    chats: ChatStyle = "stateful"
    store: StoreStyle = "false"
    native_only: bool = False
    safe: bool = False
    todo: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    max_bytes: int = 2_000_000
    leave: frozenset[str] = frozenset()
    project_files: bool = False
    models: bool = False
    tidy: bool = False
    wrappers: tuple[Wrapper, ...] = ()
