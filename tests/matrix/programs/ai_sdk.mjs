// @ai-sdk/google under the AI SDK.
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import * as sdk from "ai";
import { z } from "zod";
import { ASK_FOR_TOOL, BREAKS, MODEL, URL_, assert, refusal, report } from "./calls.mjs";

const google = createGoogleGenerativeAI({ baseURL: `${URL_}/v1beta`, apiKey: "k" });
const model = google(MODEL);
const asked = [];
const tools = {
  get_weather: sdk.tool({
    description: "Tells the weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      asked.push(city);
      return `rain in ${city}`;
    },
  }),
};

await report(
  {
    async: async () => {
      const answer = await sdk.generateText({ model, system: "be short", prompt: "hi" });
      assert(answer.text.includes("hi"), answer.text);
      assert(answer.usage.totalTokens, answer.usage);
    },
    "async stream": async () => {
      let said = "";
      for await (const piece of sdk.streamText({ model, prompt: "hi" }).textStream) said += piece;
      assert(said.includes("hi"), said);
    },
    "chat, function": async () => {
      const messages = [{ role: "user", content: ASK_FOR_TOOL }];
      const options = { model, tools, stopWhen: sdk.stepCountIs(3), maxRetries: 0 };
      const answer = await sdk.generateText({ ...options, messages });
      assert(asked.length, answer.text);
      messages.push(...answer.response.messages, { role: "user", content: "Thank you" });
      const last = await sdk.generateText({ ...options, messages });
      assert(last.text, last);
    },
    "chat, stream": async () => {
      asked.length = 0;
      const messages = [];
      const options = { model, tools, stopWhen: sdk.stepCountIs(3), maxRetries: 0 };
      for (const content of ["hi", ASK_FOR_TOOL, "Thank you"]) {
        messages.push({ role: "user", content });
        const answer = sdk.streamText({ ...options, messages });
        assert(await answer.text, content);
        messages.push(...(await answer.response).messages);
      }
      assert(asked.length, asked);
    },
    structured: async () => {
      const schema = z.object({ name: z.string() });
      const answer = await sdk.generateObject({ model, schema, prompt: "Ada" });
      assert(answer.object.name !== undefined, answer.object);
    },
    error: async () => {
      const options = { model: google("no-such-model"), prompt: "hi", maxRetries: 0 };
      const code = await sdk.generateText(options).then(
        () => "no error",
        (problem) => problem.statusCode,
      );
      assert(code === 404, String(code));
    },
    broken: async () => {
      const read = async (prompt) => {
        const answer = sdk.streamText({ model, prompt, maxRetries: 0, onError: () => {} });
        for await (const piece of answer.fullStream) if (piece.type === "error") throw piece.error;
        return answer.text;
      };
      for (const prompt of BREAKS) await refusal(read(prompt));
    },
  },
  "ai",
  "@ai-sdk/google",
);
