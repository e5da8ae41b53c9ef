"""`install()`: before and after the SDK is imported, whatever the client was given."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google import genai
from google.genai import _api_client, types

import stepbridge
from stepbridge import InteractionsTransport
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
Apis = Callable[[], set[str]]


def ask(client: genai.Client) -> str | None:
    return client.models.generate_content(model=MODEL, contents="hi").text


async def ask_async(client: genai.Client) -> str | None:
    return (await client.aio.models.generate_content(model=MODEL, contents="hi")).text


def test_installing_twice_wraps_once_and_uninstalling_undoes_it(installed: Emulator) -> None:
    stepbridge.install()
    client = genai.Client()
    transport = client._api_client._httpx_client._transport
    assert isinstance(transport, InteractionsTransport)
    assert transport.inner is None
    stepbridge.uninstall()
    stepbridge.uninstall()
    assert not isinstance(
        genai.Client()._api_client._httpx_client._transport, InteractionsTransport
    )
    assert "stepbridge" not in _api_client.BaseApiClient.__init__.__code__.co_filename


def test_settings_of_the_last_install_count(installed: Emulator) -> None:
    stepbridge.install(stepbridge.Settings(unsupported="error"))
    client = genai.Client()
    with pytest.raises(stepbridge.UnsupportedFieldError):
        client.models.generate_content(model=MODEL, contents="x", config={"presence_penalty": 1})


@pytest.mark.parametrize("shape", [dict, types.HttpOptions], ids=["dict", "object"])
def test_options_given_in_any_shape_stay_in_force(
    installed: Emulator, shape: Any, apis: Apis
) -> None:
    options = shape(headers={"x-team": "blue"}, timeout=5000, api_version="v1alpha")
    client = genai.Client(http_options=options)
    assert ask(client)
    assert client._api_client._http_options.headers["x-team"] == "blue"
    assert client._api_client._http_options.timeout == 5000
    assert apis() == {"interactions"}
    assert not (options.get("client_args") if shape is dict else options.client_args)


def test_wrong_options_are_the_sdks_to_refuse(installed: Emulator) -> None:
    with pytest.raises(ValueError, match="no_such_option"):
        genai.Client(http_options={"no_such_option": 1})


def test_a_transport_of_the_user_stays_below(installed: Emulator, library: Any, apis: Apis) -> None:
    seen: list[str] = []

    class Spy(library.HTTPTransport):  # type: ignore[misc]
        def handle_request(self, request: Any) -> Any:
            seen.append(request.url.path)
            return super().handle_request(request)

    client = genai.Client(http_options={"client_args": {"transport": Spy()}})
    assert ask(client)
    assert seen == ["/v1beta/interactions"]
    assert apis() == {"interactions"}


def test_clients_of_the_user_are_used(installed: Emulator, library: Any, apis: Apis) -> None:
    with library.Client(headers={"x-own": "1"}) as own:
        client = genai.Client(http_options={"httpx_client": own})
        assert client._api_client._httpx_client is own
        assert ask(client)
        again = genai.Client(http_options={"httpx_client": own})
        assert again._api_client._httpx_client._transport.inner is own._transport.inner
        assert not isinstance(own._transport.inner, InteractionsTransport)
    assert apis() == {"interactions"}


def test_async_clients_of_the_user_are_used(installed: Emulator, library: Any, apis: Apis) -> None:
    async def run() -> None:
        async with library.AsyncClient() as own:
            client = genai.Client(http_options={"httpx_async_client": own})
            assert client._api_client._async_httpx_client is own
            assert await ask_async(client)

    asyncio.run(run())
    assert apis() == {"interactions"}


@pytest.fixture
def http_proxy() -> Iterator[Any]:
    """A forward proxy that notes the URLs it is asked for and answers them itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.server.urls.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            text = b'{"type":"model_output","content":[{"type":"text","text":"proxied"}]}'
            body = b'{"id":"","status":"completed","steps":[' + text + b"]}"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.urls = []
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


FAR = {"base_url": "http://gemini.invalid"}


def test_a_proxy_among_the_client_arguments_moves_below(
    installed: Emulator, library: Any, http_proxy: Any
) -> None:
    options = {
        **FAR,
        "client_args": {"proxy": http_proxy.url},
        "async_client_args": {"proxy": http_proxy.url},
    }
    client = genai.Client(http_options=options)
    assert ask(client) == "proxied"
    assert asyncio.run(ask_async(client)) == "proxied"
    assert http_proxy.urls == ["http://gemini.invalid/v1beta/interactions"] * 2


def test_a_mount_among_the_client_arguments_moves_below(
    installed: Emulator, library: Any, http_proxy: Any
) -> None:
    mounts = {"http://": library.HTTPTransport(proxy=http_proxy.url)}
    client = genai.Client(http_options={**FAR, "client_args": {"mounts": mounts}})
    assert ask(client) == "proxied"


def test_proxies_of_the_environment_act(
    installed: Emulator, library: Any, http_proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", http_proxy.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert ask(genai.Client(http_options=FAR)) == "proxied"
    assert asyncio.run(ask_async(genai.Client(http_options=FAR))) == "proxied"
    monkeypatch.setenv("no_proxy", "gemini.invalid")
    with pytest.raises(library.ConnectError):
        ask(genai.Client(http_options=FAR))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    deaf = {**FAR, "client_args": {"trust_env": False}}
    with pytest.raises(library.ConnectError):
        ask(genai.Client(http_options=deaf))


def test_certificates_that_the_sdk_made_are_shared(installed: Emulator) -> None:
    api = genai.Client()._api_client
    chosen = api._async_httpx_client_args["verify"]
    for client in (api._httpx_client, api._async_httpx_client):
        assert client._transport._sync.options.arguments["verify"] is chosen


def run_python(source: str, emulator: Emulator) -> str:
    import os

    environ = {**os.environ, **emulator.environ}
    done = subprocess.run(
        [sys.executable, "-c", source], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


BEFORE_IMPORT = """
import sys, stepbridge
stepbridge.install()
stepbridge.install()
assert not any(name.startswith(("google.genai", "httpx", "pydantic")) for name in sys.modules)
from google import genai
client = genai.Client()
print(client.models.generate_content(model="gemini-3.5-flash", contents="hi").text)
"""
NEVER_IMPORTED = """
import sys, stepbridge
stepbridge.install()
stepbridge.uninstall()
from google import genai
from google.genai import _api_client
assert "stepbridge" not in _api_client.BaseApiClient.__init__.__code__.co_filename
"""
THREADS = """
import threading, stepbridge
stepbridge.install()
def work():
    from google import genai
    stepbridge.install()
    with genai.Client() as client:
        assert client.models.generate_content(model="gemini-3.5-flash", contents="hi").text
threads = [threading.Thread(target=work) for _ in range(8)]
[t.start() for t in threads]
[t.join(50) for t in threads]
print(sum(t.is_alive() for t in threads), "left")
"""


def test_installing_before_the_sdk_is_imported(emulator: Emulator, apis: Apis) -> None:
    assert "hi" in run_python(BEFORE_IMPORT, emulator)
    assert apis() == {"interactions"}


def test_uninstalling_before_the_sdk_is_imported(emulator: Emulator) -> None:
    run_python(NEVER_IMPORTED, emulator)


def test_threads_that_import_and_install_at_once(emulator: Emulator, apis: Apis) -> None:
    assert run_python(THREADS, emulator) == "0 left\n"
    assert apis() == {"interactions"}


def test_an_sdk_without_transport_options_is_refused() -> None:
    from types import ModuleType

    from stepbridge.policy.announce import announce
    from stepbridge.transport.sdk import Installation

    module: Any = ModuleType("google.genai._api_client")
    module.HttpOptions = type("HttpOptions", (), {"model_fields": {"base_url": None}})
    with pytest.raises(RuntimeError, match=r"1\.11 or later.*stepbridge proxy"):
        Installation(stepbridge.Settings(), announce).apply(module)
