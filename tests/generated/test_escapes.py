# ruff: noqa: E501  -- a program a line is easier to read than a wrapped one
"""Values that reach places which are easily overlooked: before and after print the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from judge import differences, rewritten, run_all, untold
from legacy_programs import Program

from stepbridge_codemods import Options, Result

HEAD = """from types import SimpleNamespace
from google import genai
from google.genai import types
client = genai.Client()
"""
PROGRAMS = {
    "caught_around_a_parameter": 'from google.genai import errors\ndef ask(model):\n    return client.models.generate_content(model=model, contents="x").text\ndef safe(f, *args):\n    try:\n        return f(*args)\n    except errors.APIError as e:\n        return e.code\nprint(safe(ask, "gemini-2.5-flash"), safe(ask, "no-such-model"))\n',
    "made_of_itself": 'r = None\ndef ask():\n    global r\n    r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nask()\nr = r.text\nprint(r)\n',
    "handed_on": 'def show(x):\n    print(x.text)\nshow(client.models.generate_content(model="gemini-2.5-flash", contents="Hi"))\nlist(map(show, [SimpleNamespace(text="o", output_text="WRONG")]))\n',
    "another_name": 'def show(x):\n    print(x.text)\ng = show\ng(SimpleNamespace(text="o"))\nshow(client.models.generate_content(model="gemini-2.5-flash", contents="Hi"))\n',
    "asked_for_its_class": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nif isinstance(r, types.GenerateContentResponse):\n    print(r.text)\n',
    "submitted": 'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as pool:\n    print(pool.submit(client.models.generate_content, model="gemini-2.5-flash", contents="Hi").result().text)\n',
    "gathered": 'import asyncio\nasync def main():\n    for r in await asyncio.gather(*[client.aio.models.generate_content(model="gemini-2.5-flash", contents="Hi") for _ in range(2)]):\n        print(r.text)\nasyncio.run(main())\n',
    "passed_on_by_partial": 'from functools import partial\ndef ask(prompt):\n    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text\nprint(ask("a"))\nprint(partial(ask, ["b", types.Part.from_text(text="c")])())\n',
    "thoughts_counted": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True)))\nprint(len(r.candidates[0].content.parts))\n',
    "prints_its_own_text": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nprint(f"{r.text=}")\n',
    "inherited": 'class P:\n    def ask(self):\n        self.last = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nclass Q(P):\n    def show(self):\n        print(self.last.text)\nq = Q()\nq.ask()\nq.show()\n',
    "evaluated": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nprint(eval("r.text"))\n',
    "executed": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nexec("print(r.text)")\n',
    "item_of_a_class": 'class K:\n    def __getitem__(self, i):\n        return client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nprint(K()[0].text)\n',
    "entered": 'class K:\n    def __enter__(self):\n        return client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\n    def __exit__(self, *a):\n        pass\nwith K() as r:\n    print(r.text)\n',
    "overridden": 'class K:\n    def show(self):\n        print(self._ask().text)\n    def _ask(self):\n        return client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nclass L(K):\n    def _ask(self):\n        return SimpleNamespace(text="sub")\nL().show()\nK().show()\n',
    "parsed_changed": 'from pydantic import BaseModel\nclass T(BaseModel):\n    n: int\nr = client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=types.GenerateContentConfig(response_mime_type="application/json", response_schema=T))\nr.parsed.n = 5\nprint(r.parsed.n)\n',
    "inherited_privately": 'class P:\n    def ask(self):\n        self._last = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nclass Q(P):\n    def show(self):\n        print(self._last.text)\nq = Q()\nq.ask()\nq.show()\n',
    "set_by_name": 'class P:\n    def ask(self):\n        setattr(self, "last", client.models.generate_content(model="gemini-2.5-flash", contents="Hi"))\n    def show(self):\n        print(self.last.text)\np = P()\np.ask()\np.show()\n',
    "read_by_name": 'class P:\n    def __init__(self):\n        self._last = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\np = P()\nprint(getattr(p, "_last").text, p.__dict__["_last"].text)\n',
    "read_by_a_function": 'class P:\n    def __init__(self):\n        self._last = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\ndef show(o):\n    print(o._last.text)\nshow(P())\n',
    "default_of_a_parameter": 'def f(r=client.models.generate_content(model="gemini-2.5-flash", contents="Hi")):\n    print(r.text)\nf(SimpleNamespace(text="o"))\n',
    "other_argument": 'def f(r):\n    print(r.text)\nf(client.models.generate_content(model="gemini-2.5-flash", contents="Hi"))\nf(SimpleNamespace(text="o"))\n',
    "late_binding": 'r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nf = lambda: r.text\nr = SimpleNamespace(text="o")\nprint(f())\n',
    "global_rebound": 'def show():\n    print(r.text)\nr = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\nshow()\nr = SimpleNamespace(text="x")\nshow()\n',
    "sent_to_a_generator": 'def g():\n    x = yield\n    print(x.text)\n    yield\ni = g()\nnext(i)\ni.send(client.models.generate_content(model="gemini-2.5-flash", contents="Hi"))\n',
    "bound_later_in_a_closure": 'def outer():\n    def inner():\n        return r.text\n    r = SimpleNamespace(text="a")\n    print(inner())\n    r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\n    print(inner())\nouter()\n',
    "two_kinds_returned": 'def f(n):\n    if n:\n        return client.models.generate_content(model="gemini-2.5-flash", contents="Hi")\n    return SimpleNamespace(text="e")\nprint(f(0).text, f(1).text)\n',
    "tuple_returned": 'def f():\n    return client.models.generate_content(model="gemini-2.5-flash", contents="Hi"), "x"\nr, s = f()\nprint(r.text)\n',
    "config_alias": 'cfg = types.GenerateContentConfig(temperature=0.1)\ncfg2 = cfg\ncfg2.temperature = 0.9\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=cfg).text)\n',
    "config_handed_on": 'cfg = types.GenerateContentConfig(temperature=0.1)\nsetattr(cfg, "temperature", 0.8)\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=cfg).text)\n',
    "config_set_by_name": 'base = {"temperature": 0.1}\nbase.update(top_p=0.3)\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=base).text)\n',
    "order_of_arguments": 'cfg = types.GenerateContentConfig(temperature=0.1)\ndef warm(c):\n    c.temperature = 0.8\nwarm(cfg)\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=cfg).text)\n',
    "history_aliased": 'h = [types.Content(role="user", parts=[types.Part(text="a")])]\nfor c in h:\n    print(c.role)\nprint(client.models.generate_content(model="gemini-2.5-flash", contents=h).text)\n',
    "history_handed_on": 'h = []\nh.insert(0, types.Content(role="user", parts=[types.Part(text="a")]))\nprint(client.models.generate_content(model="gemini-2.5-flash", contents=h).text)\n',
    "history_cut": 'h = [types.Content(role="user", parts=[types.Part(text="a")])]\nk = h\nk.append(types.Content(role="model", parts=[types.Part(text="b")]))\nk.append(types.Content(role="user", parts=[types.Part(text="c")]))\nprint(client.models.generate_content(model="gemini-2.5-flash", contents=h).text)\n',
    "history_read": 'print(client.models.generate_content(model="gemini-2.5-flash", contents=["a", types.Content(role="model", parts=[types.Part(text="m")]), "b", "c"]).text)\n',
}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    found = {}
    for name, text in PROGRAMS.items():
        found[name], wrong = rewritten(Program(name, HEAD + text))
        assert not wrong, (name, wrong)
    return found


@pytest.fixture(scope="module")
def runs(results: Mapping[str, Result]) -> dict[str, Mapping[str, Any]]:
    jobs = []
    for name, text in PROGRAMS.items():
        safe, _ = rewritten(Program(name, HEAD + text), Options(safe=True))
        after = {"after": results[name].source.decode(), "safe": safe.source.decode()}
        jobs.append({"name": name, "sources": {"before": HEAD + text, **after}})
    return run_all(jobs)


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_the_same(
    name: str, results: Mapping[str, Result], runs: Mapping[str, Mapping[str, Any]]
) -> None:
    """Rewritten in whatever tier, or left alone, the program is the one that it was."""
    run = runs[name]
    assert run["before"]["error"] == []
    assert run["before"]["prompts"]
    assert untold(results[name], differences(run["before"], run["after"])) == []
    assert differences(run["before"], run["safe"]) == []
