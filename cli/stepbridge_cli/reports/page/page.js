const TIERS = ["native", "bridged", "manual"];
const JUDGE = "judge";
const report = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const text = (number) => report.texts[number];
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const shown = (number) => number.toLocaleString("en");
const count = (number, noun) => `${shown(number)} ${noun}${number === 1 ? "" : "s"}`;

// Everything that is shown is set as text, never as markup.
const filled = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const make = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
const drawn = (tag, attributes = {}, ...children) => filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const folderOf = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".");
// Folders are named from the one that holds them all.
const shared = (folders) => {
  const [first = [], ...others] = folders.map((folder) => folder.split("/"));
  let depth = 0;
  while (depth < first.length - 1 && others.every((names) => depth < names.length - 1 && names[depth] === first[depth])) depth++;
  return first.slice(0, depth).join("/").length + (depth ? 1 : 0);
};
const nameOf = (folder) => (folder === "." ? "(top folder)" : folder.slice(cut));
const placeOf = (site) => site.path + (site.cell ? `:cell ${site.cell}` : "") + `:${site.line}`;

report.sites.forEach((site, index) => {
  site.index = index;
  site.folder = folderOf(site.path);
  site.rules = new Set(site.findings.map((finding) => finding[0]));
  site.judged = ["native", "bridged"].includes(site.tier) && site.findings.some((finding) => finding[6]);
  const words = site.findings.flatMap(([rule, , , what, note]) => [rule, text(what), text(note)]);
  site.words = [placeOf(site), site.name, site.cause, ...site.owners, ...words].join("\n").toLowerCase();
});
const cut = shared([...new Set(report.sites.map((site) => site.folder))]);
const calls = report.sites.filter((site) => TIERS.includes(site.tier));
const models = report.sites.filter((site) => site.tier === "model");
const legacyOf = new Map(report.fields.map(([rule, legacy]) => [rule, text(legacy)]));
const titleOf = new Map(report.causes.map(([rule, title]) => [rule, title]));

/* Light and dark */

const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
const showTheme = () => at("theme").setAttribute("aria-pressed", String(isDark()));
at("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("stepbridge-theme", theme); } catch { /* private windows have none */ }
  showTheme();
});
system.addEventListener("change", showTheme);
showTheme();
