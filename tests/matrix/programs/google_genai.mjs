// The official SDK for JavaScript.
import { ApiError, GoogleGenAI, Type } from "@google/genai";
import { ASK_FOR_TOOL, BREAKS, MODEL, URL_, assert, refusal, report } from "./calls.mjs";

const ai = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: URL_ } });
const model = MODEL;
const functionDeclarations = [
  {
    name: "get_weather",
    description: "Tells the weather of a city.",
    parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ["city"] },
  },
];

async function text(stream) {
  let said = "";
  for await (const chunk of stream) said += chunk.text ?? "";
  return said;
}

async function call(chat, send) {
  const answer = await send(ASK_FOR_TOOL);
  assert(answer.functionCalls?.length, answer);
  const parts = answer.functionCalls.map(({ id, name, args }) => ({
    functionResponse: { id, name, response: { result: `rain in ${args.city}` } },
  }));
  assert((await send(parts)).text, "no answer to the result");
  assert((await send("Thank you")).text, "no answer at the end");
}

await report(
  {
    async: async () => {
      const config = { temperature: 0.5, systemInstruction: "be short" };
      const answer = await ai.models.generateContent({ model, contents: "hi", config });
      assert(answer.text.includes("hi"), answer);
      assert(answer.usageMetadata.totalTokenCount, answer);
    },
    "async stream": async () => {
      const said = await text(await ai.models.generateContentStream({ model, contents: "hi" }));
      assert(said.includes("hi"), said);
    },
    "chat, function": async () => {
      const chat = ai.chats.create({ model, config: { tools: [{ functionDeclarations }] } });
      await call(chat, (message) => chat.sendMessage({ message }));
    },
    "chat, stream": async () => {
      const chat = ai.chats.create({ model });
      for (const message of ["hi", "go on"]) {
        assert(await text(await chat.sendMessageStream({ message })), message);
      }
    },
    structured: async () => {
      const responseSchema = { type: Type.OBJECT, properties: { name: { type: Type.STRING } }, required: ["name"] };
      const config = { responseMimeType: "application/json", responseSchema };
      const answer = await ai.models.generateContent({ model, contents: "Ada", config });
      assert("name" in JSON.parse(answer.text), answer.text);
    },
    error: async () => {
      const code = await ai.models.generateContent({ model: "no-such-model", contents: "hi" }).then(
        () => "no error",
        (problem) => (problem instanceof ApiError ? problem.status : problem),
      );
      assert(code === 404, String(code));
    },
    broken: async () => {
      for (const contents of BREAKS) {
        await refusal(ai.models.generateContentStream({ model, contents }).then(text));
      }
    },
  },
  "@google/genai",
);
