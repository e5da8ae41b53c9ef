# ruff: noqa: E501  -- a program a line is easier to read than a wrapped one
"""Programs that look like legacy code and are not, or cannot be followed: byte for byte the same."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Options, Tier, rewrite

GENAI = "from google import genai\n\nclient = genai.Client()\n"
CALL = 'client.models.generate_content(model="gemini-2.5-flash", contents="Hi")'

# Nothing of these is a call of google-genai.
FOREIGN = {
    "vertexai": 'import vertexai\nfrom vertexai.generative_models import GenerativeModel\nmodel = GenerativeModel("gemini-pro")\nprint(model.generate_content("Hi").text)\n',
    "own_class": 'class Models:\n    def generate_content(self, model, contents):\n        return self\n    text = "t"\nclass Client:\n    models = Models()\nclient = Client()\nprint(client.models.generate_content(model="m", contents="c").text)\n',
    "own_genai_name": f"import mine as genai\n\nclient = genai.Client()\nprint({CALL}.text)\n",
    "other_package": f"from acme.google import genai\n\nclient = genai.Client()\nprint({CALL}.text)\n",
    "relative": f"from .google import genai\n\nclient = genai.Client()\nprint({CALL}.text)\n",
    "in_a_string": f"{GENAI}SOURCE = '''\nr = {CALL}\nprint(r.text)\n'''\nexec(SOURCE)\n",
    "in_a_docstring": f'{GENAI}\ndef f():\n    """Calls ``{CALL}``."""\n'.replace('="', "='")
    .replace('",', "',")
    .replace('")``', "')``"),
    "in_a_comment": f"{GENAI}# r = {CALL}\n",
    "anthropic_like": 'import anthropic\nfrom google import genai\n\nclient = anthropic.Anthropic()\nr = client.messages.create(model="m", messages=[])\nprint(r.content[0].text, r.usage, r.outputs)\n',
    "outputs_of_others": "from google import genai\n\nclass Flow:\n    outputs = []\n    steps = []\n    interactions = None\nprint(Flow().outputs, Flow().steps)\n",
}

# A legacy call that cannot be followed: it stays, and something says why.
UNKNOWN = {
    "getattr_method": f'{GENAI}print(getattr(client.models, "generate_content")(model="m", contents="Hi").text)\n',
    "shadowed_genai": f"from google import genai\nfrom acme import genai\n\nclient = genai.Client()\nprint({CALL}.text)\n",
    "proxy": f"from google import genai\n\n\nclass Proxy:\n    def __init__(self):\n        self._inner = genai.Client()\n    def __getattr__(self, name):\n        return getattr(self._inner, name)\n\n\nclient = Proxy()\nprint({CALL}.text)\n",
    "subclass": f'from google import genai\n\n\nclass Mine(genai.Client):\n    @property\n    def models(self):\n        return self\n    def generate_content(self, model, contents):\n        return self\n    text = "t"\n\n\nclient = Mine()\nprint({CALL}.text)\n',
    "matched": f'from google.genai import types\n{GENAI}match {CALL}:\n    case types.GenerateContentResponse():\n        print("yes")\n',
    "vars": f"{GENAI}r = {CALL}\nprint(vars(r))\n",
    "class_read": f"{GENAI}r = {CALL}\nprint(r.__class__.__name__)\n",
    "http_headers": f"{GENAI}r = {CALL}\nprint(r.sdk_http_response.headers)\n",
}

# A call written as google-genai's are, on a client that nothing tells of: over the bridge, which gives
# back what is no client; never native.
ASSUMED = {
    "parameter_genai": f"from google import genai\n\n\ndef f(genai):\n    client = genai.Client()\n    print({CALL}.text)\n",
    "star": f"from google.genai import *\n\nclient = Client()\nprint({CALL}.text)\n",
    "optional_other": f"try:\n    from google import genai\nexcept ImportError:\n    import acme as genai\n\nclient = genai.Client()\nprint({CALL}.text)\n",
    "injected": f"from google import genai\n\n\ndef ask(client):\n    return {CALL}.text\n",
    "fixture": f"import pytest\nfrom google import genai\n\n\n@pytest.fixture\ndef client():\n    return genai.Client()\n\n\ndef test_it(client):\n    assert {CALL}.text\n",
    "replaced_models": f"{GENAI}client = object()\nprint({CALL}.text)\n",
}

# What a bridge can carry, but native code cannot: without bridges these stay.
ESCAPING = {
    "pickled": f"import pickle\n{GENAI}r = {CALL}\npickle.dumps(r)\n",
    "attrgetter": f'import operator\n{GENAI}print(operator.attrgetter("text")({CALL}))\n',
    "mapped": f"{GENAI}responses = [{CALL}]\nprint(list(map(lambda r: r.text, responses)))\n",
    "sorted": f"{GENAI}responses = [{CALL} for _ in range(2)]\nprint(sorted(responses, key=lambda r: len(r.text)))\n",
    "dataclass": f"import dataclasses\n{GENAI}\n\n@dataclasses.dataclass\nclass Kept:\n    response: object\n\n\nkept = Kept({CALL})\nprint(kept.response.text)\n",
    "typed_dict": f'from typing import TypedDict\n{GENAI}\n\nclass Kept(TypedDict):\n    response: object\n\n\nkept: Kept = {{"response": {CALL}}}\nprint(kept["response"].text)\n',
    "yielded_and_sent": f'{GENAI}\n\ndef answers():\n    question = None\n    while True:\n        question = yield client.models.generate_content(model="m", contents=question or "Hi")\n\n\na = answers()\nprint(next(a).text, a.send("more").text)\n',
    "global": f'{GENAI}\n\ndef ask():\n    global response\n    response = {CALL}\n\n\nask()\nprint(globals()["response"].text, response.__str__())\n',
    "retried": f"from tenacity import retry\n{GENAI}\n\n@retry\ndef ask():\n    return {CALL}\n\n\nprint(ask().text)\n",
    "cached": f"import functools\n{GENAI}\n\n@functools.lru_cache\ndef ask():\n    return {CALL}\n\n\nprint(ask().text)\n",
    "carried_over": f"{GENAI}answer = None\nfor n in range(3):\n    if answer is not None:\n        print(answer.txt)\n    answer = {CALL} if n else object()\nprint(answer.text)\n",
    "context_manager": f"import contextlib\n{GENAI}\n\n@contextlib.contextmanager\ndef answer():\n    yield {CALL}\n\n\nwith answer() as r:\n    print(r.text)\n",
    "raises": f"import pytest\nfrom google.genai import errors\n{GENAI}\n\ndef test_it():\n    with pytest.raises(errors.ClientError):\n        {CALL}\n",
    "retried_tuple": f'from google.genai import errors\n{GENAI}RETRIED = (errors.ServerError, TimeoutError)\ntry:\n    print({CALL}.text)\nexcept RETRIED:\n    print("again")\n',
    "caught_around_a_method": f"from google.genai import errors\n{GENAI}\n\nclass Bot:\n    def ask(self):\n        return {CALL}.text\n\n\ndef run(bot):\n    try:\n        print(bot.ask())\n    except errors.APIError as e:\n        print(e.details)\n",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_code_is_not_mentioned(name: str) -> None:
    """Other libraries, other names, text: no change, no finding about a call."""
    data = FOREIGN[name].encode()
    result = rewrite(data, "app.py")
    assert result.error is None
    assert result.source == data
    assert [f for f in result.findings if f.legacy.startswith("client.")] == []


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_followed_stays_and_is_reported(name: str) -> None:
    """No change even with bridges, and a finding with a reason."""
    data = UNKNOWN[name].encode()
    result = rewrite(data, "app.py")
    assert result.error is None
    assert result.source == data
    assert any(f.tier is Tier.MANUAL and f.reason for f in result.findings)


@pytest.mark.parametrize("name", ASSUMED)
def test_an_unknown_client_goes_over_the_bridge(name: str) -> None:
    """The call itself stays as it is written, and a finding says why."""
    data = ASSUMED[name].encode()
    alone = rewrite(data, "app.py", Options(native_only=True))
    assert (alone.error, alone.source) == (None, data)
    bridged = rewrite(data, "app.py")
    assert bridged.error is None
    assert CALL.replace("client.", "stepbridge.legacy(client).").encode() in bridged.source
    assert "SB010" in {f.rule for f in bridged.findings}


@pytest.mark.parametrize("name", ESCAPING)
def test_what_escapes_never_becomes_native(name: str) -> None:
    """Without bridges it stays; with them it still reads the legacy shape."""
    data = ESCAPING[name].encode()
    alone = rewrite(data, "app.py", Options(native_only=True))
    assert alone.error is None
    assert alone.source == data
    assert any(f.tier is Tier.MANUAL and f.reason for f in alone.findings)
    bridged = rewrite(data, "app.py")
    assert bridged.error is None
    assert bridged.source == data or b"stepbridge" in bridged.source
    assert b"output_text" not in bridged.source
