"""What the package promises by name, what it costs to import, and what it must not show."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import stepbridge
from stepbridge.client import NotAvailableError
from stepbridge.client.official import Official

PUBLIC = {
    "Client",
    "GenerateContentTransport",
    "InteractionsTransport",
    "Settings",
    "UnsupportedFieldError",
    "UnsupportedFieldWarning",
    "__version__",
    "as_response",
    "chunks",
    "install",
    "legacy",
    "run_tools",
    "to_input",
    "uninstall",
}
SECRET = "AIza-very-secret"


def test_public_names() -> None:
    assert set(stepbridge.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(stepbridge, name) is not None
    assert set(dir(stepbridge)) >= PUBLIC


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import stepbridge", ["httpx", "pydantic", "libcst", "google.genai"]),
        ("import stepbridge; stepbridge.Client", ["pydantic", "libcst", "google.genai"]),
    ],
)
def test_imports_stay_light(statement: str, absent: list[str]) -> None:
    program = f"import sys; {statement}; print([m for m in {absent} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", SECRET)
    with stepbridge.Client(http_options={"headers": {"X-Token": SECRET}}) as client:
        shown: list[Any] = [client, client.aio, client._options, client.models, client.interactions]
        assert not any(SECRET in repr(one) for one in shown)


def test_keys_and_addresses_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="GEMINI_API_KEY"):
        stepbridge.Client()
    monkeypatch.setenv("GEMINI_API_KEY", "one")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:1/v1beta/")
    with stepbridge.Client() as client:
        assert client._options.url("interactions") == "http://127.0.0.1:1/v1beta/interactions"
        assert client._options.api_key == "one"
    monkeypatch.setenv("GOOGLE_API_KEY", "two")
    with stepbridge.Client() as client:
        assert client._options.api_key == "two"


def test_what_it_cannot_do_is_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"vertexai.*stepbridge.install"):
        stepbridge.Client(vertexai=True, project="p", location="l")


def test_other_resources_are_the_official_ones(client: Any) -> None:
    from google.genai import batches, caches

    assert isinstance(client.caches, caches.Caches)
    assert isinstance(client.batches, batches.Batches)
    assert callable(client.models.embed_content)
    assert callable(client.aio.models.embed_content)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = client.nonsense


def test_without_the_official_sdk_they_are_refused_with_a_reason(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepbridge.client.official.find_spec", lambda name: None)
    with pytest.raises(NotAvailableError, match="install google-genai"):
        _ = client.caches
    with pytest.raises(AttributeError):
        Official(client._options).attribute("models", "embed_content")
