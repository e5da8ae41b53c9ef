# ruff: noqa: E501  -- a program a line is easier to read than a wrapped one
"""Where a call lives: how the client is held, and what is around the call and its use.

A line that holds only ``<<SETUP>>`` or ``<<USE>>`` is replaced by several, at its indentation.
``<<CALL>>`` is the call, ``<<CLIENT>>`` the expression of the client, ``<<ERRORS>>`` the name of the
SDK's module of exceptions. The answer is in ``r`` when ``<<USE>>`` runs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Client:
    """``top`` stands at the module's top; ``expression`` may be used anywhere below."""

    top: str
    expression: str = "client"


CLIENTS = (
    Client("from google import genai\n\nclient = genai.Client()"),
    Client("from google import genai\n\nclient = genai.Client()"),
    Client("from google import genai as g\n\nclient = g.Client(api_key='k')"),
    Client("import google.genai as genai\n\nclient = genai.Client()"),
    Client("import google.genai\n\nclient = google.genai.Client()"),
    Client("from google.genai import Client\n\nclient = Client()"),
    Client("from google.genai import Client as Gemini\n\nllm = Gemini()", "llm"),
    Client(
        "from google import genai\n\n\ndef get_client():\n    return genai.Client()\n\n\n"
        "client = get_client()"
    ),
    Client(
        "import functools\n\nfrom google import genai\n\n\n@functools.lru_cache\n"
        "def get_client() -> genai.Client:\n    return genai.Client()",
        "get_client()",
    ),
    Client(
        "from google import genai\n\n_client = None\n\n\ndef the_client():\n    global _client\n"
        "    if _client is None:\n        _client = genai.Client()\n    return _client",
        "the_client()",
    ),
    Client("from google import genai\n\nclient: genai.Client = genai.Client()"),
    Client("from google import genai\n\nclient = c = genai.Client()", "c"),
    Client("from google import genai\n\nclients = {'a': genai.Client()}", "clients['a']"),
    Client("from google import genai\n\nclients = [genai.Client()]\nclient = clients[0]"),
    Client("from google import genai\n\nclient, retries = genai.Client(), 3"),
    Client(
        "import types as std_types\n\nfrom google import genai\n\n"
        "app = std_types.SimpleNamespace(client=genai.Client())",
        "app.client",
    ),
    Client(
        "from google import genai\n\n\nclass App:\n    def __init__(self):\n"
        "        self.client = genai.Client()\n\n\napp = App()",
        "app.client",
    ),
    Client("from google import genai\n\n\nclass App:\n    client = genai.Client()", "App.client"),
    Client(
        "import os\n\nfrom google import genai\n\nif os.environ.get('NEVER_SET'):\n"
        "    client = genai.Client(vertexai=True)\nelse:\n    client = genai.Client()"
    ),
    Client(
        "try:\n    from google import genai\nexcept ImportError:\n    genai = None\n\n"
        "client = genai.Client() if genai else None"
    ),
    Client(
        "import importlib\n\ngenai = importlib.import_module('google.genai')\n"
        "client = genai.Client()"
    ),
    Client("from google.genai.client import Client\n\nclient = Client()"),
    Client(
        "from google import genai\n\n\nclass Mine(genai.Client):\n    pass\n\n\nclient = Mine()"
    ),
)

CALL = "r = <<CALL>>\n<<USE>>"

SYNC = (
    f"<<SETUP>>\n{CALL}",
    f"<<SETUP>>\n{CALL}",
    "<<SETUP>>\nr: types.GenerateContentResponse = <<CALL>>\n<<USE>>",
    "def main():\n    <<SETUP>>\n    r = <<CALL>>\n    <<USE>>\n\n\nif __name__ == '__main__':\n    main()",
    "def main(client=<<CLIENT>>):\n    <<SETUP>>\n    r = <<CALL client>>\n    <<USE>>\n\n\nmain()",
    "def main(client: genai.Client) -> None:\n    <<SETUP>>\n    r = <<CALL client>>\n    <<USE>>\n\n\n"
    "main(<<CLIENT>>)",
    "def ask(client):\n    <<SETUP>>\n    return <<CALL client>>\n\n\nr = ask(<<CLIENT>>)\n<<USE>>",
    "def ask():\n    <<SETUP>>\n    return <<CALL>>\n\n\nr = ask()\n<<USE>>",
    "def ask() -> types.GenerateContentResponse:\n    <<SETUP>>\n    answer = <<CALL>>\n    return answer\n\n\n"
    "def main():\n    r = ask()\n    <<USE>>\n\n\nmain()",
    "def ask():\n    <<SETUP>>\n    return <<CALL>>.text\n\n\nprint(ask())",
    "<<SETUP>>\nprint(<<CALL>>.text)",
    "<<SETUP>>\nif r := <<CALL>>:\n    <<USE>>",
    "<<SETUP>>\nif (r := <<CALL>>) and r.candidates:\n    <<USE>>",
    "<<SETUP>>\nfor r in [<<CALL>> for _ in range(2)]:\n    <<USE>>",
    "<<SETUP>>\nprint([x.text for x in [<<CALL>>]])",
    "<<SETUP>>\nfor number in range(2):\n    for other in 'a':\n        r = <<CALL>>\n        <<USE>>",
    "<<SETUP>>\nr = None\nfor number in range(2):\n    if r is not None:\n        print('again')\n    r = <<CALL>>\n<<USE>>",
    "<<SETUP>>\nr = None\nwhile r is None:\n    r = <<CALL>>\n<<USE>>",
    "<<SETUP>>\ntry:\n    r = <<CALL>>\n    <<USE>>\nexcept Exception as e:\n    print('failed', hasattr(e, 'code'))",
    "<<SETUP>>\ntry:\n    r = <<CALL>>\nexcept <<ERRORS>>.APIError as e:\n    print('failed', e.code)\nelse:\n    <<USE>>\nfinally:\n    print('end')",
    "<<SETUP>>\ntry:\n    r = <<CALL missing>>\nexcept <<ERRORS>>.ClientError as e:\n    print('failed', e.code)\nelse:\n    <<USE>>",
    "<<SETUP>>\ntry:\n    r = <<CALL missing>>\nexcept <<ERRORS>>.APIError as e:\n    print(e.status, e.code)\nelse:\n    <<USE>>",
    "<<SETUP>>\ntry:\n    r = <<CALL missing>>\nexcept Exception as e:\n    print(isinstance(e, ValueError))\nelse:\n    <<USE>>",
    "<<SETUP>>\ntry:\n    r = <<CALL missing>>\nexcept (ValueError, <<ERRORS>>.ServerError):\n    print('server')\nexcept <<ERRORS>>.ClientError:\n    print('client')\nelse:\n    <<USE>>",
    "<<SETUP>>\ndef attempt():\n    try:\n        return <<CALL missing>>\n    except <<ERRORS>>.APIError:\n        return None\nr = attempt()\nprint(r)",
    "<<SETUP>>\nr = <<CALL missing>>\n<<USE>>",
    "with contextlib.suppress(<<ERRORS>>.APIError):\n    <<SETUP>>\n    r = <<CALL missing>>\n    <<USE>>",
    "class Bot:\n    def __init__(self, client):\n        self.client = client\n        self.last = None\n\n    def ask(self):\n        <<SETUP>>\n        self.last = <<CALL self.client>>\n        return self.last\n\n\nr = Bot(<<CLIENT>>).ask()\n<<USE>>",
    "class Bot:\n    def __init__(self):\n        self.client = <<CLIENT>>\n\n    def ask(self):\n        <<SETUP>>\n        return <<CALL self.client>>\n\n    def show(self):\n        r = self.ask()\n        <<USE>>\n\n\nBot().show()",
    "class Bot:\n    def __init__(self, client: genai.Client):\n        self._models = client.models\n\n    def show(self):\n        <<SETUP>>\n        r = <<CALL self._models!>>\n        <<USE>>\n\n\nBot(<<CLIENT>>).show()",
    "class Bot:\n    def __init__(self):\n        self.answer = None\n\n    def ask(self):\n        <<SETUP>>\n        self.answer = <<CALL>>\n\n    def show(self):\n        r = self.answer\n        <<USE>>\n\n\nbot = Bot()\nbot.ask()\nbot.show()",
    "class Bot:\n    @staticmethod\n    def ask():\n        <<SETUP>>\n        return <<CALL>>\n\n\nr = Bot.ask()\n<<USE>>",
    "class Bot:\n    @property\n    def answer(self):\n        <<SETUP>>\n        return <<CALL>>\n\n\nr = Bot().answer\n<<USE>>",
    "@dataclasses.dataclass\nclass Kept:\n    response: types.GenerateContentResponse\n\n\n<<SETUP>>\nkept = Kept(<<CALL>>)\nr = kept.response\n<<USE>>",
    "models = <<CLIENT>>.models\n<<SETUP>>\nr = <<CALL models!>>\n<<USE>>",
    "generate = <<CLIENT>>.models.generate_content\n<<SETUP>>\nr = <<CALL generate!!>>\n<<USE>>",
    "<<SETUP>>\nr = functools.partial(<<CLIENT>>.models.generate_content, model=MODEL)(contents='Name a lake')\n<<USE>>",
    "def loud(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        print('calling')\n        return f(*args, **kwargs)\n    return inner\n\n\n@loud\ndef ask():\n    <<SETUP>>\n    return <<CALL>>\n\n\nr = ask()\n<<USE>>",
    "def outer():\n    r = None\n\n    def inner():\n        nonlocal r\n        <<SETUP>>\n        r = <<CALL>>\n    inner()\n    <<USE>>\n\n\nouter()",
    "r = None\n\n\ndef ask():\n    global r\n    <<SETUP>>\n    r = <<CALL>>\n\n\nask()\n<<USE>>",
    "def answers():\n    <<SETUP>>\n    for _ in range(2):\n        yield <<CALL>>\n\n\nfor r in answers():\n    <<USE>>",
    "<<SETUP>>\nmatch 'a':\n    case 'a':\n        r = <<CALL>>\n        <<USE>>\n    case _:\n        print('other')",
    "<<SETUP>>\nr = <<CALL>> if len('ab') > 1 else None\n<<USE>>",
    "<<SETUP>>\nif len('ab') > 1:\n    r = <<CALL>>\nelse:\n    r = <<CALL>>\n<<USE>>",
    "<<SETUP>>\nr = <<CALL>>\nprint(r.text)\nr = <<CALL>>\n<<USE>>",
    "<<SETUP>>\nr, count = <<CALL>>, 1\n<<USE>>",
    "<<SETUP>>\nask = lambda: <<CALL>>\nr = ask()\n<<USE>>",
    "<<SETUP>>\nwith concurrent.futures.ThreadPoolExecutor(1) as pool:\n    r = pool.submit(lambda: <<CALL>>).result()\n    <<USE>>",
    "<<SETUP>>\nwith concurrent.futures.ThreadPoolExecutor(1) as pool:\n    r = pool.submit(<<CLIENT>>.models.generate_content, model=MODEL, contents='Hi').result()\n    <<USE>>",
    "class Other:\n    def generate_content(self, model, contents):\n        return self\n    text = 'other'\n\n\nclass Namespace:\n    models = Other()\n\n\nfake = Namespace()\nprint(fake.models.generate_content(model='m', contents='c').text)\n<<SETUP>>\nr = <<CALL>>\n<<USE>>",
    "<<SETUP>>\nresponses = {}\nfor key in ('a', 'b'):\n    responses[key] = <<CALL>>\nfor key, r in responses.items():\n    <<USE>>",
    "<<SETUP>>\nresponses = [<<CALL>>]\nr = responses[0]\n<<USE>>",
    "<<SETUP>>\nr = next(iter([<<CALL>>]))\n<<USE>>",
    "def ask(question='x', *, client=<<CLIENT>>):\n    <<SETUP>>\n    return <<CALL client>>\n\n\ndef twice(f):\n    f()\n    return f()\n\n\nr = twice(ask)\n<<USE>>",
    "def ask():\n    <<SETUP>>\n    r = <<CALL>>\n    return r.text, r.usage_metadata\n\n\ntext, usage = ask()\nprint(text, usage.total_token_count)",
    "def ask():\n    <<SETUP>>\n    r = <<CALL>>\n    return {'text': r.text, 'raw': r}\n\n\nr = ask()['raw']\n<<USE>>",
    "def ask(n=1):\n    <<SETUP>>\n    if n:\n        return ask(n - 1)\n    return <<CALL>>\n\n\nr = ask()\n<<USE>>",
    "<<SETUP>>\nprint('before'); r = <<CALL>>; print('after')\n<<USE>>",
    "<<SETUP>>\nr = \\\n    <<CALL>>\n<<USE>>",
    "<<SETUP>>\nr = (<<CALL>>)\n<<USE>>",
    "<<SETUP>>\nr = (  # why\n    <<CALL>>\n)  # so\n<<USE>>",
)

ASYNC = (
    "async def main():\n    <<SETUP>>\n    r = await <<CALL>>\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def ask():\n    <<SETUP>>\n    return await <<CALL>>\n\n\nasync def main():\n    r = await ask()\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def ask():\n    <<SETUP>>\n    return <<CALL>>\n\n\nasync def main():\n    r = await (await ask())\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    print((await <<CALL>>).text)\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    waiting = <<CALL>>\n    r = await waiting\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    for r in await asyncio.gather(*[<<CALL>> for _ in range(2)]):\n        <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    a, b = await asyncio.gather(<<CALL>>, <<CALL>>)\n    print(a.text, b.text)\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    r = await asyncio.wait_for(<<CALL>>, 30)\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    task = asyncio.create_task(<<CALL>>)\n    r = await task\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def ask():\n    <<SETUP>>\n    return await <<CALL>>\n\n\nasync def main():\n    for r in await asyncio.gather(ask(), ask()):\n        <<USE>>\n\n\nasyncio.run(main())",
    "async def answers():\n    <<SETUP>>\n    for _ in range(2):\n        yield await <<CALL>>\n\n\nasync def main():\n    async for r in answers():\n        <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    async with asyncio.Semaphore(1):\n        r = await <<CALL>>\n        <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    async with asyncio.TaskGroup() as group:\n        task = group.create_task(<<CALL>>)\n    r = task.result()\n    <<USE>>\n\n\nasyncio.run(main())",
    "async def main():\n    <<SETUP>>\n    try:\n        r = await <<CALL missing>>\n    except <<ERRORS>>.APIError as e:\n        print('failed', e.code)\n    else:\n        <<USE>>\n\n\nasyncio.run(main())",
    "class Bot:\n    def __init__(self):\n        self.aio = <<CLIENT>>.aio\n\n    async def show(self):\n        <<SETUP>>\n        r = await <<CALL self.aio>>\n        <<USE>>\n\n\nasyncio.run(Bot().show())",
    "async def main():\n    <<SETUP>>\n    if (r := await <<CALL>>) is not None:\n        <<USE>>\n\n\nasyncio.run(main())",
)

STREAM_SYNC = (
    "<<SETUP>>\n<<USE>>",
    "def main():\n    <<SETUP>>\n    <<USE>>\n\n\nmain()",
    "class Bot:\n    def show(self):\n        <<SETUP>>\n        <<USE>>\n\n\nBot().show()",
    "<<SETUP>>\nfor _ in range(2):\n    <<USE>>",
    "<<SETUP>>\ntry:\n    <<USE>>\nexcept <<ERRORS>>.APIError as e:\n    print('failed', e.code)",
    "<<SETUP>>\nif True:\n\t<<USE>>",
)
STREAM_ASYNC = (
    "async def main():\n    <<SETUP>>\n    <<USE>>\n\n\nasyncio.run(main())",
    "class Bot:\n    async def show(self):\n        <<SETUP>>\n        <<USE>>\n\n\nasyncio.run(Bot().show())",
)
