"""Agents: which exist, what they demand and what they refuse."""

from __future__ import annotations

from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.prompt import fingerprint

DEEP_RESEARCH = "deep-research"
ANTIGRAVITY = "antigravity"
CODE_MENDER = "code-mender"
KNOWN = (DEEP_RESEARCH, ANTIGRAVITY, CODE_MENDER)
# Built-in tools that an agent uses by itself.
OWN_TOOLS = {DEEP_RESEARCH: "google_search", ANTIGRAVITY: "code_execution"}


def check_agent(body: Json) -> None:
    """Raises what the service answers to an agent request that cannot run."""
    agent = body.get("agent")
    if agent is None:
        return
    if not agent.startswith(KNOWN):
        raise Refusal(f"Agent '{agent}' not found.", "NOT_FOUND")
    if agent.startswith(DEEP_RESEARCH):
        _check_research(body)
    if agent.startswith(ANTIGRAVITY) and "environment" not in body:
        raise Refusal("The 'environment' parameter is required for this agent.")


def _check_research(body: Json) -> None:
    if not body.get("background"):
        raise Refusal("The agent requires 'background' to be true.")
    for name in ("system_instruction", "response_format"):
        if name in body:
            raise Refusal(f"The parameter '{name}' is not supported for this agent.")
    if any(tool["type"] == "function" for tool in body.get("tools", [])):
        raise Refusal("Function tools are not supported for this agent.")


def own_tools(agent: str) -> list[Json]:
    """Canonical tools that the agent brings along; ``agent`` is ``agents/NAME``."""
    name = agent.removeprefix("agents/")
    return [{"type": tool} for prefix, tool in OWN_TOOLS.items() if name.startswith(prefix)]


def environment_id(body: Json, digest: str) -> str:
    """The sandbox that the agent ran in: the one named, or a new one."""
    named = body.get("environment", "")
    if isinstance(named, str) and named not in ("", "remote"):
        return named
    return f"env_{fingerprint(['environment', digest])[:16]}"
