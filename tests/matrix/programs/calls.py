"""What every program of the matrix does with its calls: try each, and say how it went."""

import asyncio
import json
import os
import sys
import traceback
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
URL = os.environ["GOOGLE_GEMINI_BASE_URL"]
MODEL = os.environ["MATRIX_MODEL"]
ASK_FOR_TOOL = "Please call get_weather for Paris"
# What the emulator does to an answer in the middle of it.
BREAKS = ["[[emulator:cut]]", "[[emulator:malformed]]", "[[emulator:truncate]]"]

if os.environ["MATRIX_WAY"] == "install":
    import stepbridge

    stepbridge.install()


def report(calls, *packages):
    """Run the calls by name, and print versions and results as one JSON line."""
    results = {name: attempt(call) for name, call in calls.items()}
    versions = {name: version(name) for name in packages}
    print(json.dumps({"versions": versions, "results": results}))


def attempt(call):
    try:
        result = call()
        if asyncio.iscoroutine(result):
            asyncio.run(result)
    except Exception as problem:
        traceback.print_exc(file=sys.stderr)
        return f"{type(problem).__name__}: {problem}"[:300]
    return "ok"


def refusal(call):
    """The exception that a call raises."""
    try:
        call()
    except Exception as caught:
        return caught
    raise AssertionError("no error")


def each_breaks(read_stream):
    """Every stream that breaks off raises: ``read_stream`` reads the answer to a prompt."""
    for prompt in BREAKS:
        refusal(lambda prompt=prompt: read_stream(prompt))


def get_weather(city: str) -> str:
    """Tells the weather of a city.

    Args:
        city: Name of the city.
    """
    ASKED.append(city)
    return "rain in " + city


ASKED = []
