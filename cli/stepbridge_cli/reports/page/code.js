/* Source before and after */

const TOKEN = /("""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(#.*)|\b(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False|match|case)\b|\b(\d[\d_.]*(?:e[+-]?\d+)?)\b/g;
const KINDS = ["s", "c", "k", "d"];

const highlighted = (line) => {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    parts.push(line.slice(end, match.index));
    parts.push(make("span", { class: KINDS[[1, 2, 3, 4].findIndex((group) => match[group] !== undefined)] }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, line.slice(end)];
};

// The part of a line that its twin does not share, when they share enough to be twins.
const differing = (line, twin) => {
  const most = Math.min(line.length, twin.length);
  let start = 0;
  while (start < most && line[start] === twin[start]) start++;
  let end = 0;
  while (end < most - start && line.at(-1 - end) === twin.at(-1 - end)) end++;
  const indent = line.length - line.trimStart().length;
  return start + end - indent >= (Math.max(line.length, twin.length) - indent) * 0.4 ? [start, line.length - end] : null;
};

const content = (line, twin) => {
  const span = twin === null || twin === undefined ? null : differing(line, twin);
  if (!span || span[0] === span[1]) return highlighted(line);
  return [...highlighted(line.slice(0, span[0])), make("mark", {}, line.slice(...span)), ...highlighted(line.slice(span[1]))];
};

const side = (title, rows, number, mark) => {
  const lines = make("ol");
  for (const row of rows) {
    const equal = row[0] === "=";
    const line = equal ? row[2] : row[number + 1];
    const twin = equal ? null : row[number === 1 ? 4 : 2];
    const kind = row[0] === "" ? "skipped" : line === null || line === undefined ? "empty" : equal ? "" : mark;
    lines.append(make("li", { class: kind, "data-n": row[number] ?? "" }, make("span", {}, ...(line ? content(line, twin) : []))));
  }
  return make("div", { tabindex: 0, role: "region", "aria-label": title }, make("h3", {}, title), lines);
};

const code = ([cell, rows]) => {
  const where = cell ? ` (cell ${cell})` : "";
  const changed = rows.some((row) => row[0] && row[0] !== "=");
  if (!changed) return make("div", { class: "code single" }, side(`Stays as it is${where}`, rows, 1, ""));
  return make("div", { class: "code" }, side(`Before${where}`, rows, 1, "gone"), side(`After${where}`, rows, 3, "come"));
};

/* What becomes of each field of a call site */

const inWords = (site, places) => {
  const unique = [...new Set(places.map(([cell, line]) => (cell !== site.cell ? `cell ${cell} line ${line}` : `line ${line}`)))];
  return unique.slice(0, 8).join(", ") + (unique.length > 8 ? ", …" : "");
};

const fieldsOf = (site) => {
  const found = new Map();
  for (const [rule, cell, line, what, note, outcome, judge] of site.findings) {
    const key = [rule, what, outcome, judge].join();
    if (!found.has(key)) found.set(key, { rule, what, notes: new Set(), outcome, judge, places: [] });
    found.get(key).places.push([cell, line]);
    found.get(key).notes.add(text(note));
  }
  // Why a call site is left alone comes before what is in it.
  const reasons = (field) => Number(Number(field.rule.slice(2)) < 100);
  return [...found.values()].sort((one, other) => reasons(other) - reasons(one));
};

const detail = (site) => {
  const list = make("dl");
  for (const { rule, what, notes, outcome, judge, places } of fieldsOf(site)) {
    const words = make("dd", {}, make("span", { class: "what" }, text(what)), " ", make("span", { class: "soft" }, `${outcome}, ${inWords(site, places)}`));
    for (const note of notes) if (note) words.append(make("p", {}, note));
    if (judge) words.append(make("p", { class: "judge" }, "Behaviour may change: a person should judge this one."));
    list.append(make("dt", {}, make("a", { href: `#${rule}` }, rule)), words);
  }
  const why = site.why.map((number) => make("p", { class: "why" }, text(number)));
  return [...why, ...site.code.map(code), list];
};
