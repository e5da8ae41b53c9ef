"""Views: legacy attributes over the JSON of an answer, read when they are asked for."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from stepbridge.client.plain import plain
from stepbridge.client.views.enums import enum_value
from stepbridge.client.views.printing import pretty
from stepbridge.client.views.shape import Attribute, camel, shape_of, snake
from stepbridge.wire import JsonObject

_BARE = 2
"""Entries in the ``__dict__`` of a view that nobody has read or changed yet."""

_IMMUTABLE = (str, bytes, int, float, bool, datetime)


class View:
    """Base of all views. Reading is lazy and remembered; what is set or changed travels back.

    An attribute that the answer lacks is None. A key of the answer that no shape names is there
    under its snake_case name. Anything else raises AttributeError.
    """

    shape_name: ClassVar[str] = ""

    def __init__(self, wire: JsonObject | None = None, /, **attributes: Any) -> None:
        self.__dict__["_wire"] = {} if wire is None else wire
        self.__dict__["_changed"] = set()
        for name, value in attributes.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        # Called only for what __dict__ does not hold yet.
        if name.startswith("_"):
            raise AttributeError(name)
        attribute = shape_of(self.shape_name).get(name)
        wire: JsonObject = self.__dict__["_wire"]
        if attribute is not None:
            value = _read(attribute, wire.get(attribute.key, wire.get(name)))
            self.__dict__[name] = value
            return value
        for key in (camel(name), name):
            if key in wire:
                return wire[key]
        raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in shape_of(self.shape_name) and not hasattr(type(self), name):
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        self.__dict__["_changed"].add(name)
        super().__setattr__(name, value)

    def to_wire(self) -> JsonObject:
        """The JSON behind the view, with everything that was changed through it."""
        wire: JsonObject = dict(self.__dict__["_wire"])
        changed: set[str] = self.__dict__["_changed"]
        shape = shape_of(self.shape_name)
        for name, value in self.__dict__.items():
            attribute = shape.get(name)
            if attribute is None or (name not in changed and isinstance(value, _IMMUTABLE)):
                continue
            wire.pop(name, None)
            wire[attribute.key] = plain(value)
            if value is None:
                del wire[attribute.key]
        return wire

    def present(self) -> list[str]:
        """The names of the attributes that are not None."""
        own = self.__dict__
        names = own["_wire"].keys() if len(own) == _BARE else self._names()
        return [name for name in map(snake, names) if getattr(self, name) is not None]

    def model_dump(
        self,
        *,
        mode: str = "python",
        exclude_none: bool = False,
        exclude_unset: bool = False,
        by_alias: bool = False,
        exclude: set[str] | None = None,
        include: set[str] | None = None,
        **_ignored: Any,
    ) -> dict[str, Any]:
        """The attributes as a dict, like pydantic's method of that name."""
        dumped: dict[str, Any] = {}
        shape = shape_of(self.shape_name)
        for name in self._names():
            if name not in shape and not hasattr(type(self), name):
                continue  # the official classes drop what they do not know
            if (exclude and name in exclude) or (include and name not in include):
                continue
            value = getattr(self, name)
            if value is None and (exclude_none or exclude_unset):
                continue
            options = {"mode": mode, "exclude_none": exclude_none, "by_alias": by_alias}
            dumped[camel(name) if by_alias else name] = _dump(value, options)
        return dumped

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """``model_dump`` as JSON text."""
        separators = None if indent else (",", ":")
        dumped = self.model_dump(mode="json", **options)
        return json.dumps(dumped, indent=indent, separators=separators, ensure_ascii=False)

    def to_json_dict(self) -> dict[str, Any]:
        """What is there, in snake_case and JSON types."""
        return self.model_dump(mode="json", exclude_none=True)

    def model_copy(self, *, update: dict[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; with ``deep`` it shares nothing with this view."""
        wire = json.loads(json.dumps(self.to_wire())) if deep else self.to_wire()
        copied = type(self)(wire)
        for name, value in (update or {}).items():
            setattr(copied, name, value)
        return copied

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self._names())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, View):
            return type(self) is type(other) and self.to_wire() == other.to_wire()
        dump = getattr(other, "model_dump", None)
        if dump is None or type(other).__name__ != self.shape_name:
            return NotImplemented
        return bool(self.model_dump(exclude_none=True) == dump(exclude_none=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return pretty(self)

    def __str__(self) -> str:
        return " ".join(f"{name}={value!r}" for name, value in self._told())

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """How rich prints the official classes."""
        return iter(self._told())

    def _told(self) -> list[tuple[str, Any]]:
        """What is printed: the attributes that the official class has."""
        shape = shape_of(self.shape_name)
        own = [name for name in self._names() if name in shape or hasattr(type(self), name)]
        return [(name, getattr(self, name)) for name in own]

    def __reduce__(self) -> tuple[Any, ...]:
        shape = shape_of(self.shape_name)
        own = {"_wire", "_changed"}
        beside = {k: v for k, v in self.__dict__.items() if k not in shape and k not in own}
        return (revived, (self.shape_name, self.to_wire(), beside))

    def _names(self) -> list[str]:
        wire = self.__dict__["_wire"]
        shape = shape_of(self.shape_name)
        known = {attribute.key for attribute in shape.values()} | shape.keys()
        return [*shape, *(key for key in wire if key not in known)]


def _read(attribute: Attribute, value: Any) -> Any:
    if value is None or not attribute.kind:
        return value
    if attribute.is_list:
        return [_read_one(attribute.kind, item) for item in value]
    return _read_one(attribute.kind, value)


def _read_one(kind: str, value: Any) -> Any:
    if kind == "bytes":
        return decode_base64(value) if isinstance(value, str) else value
    if kind == "int":  # 64-bit numbers are strings in JSON
        return int(value)
    if kind == "datetime":
        return _parse_time(value)
    if kind.startswith("="):
        return enum_value(kind[1:], value)
    return view_class(kind)(value) if isinstance(value, dict) else value


def decode_base64(text: str) -> bytes:
    """Bytes of base64 in either alphabet, padded or not."""
    text = text.replace("-", "+").replace("_", "/")
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _parse_time(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def _dump(value: Any, options: dict[str, Any]) -> Any:
    if isinstance(value, View):
        return value.model_dump(**options)
    if isinstance(value, (list, tuple)):
        return [_dump(item, options) for item in value]
    if isinstance(value, dict):
        return {key: _dump(item, options) for key, item in value.items()}
    dump = getattr(value, "model_dump", None)
    if dump is not None and not isinstance(value, type):
        return dump(**options)
    return _as_json(value) if options["mode"] == "json" else value


def _as_json(value: Any) -> Any:
    """A value as the official classes dump it: base64 of the URL alphabet, UTC as Z."""
    if isinstance(value, bytes):
        return base64.urlsafe_b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return plain(value)


_CLASSES: dict[str, type[View]] = {}


def view_class(name: str) -> type[View]:
    """The class of a shape: the one that was registered, else a plain one."""
    found = _CLASSES.get(name)
    if found is None:
        found = _CLASSES[name] = type(name, (View,), {"shape_name": name})
    return found


def revived(name: str, wire: JsonObject, beside: dict[str, Any]) -> View:
    """What copy and pickle call: a view again."""
    view = view_class(name)(wire)
    view.__dict__.update(beside)
    return view


def registered(cls: type[View]) -> type[View]:
    """Makes a class with methods of its own the view of its shape."""
    cls.shape_name = cls.__name__
    _CLASSES[cls.__name__] = cls
    return cls
