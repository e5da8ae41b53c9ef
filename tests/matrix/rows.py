"""Which clients are tried, with what installed and by which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["install", "proxy"]
# Gemini 3 asks for thought signatures, which google-genai before 1.15 and google-generativeai do
# not keep.
WITHOUT_SIGNATURES = "gemini-2.5-flash"
MODEL = "gemini-3.5-flash"


@dataclass(frozen=True)
class Row:
    """One environment, one program, and the way its calls reach the shim.

    ``name`` is for people; ``packages`` are requirements for pip, or for npm when the program is
    JavaScript. No packages: the interpreter that runs the matrix.
    """

    name: str
    program: str
    packages: tuple[str, ...] = ()
    way: Way = "install"
    environ: tuple[tuple[str, str], ...] = ()
    model: str = MODEL

    @property
    def is_node(self) -> bool:
        return self.program.endswith(".mjs")

    @property
    def folder(self) -> str:
        """The name of its environment: rows with the same packages share one."""
        joined = "-".join((("node",) if self.is_node else ()) + self.packages)
        return "".join(c if c.isalnum() or c in ".-" else "_" for c in joined)


def sdk(version: str, *packages: str, way: Way = "install", **environ: str) -> Row:
    """A row of the official SDK."""
    extras = [*packages, *environ.values()]
    return Row(
        " + ".join([f"google-genai {version}", *extras]),
        "google_genai.py",
        (f"google-genai=={version}", "httpx", "pydantic", *packages),
        way,
        tuple(environ.items()),
        WITHOUT_SIGNATURES if version in ("1.0.0", "1.11.0") else MODEL,
    )


def framework(
    name: str, program: str, *packages: str, way: Way = "install", model: str = MODEL
) -> Row:
    """A row of something built on, or beside, the official SDK."""
    return Row(name, program, (*packages, "httpx", "pydantic"), way, model=model)


SDKS = (
    sdk("1.0.0", way="proxy"),
    sdk("1.11.0"),
    sdk("1.20.0"),
    sdk("1.22.0", "aiohttp"),
    sdk("1.46.0"),
    sdk("1.46.0", "aiohttp"),
    sdk("1.56.0", "aiohttp"),
    sdk("1.75.0"),
    sdk("1.75.0", "aiohttp"),
    sdk("2.0.1"),
    sdk("2.19.0"),
    sdk("2.34.0"),
    sdk("2.34.0", "aiohttp"),
    sdk("2.34.0", "httpx2"),
    sdk("3.0.0"),
    sdk("3.4.0"),
    sdk("3.4.0", "aiohttp"),
    sdk("3.4.0", GOOGLE_GENAI_HTTP_CLIENT="httpx"),
    sdk("3.4.0", GOOGLE_GENAI_HTTP_CLIENT="httpx2"),
    sdk("1.46.0", "aiohttp", way="proxy"),
    sdk("3.4.0", way="proxy"),
    sdk("3.4.0", "aiohttp", way="proxy"),
)
FRAMEWORKS = (
    framework("langchain-google-genai", "langchain.py", "langchain-google-genai"),
    framework("pydantic-ai", "pydantic_agents.py", "pydantic-ai-slim[google]"),
    framework("llama-index", "llamaindex.py", "llama-index-llms-google-genai"),
    framework("google-adk", "adk.py", "google-adk"),
    framework(
        "instructor", "structured_outputs.py", "instructor[google-genai]", "google-genai", "jsonref"
    ),
    framework("LiteLLM", "lite_llm.py", "litellm", "mcp", way="proxy"),
    framework(
        "google-generativeai",
        "generativeai.py",
        "google-generativeai",
        way="proxy",
        model=WITHOUT_SIGNATURES,
    ),
    Row("@google/genai", "google_genai.mjs", ("@google/genai",), "proxy"),
    Row("@ai-sdk/google", "ai_sdk.mjs", ("ai", "@ai-sdk/google", "zod"), "proxy"),
)
ROWS = SDKS + FRAMEWORKS
CORE = (
    Row("installed google-genai", "google_genai.py"),
    Row(
        "installed google-genai, httpx",
        "google_genai.py",
        environ=(("GOOGLE_GENAI_HTTP_CLIENT", "httpx"),),
    ),
    Row("installed google-genai", "google_genai.py", way="proxy"),
)
