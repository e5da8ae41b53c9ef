"""verify: equal programs are proved, and every kind of difference is caught and shown."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

# Programs of the standard library: they start ten times as fast as one that imports the SDK.
SEND = """\
import json, os, urllib.request

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
BASE = os.environ["GOOGLE_GEMINI_BASE_URL"] + "/v1beta/"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def send(path, body):
    headers = {"content-type": "application/json", "x-goog-api-key": os.environ["GEMINI_API_KEY"]}
    request = urllib.request.Request(BASE + path, json.dumps(body).encode(), headers)
    return json.load(OPENER.open(request))


def generate(**body):
    reply = send("models/gemini-2.5-flash:generateContent", body)
    return reply["candidates"][0]["content"]["parts"][0]["text"]


def interact(**body):
    steps = send("interactions", body)["steps"]
    return "".join(c["text"] for s in steps if s["type"] == "model_output" for c in s["content"])


"""
BEFORE = f"""{SEND}\
print(generate(
    contents=[
        {{"role": "user", "parts": [{{"text": "I am Ada."}}]}},
        {{"role": "model", "parts": [{{"text": "Hello, Ada."}}]}},
        {{"role": "user", "parts": [
            {{"inlineData": {{"data": PNG, "mimeType": "image/png"}}}},
            {{"text": "What is it?"}},
        ]}},
    ],
    generationConfig={{"temperature": 0.2}},
    systemInstruction={{"parts": [{{"text": "Be brief."}}]}},
))
"""
AFTER = f"""{SEND}\
print(interact(
    model="gemini-2.5-flash",
    input=[
        {{"type": "user_input", "content": [{{"type": "text", "text": "I am Ada."}}]}},
        {{"type": "model_output", "content": [{{"type": "text", "text": "Hello, Ada."}}]}},
        {{"type": "user_input", "content": [
            {{"type": "image", "data": PNG, "mime_type": "image/png"}},
            {{"type": "text", "text": "What is it?"}},
        ]}},
    ],
    system_instruction="Be brief.",
    generation_config={{"temperature": 0.2}},
    store=False,
))
"""


@pytest.fixture
def proof(stepbridge: Run, tmp_path: Path) -> Run:
    """Verifies two sources against each other."""

    def prove(
        before: str, after: str, *arguments: str, **options: object
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / "before.py").write_text(before)
        (tmp_path / "after.py").write_text(after)
        return stepbridge("verify", "before.py", "after.py", *arguments, **options)

    return prove


def test_equal_programs_are_proved(proof: Run) -> None:
    done = proof(BEFORE, AFTER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "proved: before.py and after.py",
        "  requests         same      1 generateContent -> 1 Interactions",
        "  standard output  same      1 line",
        "  exit status      same      0",
        "  files            same      none written",
    ]


LOST = {
    "temperature": ('    generation_config={"temperature": 0.2},\n', "", "settings.temperature"),
    "an image": (
        '            {"type": "image", "data": PNG, "mime_type": "image/png"},\n', "", "turns"
    ),
    "one turn": (
        '        {"type": "model_output", "content": [{"type": "text", "text": "Hello, Ada."}]},\n',
        "",
        "turns",
    ),
    "the system instruction": ('    system_instruction="Be brief.",\n', "", "system"),
    "the model": ("gemini-2.5-flash", "gemini-2.5-pro", "model"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field"), LOST.values(), ids=LOST.keys())
def test_a_lost_field_is_caught(old: str, new: str, field: str, proof: Run) -> None:
    program, request = AFTER.split("print(interact(")
    assert old in request
    done = proof(BEFORE, f"{program}print(interact({request.replace(old, new)}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"a request changed: {field}" in done.stdout


DIFFERENCES = {
    "output": (BEFORE + 'print("more")\n', "standard output differs"),
    "exit status": (BEFORE + "raise SystemExit(4)\n", "exit status 0 before, 4 after"),
    "a file more": (
        BEFORE + 'open("x.txt", "w").write("1")\n',
        "x.txt is written, which it was not",
    ),
    "a request more": (
        BEFORE + 'generate(contents=[{"parts": [{"text": "More?"}]}])\n',
        "a request is sent that was not sent before",
    ),
    "no request": ("print(1)\n", "a request is no longer sent"),
}


@pytest.mark.parametrize(("after", "message"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_a_difference_in_behaviour_is_caught(after: str, message: str, proof: Run) -> None:
    done = proof(BEFORE, after)
    assert done.returncode == 1, done.stdout + done.stderr
    assert message in done.stdout


def test_files_are_compared_and_the_originals_stay(proof: Run, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("original\n")
    write = "\nwith open('log.txt', 'a') as log:\n    log.write('{}\\n')\n"
    assert proof(BEFORE + write.format("same"), AFTER + write.format("same")).returncode == 0
    done = proof(BEFORE + write.format("one"), AFTER + write.format("two"))
    assert done.returncode == 1
    assert "log.txt has other contents" in done.stdout
    assert "-one" in done.stdout
    assert (tmp_path / "log.txt").read_text() == "original\n"


UNPROVED = {
    "no request at all": ("print('hello')\n", "the program made no request to Gemini"),
    "the same failure": (BEFORE + "raise ValueError('bad')\n", "same failure: exit status 1"),
    "random output": (
        BEFORE + "import uuid; print(uuid.uuid4())\n",
        "the program itself differs from run to run (standard output)",
    ),
}


@pytest.mark.parametrize(("source", "message"), UNPROVED.values(), ids=UNPROVED.keys())
def test_what_proves_nothing_says_so(source: str, message: str, proof: Run) -> None:
    done = proof(source, source)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout.startswith("not proved: ")
    assert message in " ".join(done.stdout.split())


def test_a_program_that_does_not_end_is_ended_with_its_children(proof: Run, tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time; time.sleep(4); open({str(mark)!r}, 'w')"
    source = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])\n"
    done = proof(source, source, "--timeout", "1")
    assert done.returncode == 2
    assert "no end within 1 s" in done.stdout
    time.sleep(4)
    assert not mark.exists()


def test_arguments_input_and_files_come_from_the_comment(proof: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("What now?\n")
    head = (
        '# stepbridge: verify args="--name \'Ada L\'" stdin="questions.txt" files="out.txt"\n'
        "import sys\nassert sys.argv[1:] == ['--name', 'Ada L']\nquestion = input()\n"
        "open('out.txt', 'w').write(question)\n"
    )
    done = proof(head + BEFORE, head + AFTER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 written" in done.stdout


def test_the_command_line_wins_over_the_comment(proof: Run, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("fed\n")
    head = '# stepbridge: verify args="no"\nimport sys\nprint(sys.argv[1:], input())\n'
    done = proof(head + BEFORE, head + AFTER, "--stdin", "in.txt", "--", "--yes", "x")
    assert done.returncode == 0, done.stdout + done.stderr


MISTAKES = {
    "unknown key": (
        'args="x" stdni="y"',
        "unknown key 'stdni' in the verify comment; did you mean",
    ),
    "no value": ("args", "expected key=\"value\" after 'verify', found 'args'"),
    "open quote": ('args="x', "cannot read the verify comment"),
    "missing input": ('stdin="gone.txt"', "cannot read stdin='gone.txt'"),
    "bad time": ('timeout="soon"', "timeout='soon' is not a number of seconds"),
    "foreign folder": ('folder="sub"', "folder='sub' does not hold the program"),
}


@pytest.mark.parametrize(("comment", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_comment(comment: str, message: str, proof: Run) -> None:
    done = proof(f"# stepbridge: verify {comment}\n{BEFORE}", AFTER)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_missing_program(stepbridge: Run) -> None:
    done = stepbridge("verify", "before.py", "after.py")
    assert done.returncode == 2
    assert done.stderr.startswith("stepbridge: before.py: cannot read it: no such file")


def test_an_interpreter_that_is_not_there(proof: Run) -> None:
    done = proof(BEFORE, AFTER, "--python", "/no/such/python")
    assert done.returncode == 2
    assert "could not be started" in done.stdout


def test_keys_home_and_network_stay_away_from_the_programs(proof: Run, tmp_path: Path) -> None:
    look = (
        "import os, urllib.request\n"
        "assert os.environ['GEMINI_API_KEY'] != 'real', 'key'\n"
        "assert 'OPENAI_API_KEY' not in os.environ, 'other key'\n"
        "assert 'GOOGLE_APPLICATION_CREDENTIALS' not in os.environ, 'credentials'\n"
        f"assert os.path.expanduser('~') != {str(Path.home())!r}, 'home'\n"
        "try:\n    urllib.request.urlopen('http://192.0.2.1/', timeout=2)\n"
        "except OSError as error:\n    assert 'refused' in str(error), error\n"
    )
    secrets = {
        "GEMINI_API_KEY": "real",
        "OPENAI_API_KEY": "real",
        "GOOGLE_APPLICATION_CREDENTIALS": "/real.json",
    }
    done = proof(look + BEFORE, look + AFTER, env=secrets)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_rewritten_program_that_still_uses_the_old_api_is_noted(proof: Run) -> None:
    done = proof(BEFORE, BEFORE)
    assert done.returncode == 0
    assert "the rewritten program still sent 1 of 1 requests to generateContent" in done.stdout


def test_order_is_noted_and_not_held_against(proof: Run) -> None:
    asks = [f'generate(contents=[{{"parts": [{{"text": "{text}"}}]}}])\n' for text in "AB"]
    done = proof(SEND + "".join(asks), SEND + "".join(reversed(asks)))
    assert done.returncode == 0, done.stdout
    assert "the same requests came in another order" in done.stdout


def test_a_request_that_a_bridge_repeats_is_one(proof: Run) -> None:
    """Interactions refuses, generateContent is asked: the program meant one request."""
    text = "Hi [[emulator:unsupported]]"
    before = f'{SEND}print(generate(contents=[{{"parts": [{{"text": "{text}"}}]}}]))\n'
    refused = f"""\
try:
    interact(model="gemini-2.5-flash", input="{text}")
except urllib.request.HTTPError:
    pass
"""
    again = before.replace("print(", f"{refused}print(", 1)
    done = proof(before, again)
    assert done.returncode == 0, done.stdout
    assert proof(before, again + refused).returncode == 1


def test_an_allowed_field_may_differ(proof: Run) -> None:
    """What the model answers follows from the whole request, except for what is allowed."""
    other = BEFORE.replace('"temperature": 0.2', '"temperature": 0.3')
    assert proof(BEFORE, other).returncode == 1
    done = proof(BEFORE, other, "--allow", "settings.temperature")
    assert done.returncode == 0, done.stdout
    gone = AFTER.replace('    generation_config={"temperature": 0.2},\n', "")
    assert proof(BEFORE, gone, "--allow", "settings.temperature").returncode == 0
    assert proof(BEFORE, gone, "--allow", "settings.top_p").returncode == 1


def test_modules_beside_both_programs_are_compared_too(stepbridge: Run, tmp_path: Path) -> None:
    for folder, source in (("old", BEFORE), ("new", AFTER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "llm.py").write_text(source)
        (tmp_path / folder / "main.py").write_text("import llm\n")
    done = stepbridge("verify", "old/main.py", "new/main.py", "--format", "json")
    verdict = json.loads(done.stdout)
    assert (done.returncode, verdict["outcome"]) == (0, "proved")
    assert verdict["measured"][0]["after"] == "1 Interactions"
