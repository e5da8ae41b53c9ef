/* The verdict, what is left and why, effort, remarks */

const SENT = "translated";

const ready = () => {
  if (report.traffic) {
    const [requests, outcomes] = report.traffic;
    const share = requests ? (outcomes[SENT] ?? 0) / requests : 1;
    return [share, `of ${count(requests, "request")} went to the Interactions API`];
  }
  if (!calls.length) return [1, "No legacy Gemini calls"];
  return [report.readiness, `of ${count(calls.length, "call site")} move${calls.length === 1 ? "s" : ""} without a person`];
};

const figure = (number, label) => make("div", {}, make("dt", {}, label), make("dd", {}, shown(number)));

const showReady = () => {
  const [share, words] = ready();
  const files = `${shown(report.concerned)} of ${count(report.scanned, "file")} use Gemini's legacy API`;
  at("ready").append(make("p", { class: "share" }, make("b", {}, `${Math.floor(share * 100)}%`), make("span", {}, words)));
  if (calls.length && !report.traffic) at("ready").append(stack(byTier(calls), calls.length), legend(byTier(calls), true));
  const figures = Object.entries(report.outcomes).map(([outcome, number]) => figure(number, outcome));
  at("ready").append(make("h3", {}, "Uses of fields"), make("dl", { class: "figures" }, ...figures));
  if (!report.traffic) at("ready").append(make("p", { class: "soft" }, `${files}.`));
};

const todo = (number, tier, title, advice, chosen) => {
  const button = make("button", { type: "button", class: "link" }, title);
  button.addEventListener("click", chosen);
  return make("li", {}, make("b", { class: tier }, shown(number)), make("div", {}, button, advice ? make("p", { class: "soft" }, advice) : ""));
};

const showLeft = () => {
  const items = report.causes.map(([rule, title, advice, sites]) => todo(sites, "manual", title, advice, () => choose("cause", rule)));
  const judged = calls.filter((site) => site.judged);
  if (judged.length) items.push(todo(judged.length, "bridged", "Move, and may behave otherwise: look at the change.", "", () => choose("cause", JUDGE)));
  if (models.length) items.push(todo(models.length, "model", "Name a model that has ended.", "Choose one that is served, and judge its answers.", () => choose("tier", "model")));
  const parts = report.traffic ? trafficParts() : [make("h2", {}, "What is left, and why")];
  if (!report.traffic) parts.push(items.length ? make("ol", { class: "todo" }, ...items) : make("p", {}, calls.length ? "Nothing: stepbridge can rewrite every call site." : "Nothing."));
  at("left").append(...parts);
  if (items.length > FEW) at("left").append(rest(at("left").querySelector("ol"), items.length));
  items.forEach((item, index) => (item.hidden = index >= FEW));
};

const trafficParts = () => {
  const table = (title, rows) => make("table", { class: "plain" }, make("caption", {}, title), make("tbody", {}, ...Object.entries(rows).map(([name, number]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "number" }, shown(number))))));
  const [, outcomes, names] = report.traffic;
  return [make("h2", {}, "Requests"), table("By outcome", outcomes), table("By model", names)];
};

const showCharts = () => {
  if (!calls.length) return;
  const fields = groups((site) => [...site.rules].filter((rule) => legacyOf.has(rule)));
  const folders = groups((site) => [site.folder]);
  if (report.owners.length) {
    const order = new Map(report.owners.map((owner, index) => [owner, index]));
    const owners = groups((site) => site.owners).sort(([one], [other]) => order.get(one) - order.get(other));
    at("charts").append(bars("Effort by owner", owners, (owner) => owner, "owner"));
  }
  at("charts").append(
    bars("Effort by folder", folders.sort(mostLeft), (folder) => cropped(nameOf(folder)), "folder"),
    bars("Effort by field", fields.sort(mostLeft), (rule) => `${rule} ${legacyOf.get(rule)}`, "field"),
  );
};

const showLists = () => {
  const list = (title, items) => at("lists").append(make("div", { class: "card" }, make("h2", {}, title), make("ul", {}, ...items)));
  if (report.problems.length) list("Could not be processed", report.problems.map(([place, message, hint]) => make("li", {}, make("code", {}, place), `: ${message}. ${hint}`)));
  if (report.proofs.length) list("Proofs on the emulator", report.proofs.map(([path, proved, words]) => make("li", {}, make("code", {}, path), ": ", make("b", { class: proved ? "native" : "manual" }, proved ? "proved" : "NOT PROVED"), `: ${words}`)));
  if (report.notes.length) list("Remarks", report.notes.map((note) => make("li", {}, note)));
};
