"""Which requests are taken over, and where they go."""

from __future__ import annotations

import pytest

from stepbridge.exchange import Framing, find
from stepbridge.policy import Settings

HOST = "https://generativelanguage.googleapis.com"
SETTINGS = Settings(vertex=True)


@pytest.mark.parametrize(
    ("path", "model", "upstream"),
    [
        ("/v1beta/models/m-1:generateContent", "m-1", "/v1beta/interactions"),
        ("/v1/models/m-1:generateContent", "m-1", "/v1beta/interactions"),
        ("/v1alpha/models/m-1:generateContent", "m-1", "/v1beta/interactions"),
        ("/models/m-1:generateContent", "m-1", "/v1beta/interactions"),
        ("/gate/way/v1/models/m-1:generateContent", "m-1", "/gate/way/v1beta/interactions"),
        ("/v1/models/m%2E1:generateContent", "m.1", "/v1beta/interactions"),
        (
            "/v1/projects/p/locations/global/publishers/google/models/m:generateContent",
            "m",
            "/v1beta1/projects/p/locations/global/interactions",
        ),
    ],
)  # fmt: skip
def test_generate_content_goes_to_interactions(path: str, model: str, upstream: str) -> None:
    route = find("POST", HOST + path, SETTINGS)
    assert route is not None
    assert (route.model, route.url) == (model, HOST + upstream)
    assert route.framing is Framing.WHOLE


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1beta/interactions"),
        ("POST", "/v1beta/models/m:countTokens"),
        ("POST", "/v1beta/models/m:batchGenerateContent"),
        ("POST", "/v1beta/models/m:embedContent"),
        ("POST", "/v1beta/tunedModels/mine:generateContent"),
        ("POST", "/v1/projects/p/locations/l/endpoints/7:generateContent"),
        ("POST", "/v1/projects/p/locations/l/publishers/anthropic/models/c:generateContent"),
        ("POST", "/v1beta1/publishers/google/models/m:generateContent"),
        ("GET", "/v1beta/models/m:generateContent"),
        ("GET", "/v1beta/models/m"),
        ("POST", "/upload/v1beta/files"),
        ("POST", "/v1beta/cachedContents"),
        ("POST", "/v1/models/m:generateContent?fields=candidates"),
        ("POST", "/v1/models/m:generateContent?$alt=proto"),
    ],
)
def test_anything_else_passes_through(method: str, path: str) -> None:
    assert find(method, HOST + path, SETTINGS) is None


@pytest.mark.parametrize(
    ("query", "framing", "kept"),
    [
        ("?alt=sse", Framing.EVENTS, ""),
        ("?alt=sse&key=a%2Bb", Framing.EVENTS, "?key=a%2Bb"),
        ("?key=k&alt=sse&prettyPrint=false", Framing.EVENTS, "?key=k&prettyPrint=false"),
        ("", Framing.ARRAY, ""),
        ("?$alt=json;enum-encoding=int", Framing.ARRAY, ""),
        ("?%24alt=json%3Benum-encoding%3Dint", Framing.ARRAY, ""),
    ],
)
def test_the_framing_of_a_stream_follows_alt(query: str, framing: Framing, kept: str) -> None:
    route = find("POST", f"{HOST}/v1/models/m:streamGenerateContent{query}", SETTINGS)
    assert route is not None
    assert route.framing is framing
    assert route.url == f"{HOST}/v1beta/interactions{kept}"


def test_a_bare_target_is_enough() -> None:
    route = find("POST", "/v1/models/m:generateContent?key=k", SETTINGS)
    assert route is not None
    assert route.url == "/v1beta/interactions?key=k"


def test_vertex_is_left_alone_by_default() -> None:
    url = "https://x/v1/projects/p/locations/l/publishers/google/models/m:generateContent"
    assert find("POST", url, Settings()) is None
