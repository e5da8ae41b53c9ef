// What every Node program of the matrix does with its calls.
import { readFileSync } from "node:fs";

export const URL_ = process.env.GOOGLE_GEMINI_BASE_URL;
export const MODEL = process.env.MATRIX_MODEL;
export const ASK_FOR_TOOL = "Please call get_weather for Paris";
// What the emulator does to an answer in the middle of it.
export const BREAKS = ["[[emulator:cut]]", "[[emulator:malformed]]", "[[emulator:truncate]]"];

export async function refusal(promise) {
  const said = await promise.then((answer) => ({ answer }), () => null);
  assert(said === null, said);
}

export function assert(holds, what) {
  if (!holds) throw new Error(`not as expected: ${JSON.stringify(what)}`);
}

export async function report(calls, ...packages) {
  const results = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
      results[name] = "ok";
    } catch (problem) {
      console.error(problem);
      results[name] = String(problem).slice(0, 300);
    }
  }
  const versions = { node: process.version };
  for (const name of packages) {
    versions[name] = JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
  }
  console.log(JSON.stringify({ versions, results }));
}
