"""Clients that objects of other modules hold or give, through any number of modules."""

from __future__ import annotations

import pytest

from stepbridge_codemods import rewrite_tree

POOL = b"""from typing import Any

from google import genai


class Pool:
    def __init__(self) -> None:
        self._clients: dict[str, Any] = {}
        self.default = genai.Client()

    @property
    def first(self) -> Any:
        return self.default

    def get(self, key: str) -> Any:
        if key not in self._clients:
            self._clients[key] = genai.Client(api_key=key)
        return self._clients[key]

    async def wait(self) -> genai.Client:
        return self.default

    @classmethod
    def made(cls) -> Any:
        return genai.Client()

    def settings(self) -> dict[str, Any]:
        return {}


_pool = None


def get_pool():
    global _pool
    if _pool is None:
        _pool = Pool()
    return _pool


def connect():
    return genai.Client(), "gemini-2.5-flash"


pool = Pool()
"""
HOLDER = b"""from .pools import get_pool


class Holder:
    def __init__(self) -> None:
        self._client = None

    def _ensure(self) -> None:
        if self._client is None:
            self._client = get_pool().get("one")

    @property
    def client(self):
        self._ensure()
        return self._client
"""
OTHER = b"""# genai chats
from acme import Local


class Pool:
    def get(self, key):
        return Local(key)

    @property
    def first(self):
        return Local("first")


pool = Pool()
"""
CALL = '.models.generate_content(model="gemini-2.5-flash", contents="Hi").text'


def program(imports: str, client: str) -> bytes:
    return f"# genai\n{imports}\n\nprint({client}{CALL})\n".encode()


def is_native(using: bytes, **others: bytes) -> bool:
    tree = {f"pkg/{name}.py": text for name, text in others.items()}
    found = rewrite_tree({"pkg/app.py": using, **tree})
    for path, text in tree.items():
        assert found[path].source == text
    return b".interactions.create(" in found["pkg/app.py"].source


@pytest.mark.parametrize(
    ("imports", "client"),
    [
        ("from .pools import Pool", 'Pool().get("one")'),
        ("from .pools import Pool", "Pool().default"),
        ("from .pools import Pool", "Pool().first"),
        ("from .pools import Pool", "Pool.made()"),
        ("from .pools import pool", 'pool.get("one")'),
        ("from .pools import get_pool", 'get_pool().get("one")'),
        ("from . import pools", 'pools.get_pool().get("one")'),
        ("from pkg.pools import pool as shared", "shared.first"),
        ("from .pools import connect\n\nclient, model = connect()", "client"),
        ("from .pools import get_pool\n\nfound = get_pool()\nclient = found.first", "client"),
    ],
)
def test_what_an_object_of_another_module_gives(imports: str, client: str) -> None:
    assert is_native(program(imports, client), pools=POOL)


def test_what_has_to_be_awaited_first() -> None:
    text = f"""# genai
from .pools import pool


async def main():
    client = await pool.wait()
    print(client{CALL})
"""
    assert is_native(text.encode(), pools=POOL)


def test_through_a_module_between() -> None:
    using = program("from .holders import Holder", "Holder().client")
    assert is_native(using, pools=POOL, holders=HOLDER)


def test_attributes_and_parameters_of_a_class_of_another_module() -> None:
    using = f"""# genai
from .holders import Holder
from .pools import Pool


class Writer(Holder):
    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self.pool = pool

    def write(self) -> str:
        return self.client{CALL}

    def other(self) -> str:
        client = self.pool.get("two")
        return client{CALL}
""".encode()
    found = rewrite_tree({"pkg/app.py": using, "pkg/pools.py": POOL, "pkg/holders.py": HOLDER})
    assert found["pkg/app.py"].source.count(b".interactions.create(") == 2


@pytest.mark.parametrize("client", ['pool.get("one")', "pool.first"])
def test_objects_of_another_kind_are_no_clients(client: str) -> None:
    assert not is_native(program("from .pools import pool", client), pools=OTHER)


def test_of_two_modules_that_may_be_meant_both_have_to_give_clients() -> None:
    using = program("from pools import pool", "pool.first")
    tree = {"app/main.py": using, "one/pools.py": POOL, "two/pools.py": OTHER}
    assert b".interactions.create(" not in rewrite_tree(tree)["app/main.py"].source
    tree = {"app/main.py": using, "one/pools.py": POOL, "two/pools.py": POOL}
    assert b".interactions.create(" in rewrite_tree(tree)["app/main.py"].source


def test_other_methods_of_the_object_are_no_clients() -> None:
    assert not is_native(program("from .pools import pool", "pool.settings()"), pools=POOL)
