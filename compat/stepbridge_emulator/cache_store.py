"""Cached contents, kept in memory until their time is over."""

from __future__ import annotations

import datetime
import hashlib
import itertools
from dataclasses import dataclass, replace

from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.prompt import Prompt, merged_turns

LIFETIME = datetime.timedelta(hours=1)
PREFIX = "cachedContents/"
ALREADY_SAID = ("systemInstruction", "tools", "toolConfig")
"""Fields of a request that a cache has, too, and that must not be said beside one."""


@dataclass
class StoredCache:
    """``prompt``: what is cached, as the request of nothing else would mean it."""

    name: str
    model: str
    display_name: str
    prompt: Prompt
    tokens: dict[str, int]
    created: datetime.datetime
    updated: datetime.datetime
    expires: datetime.datetime

    def resource(self) -> Json:
        """The CachedContent resource as REST writes it: what is cached is not told again."""
        resource: Json = {
            "name": self.name,
            "model": self.model,
            "createTime": _stamp(self.created),
            "updateTime": _stamp(self.updated),
            "expireTime": _stamp(self.expires),
            "usageMetadata": {"totalTokenCount": sum(self.tokens.values())},
        }
        return {**resource, "displayName": self.display_name} if self.display_name else resource

    def before(self, prompt: Prompt) -> Prompt:
        """A request that begins with what is cached."""
        turns = [*self.prompt.turns, *prompt.turns]
        return replace(
            prompt,
            system=self.prompt.system,
            turns=merged_turns([(turn["role"], part) for turn in turns for part in turn["parts"]]),
            functions=self.prompt.functions,
            built_in=self.prompt.built_in,
            tool_choice=self.prompt.tool_choice,
            settings={k: v for k, v in prompt.settings.items() if k != "cached_content"},
        )


def _stamp(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class CacheStore:
    """Caches by the last word of their name."""

    def __init__(self) -> None:
        self._caches: dict[str, StoredCache] = {}
        self._gone: set[str] = set()
        self._numbers = itertools.count(1)

    def new_name(self, parent: str) -> str:
        """``parent`` is empty, or the resource name of a project and its place."""
        number = next(self._numbers)
        return f"{parent}{PREFIX}{hashlib.sha256(f'cache {number}'.encode()).hexdigest()[:12]}"

    def add(self, cache: StoredCache) -> None:
        self._caches[_key(cache.name)] = cache

    def find(self, name: str) -> StoredCache:
        """Raises for one that never was, was deleted, or whose time is over."""
        self._expire()
        cache = self._caches.get(_key(name))
        if cache is None:
            raise Refusal("CachedContent not found (or permission denied)", "PERMISSION_DENIED")
        return cache

    def used(self, request: Json, model: str) -> StoredCache | None:
        """The cache that a request names; None where it names none, or one made elsewhere."""
        name = request.get("cachedContent", "")
        if not name or _key(name) not in {*self._caches, *self._gone}:
            return None
        cache = self.find(name)
        if _key(cache.model) != _key(model):
            raise Refusal(
                f"Model used by GenerateContent request (models/{_key(model)}) and CachedContent "
                f"({cache.model}) has to be the same."
            )
        if any(request.get(field) for field in ALREADY_SAID):
            raise Refusal(
                "CachedContent can not be used with GenerateContent request setting "
                "system_instruction, tools or tool_config.\n\nProposed fix: move those values "
                "to CachedContent from GenerateContent request."
            )
        return cache

    def delete(self, name: str) -> None:
        key = _key(self.find(name).name)
        del self._caches[key]
        self._gone.add(key)

    def all(self) -> list[StoredCache]:
        self._expire()
        return list(self._caches.values())

    def clear(self) -> None:
        self._caches.clear()
        self._gone.clear()
        self._numbers = itertools.count(1)

    def _expire(self) -> None:
        over = [key for key, cache in self._caches.items() if cache.expires <= now()]
        for key in over:
            del self._caches[key]
            self._gone.add(key)


def _key(name: str) -> str:
    return name.rpartition("/")[2]
