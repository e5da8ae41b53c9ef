/* The table of call sites: filtered, sorted, opened */

const PAGE = 200;
const KEPT = [...TIERS, ...["model", "requirement", "stand-in", "handler"].filter((kind) => report.sites.some((site) => site.tier === kind))];
const CHOICES = ["cause", "field", "folder", "owner"];
const wanted = { search: "", cause: "", field: "", folder: "", owner: "", tiers: new Set(KEPT), sort: "path", down: false };
let found = [];
let listed = 0;

const ORDERS = {
  path: () => 0,
  tier: (one, other) => KEPT.indexOf(other.tier) - KEPT.indexOf(one.tier),
  name: (one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)),
  fields: (one, other) => one.findings.length - other.findings.length,
};

const row = (site) => {
  const cut = site.path.lastIndexOf("/") + 1;
  const name = make("button", { class: "name", type: "button", "aria-expanded": "false" }, make("span", { class: "folder" }, site.path.slice(0, cut)), placeOf(site).slice(cut));
  const link = make("a", { class: "anchor", href: `#site-${site.index + 1}`, "aria-label": `Link to ${placeOf(site)}` }, "#");
  const place = make("td", {}, name, link, make("code", { class: "narrow" }, site.name));
  if (titleOf.has(site.cause)) place.append(make("p", { class: "cause" }, titleOf.get(site.cause)));
  const line = make("tr", { class: "site", id: `site-${site.index + 1}` }, make("td", {}, make("span", { class: `tag ${site.tier}` }, site.tier)), place, make("td", { class: "call" }, make("code", {}, site.name)), make("td", { class: "number" }, shown(site.findings.length)));
  line.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) toggle(line);
  });
  line.site = site;
  return line;
};

const narrow = matchMedia("(max-width: 48rem)");
const columns = () => (narrow.matches ? 2 : 4);

const toggle = (line, open = !line.classList.contains("open")) => {
  if (open === line.classList.contains("open")) return;
  line.classList.toggle("open", open);
  line.querySelector(".name").setAttribute("aria-expanded", String(open));
  if (open) line.after(make("tr", { class: "detail" }, make("td", { colspan: columns() }, ...detail(line.site))));
  else line.nextElementSibling.remove();
};

const showMore = (limit = PAGE) => {
  at("rows").append(...found.slice(listed, listed + limit).map(row));
  listed = Math.min(found.length, listed + limit);
  at("more").hidden = listed >= found.length;
};

const fits = (site, words) =>
  wanted.tiers.has(site.tier) &&
  (!wanted.cause || site.cause === wanted.cause || (wanted.cause === JUDGE && site.judged)) &&
  (!wanted.field || site.rules.has(wanted.field)) &&
  (!wanted.folder || site.folder === wanted.folder) &&
  (!wanted.owner || site.owners.includes(wanted.owner)) &&
  words.every((word) => site.words.includes(word));

const refresh = () => {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  found = report.sites.filter((site) => fits(site, words));
  const direction = wanted.down ? -1 : 1;
  found.sort((one, other) => direction * (ORDERS[wanted.sort](one, other) || one.index - other.index));
  at("rows").replaceChildren();
  listed = 0;
  showMore();
  at("none").hidden = found.length > 0;
  at("count").textContent = `${shown(found.length)} of ${shown(report.sites.length)}`;
  document.querySelectorAll("#sites > table th").forEach((head) => {
    const active = head.firstElementChild.dataset.sort === wanted.sort;
    head.setAttribute("aria-sort", active ? (wanted.down ? "descending" : "ascending") : "none");
  });
  explain(wanted.field);
};

// The field that the table is filtered by, in the words of the field map.
const explain = (rule) => {
  const row = report.fields.find(([id]) => id === rule);
  at("about").hidden = !row;
  if (!row) return;
  const [id, legacy, name, fidelity, seen, note] = row;
  const becomes = make("p", {}, make("code", {}, text(legacy)), " → ", text(name) ? make("code", {}, text(name)) : "no equivalent", make("span", { class: "soft" }, ` ${fidelity}, ${count(seen, "use")}`));
  at("about").replaceChildren(make("h3", {}, id), becomes, make("p", {}, text(note)), make("p", { class: "soft" }, make("code", {}, `stepbridge explain ${id}`), " shows it with an example."));
};

const choose = (name, value) => {
  reset();
  if (name === "tier") {
    wanted.tiers = new Set([value]);
    document.querySelectorAll("#tiers input").forEach((box) => (box.checked = box.value === value));
  } else {
    wanted[name] = value;
    at(name).value = value;
  }
  refresh();
  at("sites").scrollIntoView();
  at("sites").focus({ preventScroll: true });
};

const reset = () => {
  Object.assign(wanted, { search: "", cause: "", field: "", folder: "", owner: "", tiers: new Set(KEPT) });
  for (const name of ["search", ...CHOICES]) at(name).value = "";
  document.querySelectorAll("#tiers input").forEach((box) => (box.checked = true));
  refresh();
};

const reveal = (number) => {
  const id = `site-${number}`;
  if (!at(id)) {
    reset();
    showMore(found.length);
  }
  toggle(at(id), true);
  at(id).scrollIntoView({ block: "start" });
  at(id).querySelector(".name").focus({ preventScroll: true });
};

const follow = () => {
  const hash = decodeURIComponent(location.hash.slice(1));
  const number = /^site-(\d+)$/.exec(hash)?.[1];
  if (/^SB\d+$/.test(hash)) choose("field", hash);
  else if (number && report.sites[number - 1]) reveal(number);
};
