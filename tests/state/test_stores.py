"""Stores keep entries apart, forget on time, and may be shared."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepbridge.policy import Settings
from stepbridge.state import Entry, MemoryStore, Store, opening, store_for
from stepbridge.state.sqlite_store import SqliteStore

ONE, TWO = Entry("v1_one", ("c1", "c2")), Entry("v1_two")


def test_entries_come_back(store: Store) -> None:
    store.put("k1", ONE)
    store.put("k2", TWO)
    assert store.first(["k0", "k2", "k1"]) == ("k2", TWO)
    assert store.first(["k1"]) == ("k1", ONE)
    assert store.first(["k0"]) is None
    store.put("k1", TWO)
    assert store.first(["k1"]) == ("k1", TWO)
    store.drop("k1")
    store.drop("never there")
    assert store.first(["k1"]) is None


def test_threads_share_a_store(store: Store) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(40):
                store.put(f"{name}{number}", Entry(f"v1_{name}{number}"))
                assert store.first([f"{name}{number}"]) is not None
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert store.first(["d39"]) == ("d39", Entry("v1_d39"))


def test_memory_forgets_what_was_used_longest_ago() -> None:
    store = MemoryStore(limit=2)
    store.put("a", ONE)
    store.put("b", ONE)
    store.first(["a"])
    store.put("c", ONE)
    assert [store.first([key]) is not None for key in "abc"] == [True, False, True]


def test_a_file_is_shared_by_processes(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    program = (
        "import sys; from stepbridge.state import Entry; "
        "from stepbridge.state.sqlite_store import SqliteStore\n"
        "store = SqliteStore(sys.argv[1])\n"
        "for n in range(100): store.put(f'{sys.argv[2]}{n}', Entry(f'v1_{n}'))"
    )
    store = SqliteStore(path)
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abc"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    known = [store.first([f"{name}{n}"]) for name in "abc" for n in range(100)]
    assert all(known)


def test_a_file_forgets_old_entries(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    SqliteStore(path).put("old", ONE)
    with sqlite3.connect(path) as connection:
        connection.execute("update conversation set at = at - 100")
    later = SqliteStore(path, kept_seconds=50)
    assert later.first(["old"]) is None
    later.put("new", TWO)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select key from conversation").fetchall() == [("new",)]


def test_redis_forgets_by_itself(redis_url: str) -> None:
    import redis

    from stepbridge.state.redis_store import RedisStore

    RedisStore(redis_url, kept_seconds=30).put("k", ONE)
    left = redis.Redis.from_url(redis_url).ttl("stepbridge:k")
    assert 0 < left <= 30


def test_no_words_and_no_keys_are_kept(chatting: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    made = chatting(state="server", state_store=str(path), api_key="s3cret-key")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    chat.send_message("a most unusual question")
    chat.send_message("another")
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert made.wire.bodies[-1]["previous_interaction_id"].encode() in held
    assert b"unusual" not in held
    assert b"s3cret" not in held


def test_a_store_that_fails_costs_only_what_it_would_save(
    chatting: Callable[..., Any], unused_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("redis", reason="the redis package is not installed")
    made = chatting(state="server", state_store=f"redis://:pass@127.0.0.1:{unused_port}/0")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    with caplog.at_level(logging.WARNING, "stepbridge"):
        chat.send_message("one")
        assert chat.send_message("two").text
    assert all("previous_interaction_id" not in body for body in made.wire.bodies)
    assert "the state store failed" in caplog.text
    assert "pass" not in caplog.text


@pytest.mark.parametrize("name", ["", "file.db"])
def test_one_store_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert store_for(name) is store_for(name)
    opening._stores.pop("file.db", None)


def test_settings_come_from_the_environment() -> None:
    read = Settings.from_environment
    assert read({}).state == "off"
    chosen = read({"STEPBRIDGE_STATE": "server", "STEPBRIDGE_STATE_STORE": "redis://:pw@h/0"})
    assert (chosen.state, chosen.state_store) == ("server", "redis://:pw@h/0")
    assert "pw" not in repr(chosen)
    with pytest.raises(ValueError, match="state must be off or server"):
        read({"STEPBRIDGE_STATE": "maybe"})


def test_a_file_that_cannot_be_used_is_told_at_once(tmp_path: Path) -> None:
    from stepbridge import InteractionsTransport

    with pytest.raises(sqlite3.Error):
        InteractionsTransport(settings=Settings(state="server", state_store=str(tmp_path)))
