"""Why a call site is left to a person, and what exactly the person does about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a manual site.

    ``title`` finishes the sentence "left alone because ..."; ``what_to_do`` tells a person the next
    step; ``example`` shows code that has this cause.
    """

    id: str
    title: str
    what_to_do: str
    example: str


_ROWS = (
    (
        "SB001",
        "the result is used in a way that has no known counterpart",
        "Rewrite this expression by hand for an Interaction (read output_text, steps, usage or "
        "status), or reduce it to a plain attribute read and run again.",
        "do(response)",
    ),
    (
        "SB002",
        "the result, or a part of it, is handed as a whole to other code",
        "Return the text or the steps that the callers need instead of the response object, or "
        "migrate the callers in the other modules together with this one.",
        "return client.models.generate_content(...)",
    ),
    (
        "SB003",
        "a name holds a Gemini value on one path and something else on another",
        "Give the Gemini result a variable of its own, so that each read has one meaning.",
        "response = other() if offline else client.models.generate_content(...)",
    ),
    (
        "SB004",
        "the config is built somewhere else, so its fields are not known",
        "Write the config as types.GenerateContentConfig(...) or a dict literal in this file, or "
        "build the keyword arguments of interactions.create where the config is built.",
        "client.models.generate_content(model=m, contents=c, config=load_config())",
    ),
    (
        "SB005",
        "the contents are built elsewhere, so their shape is not known",
        "Pass a string or a list literal, annotate the name with its type, or convert the contents "
        "to steps where they are built.",
        "client.models.generate_content(model=m, contents=build_prompt())",
    ),
    (
        "SB006",
        "a field has no counterpart in the Interactions API",
        "Nothing has to be done: the call stays on generateContent, which goes on being served. "
        "If the program can do without the field, remove it; --drop with the field's id does that "
        "for config fields and for safety ratings.",
        "types.GenerateContentConfig(candidate_count=3)",
    ),
    (
        "SB007",
        "a field gets its value when the program runs, and its form depends on the value",
        "Write the value as a literal; or compute the Interactions form where the value comes "
        "from, as 'stepbridge explain' with the field's id shows it. A function response also "
        "needs the id of its call: keep function_call.id and pass it on as call_id.",
        "types.ThinkingConfig(thinking_level=level)",
    ),
    (
        "SB008",
        "the call takes its arguments from somewhere else",
        "Write model=, contents= and config= as keyword arguments in the call. A request that is "
        'sent without the SDK has its URL and its body in the call; it goes to ".../v1beta/'
        'interactions", and the model is in the body.',
        "client.models.generate_content(**request)",
    ),
    (
        "SB009",
        "the method is passed on without being called",
        "Wrap it in a function that calls client.interactions.create with the arguments it needs.",
        "partial(client.models.generate_content, model=m)",
    ),
    (
        "SB010",
        "it is not known which client or which call this belongs to",
        "Annotate the parameter or attribute, as in def ask(client: genai.Client), and run again; "
        "over stepbridge.legacy, what is no client of google-genai is called as before. "
        "An object of the SDK that is built by itself moves with the call that takes it; where "
        "another library takes it, it stays.",
        "self.llm.models.generate_content(...)",
    ),
    (
        "SB011",
        "a value is shared with code that stays on generateContent",
        "Give the two calls a config, contents list or tool list of their own.",
        "client.models.count_tokens(model=m, contents=history)",
    ),
    (
        "SB012",
        "the SDK calls Python functions by itself here, which Interactions leaves to the program",
        "Hand the functions to stepbridge.run_tools(client, tools=[...], ...), or declare them as "
        "tools and write the loop: run each function_call step and send a function_result step "
        "back until there are no more calls.",
        "types.GenerateContentConfig(tools=[get_weather])",
    ),
    (
        "SB013",
        "an exception handler reads what errors of Interactions spell differently",
        "Catch google.genai._interactions.APIStatusError as well and read .status_code and .body, "
        "which replace .code, .status and .details.",
        "except errors.APIError as e: log(e.details)",
    ),
    (
        "SB014",
        "a chat begins, is kept, or is used in a way that cannot be followed",
        "Pass previous_interaction_id=interaction.id with each turn (the service stores the "
        "conversation), or keep a list of steps and send all of it with store=False.",
        "chat = client.chats.create(model=m)",
    ),
    (
        "SB015",
        "a stream is read in a way that has no event for it",
        "Loop over the events: text comes as step.delta with a text delta, usage and status with "
        "interaction.completed.",
        "chunks = list(client.models.generate_content_stream(...))",
    ),
    (
        "SB016",
        "a variable is used for other things too",
        "Use the variable only for this purpose, or rename one of the two.",
        "self.config = {...}; send(self.config)",
    ),
    (
        "SB017",
        "the rewrite would change behaviour and only safe changes were asked for",
        "Run without --safe after judging the finding.",
        "types.ThinkingConfig(thinking_budget=0)",
    ),
    (
        "SB018",
        "one of its fields was excluded with --select or --ignore, or by a comment",
        "Nothing, if that was meant; otherwise change the selection.",
        "# stepbridge: ignore[SB105]",
    ),
    (
        "SB019",
        "an MCP session is among the tools",
        "Hand it to await stepbridge.run_tools(client.aio, tools=[session], ...). By hand: "
        "list its tools (await session.list_tools()), declare each as "
        '{"type": "function", "name": ..., "parameters": tool.inputSchema}, and answer every '
        "function_call step with a function_result step from session.call_tool(name, arguments). "
        "For a server that is reachable by URL, the mcp_server tool of Interactions does it all.",
        "types.GenerateContentConfig(tools=[session])",
    ),
    (
        "SB020",
        "a field of the config becomes part of the contents, or of another field",
        "Write it by hand where the field map says (stepbridge explain), for instance resolution "
        "on each image of the input instead of media_resolution in the config.",
        "types.GenerateContentConfig(media_resolution=types.MediaResolution.MEDIA_RESOLUTION_LOW)",
    ),
    (
        "SB021",
        "it looks at why a prompt was blocked, which is an error now",
        "Catch google.genai._interactions.BadRequestError around the call and read the code in "
        '.body["error"] (safety, prohibited_content, ...); an answer that is blocked after it '
        "began has the status failed, and errors.",
        "if response.prompt_feedback: print(response.prompt_feedback.block_reason)",
    ),
    (
        "SB030",
        "the model has ended or will end",
        "Choose a model that is served, and judge its answers; --models writes the replacement "
        "that Google names, where it names one.",
        'client.models.generate_content(model="gemini-2.0-flash", contents=c)',
    ),
    (
        "SB031",
        "it stands in an interactive session, with what it printed",
        "Run the session again with the new code and copy it.",
        ">>> client.models.generate_content(model=m, contents=c)",
    ),
    (
        "SB032",
        "the function around the call keeps its legacy result",
        "Run on the folder that holds the function and all that call it, so that they migrate "
        "together; where the function is installed from elsewhere, migrate it there first and then "
        "drop it from the configuration.",
        'acme.llm.ask("Hi").usage_metadata',
    ),
    (
        "SB034",
        "tuned models and their permissions have no home in the Gemini API any more",
        "Tune on Vertex AI (client.tunings.tune of google-genai with a Vertex AI client), or put "
        "the examples into the prompt or the system instruction; permissions of models that are "
        "still there are set by REST.",
        "genai.create_tuned_model(source_model=base, training_data=examples)",
    ),
    (
        "SB035",
        "a test stands in for the call here",
        "Where the code under test has migrated, let the stand-in answer interactions.create "
        "with what is read of an Interaction (output_text, steps, usage); or let the test talk to "
        "the local emulator (stepbridge_emulator.Emulator), which needs no stand-in.",
        "client.models.generate_content.return_value.text = 'hello'",
    ),
    (
        "SB036",
        "it catches errors of calls in another module, which raise other classes once they are on "
        "Interactions",
        "Name the classes of both, as in except (errors.APIError, _interactions.APIError) with "
        "from google.genai import _interactions; the status is .code of the one and .status_code "
        "of the other. What stays on generateContent, or goes over a bridge as a whole, raises "
        "what it did.",
        "except errors.APIError as error:",
    ),
)

REASONS: dict[str, Reason] = {row[0]: Reason(*row) for row in _ROWS}
