/* Charts: a bar of call sites by tier, and lists of them */

const FEW = 8;
const LONGEST = 32;
const byTier = (sites) => TIERS.map((tier) => sites.filter((site) => site.tier === tier).length);

const stack = (counts, whole) => {
  const said = TIERS.map((tier, index) => `${counts[index]} ${tier}`).join(", ");
  const bar = make("div", { class: "stack", role: "img", "aria-label": said, title: said });
  counts.forEach((number, index) => {
    if (number) bar.append(make("i", { class: TIERS[index], style: `width:${(100 * number) / whole}%` }));
  });
  return bar;
};

const MEANING = {
  native: "become plain Interactions code",
  bridged: "call one small function of stepbridge",
  manual: "stay as they are: a person decides",
};

const legend = (counts, told = false) => make("ul", { class: told ? "legend told" : "legend" }, ...TIERS.map((tier, index) => make("li", {}, make("span", { class: `dot ${tier}` }), make("span", {}, make("b", {}, shown(counts[index])), ` ${tier}`), told ? make("span", { class: "soft" }, MEANING[tier]) : "")));

// What most is left of first; among equals the largest.
const groups = (keysOf) => {
  const found = new Map();
  for (const site of calls) {
    for (const key of keysOf(site)) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(site);
    }
  }
  return [...found].map(([key, sites]) => [key, byTier(sites)]);
};
const mostLeft = ([, one], [, other]) => other[2] - one[2] || sum(other) - sum(one);

// The end of a path tells more than its beginning.
const cropped = (label) => (label.length > LONGEST ? `\u2026${label.slice(1 - LONGEST)}` : label);

const bars = (title, rows, label, filter) => {
  const whole = Math.max(1, ...rows.map(([, counts]) => sum(counts)));
  const body = make("tbody");
  rows.forEach(([key, counts], index) => {
    const name = make("button", { type: "button", class: "link", title: legacyOf.has(key) ? label(key) : key }, label(key));
    name.addEventListener("click", () => choose(filter, key));
    const left = make("td", { class: counts[2] ? "number left" : "number" }, counts[2] ? shown(counts[2]) : "");
    const line = make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "bar" }, stack(counts, whole)), left, make("td", { class: "number" }, shown(sum(counts))));
    line.hidden = index >= FEW;
    body.append(line);
  });
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, make("span", { class: "unseen" }, "name")), make("th", { scope: "col" }, make("span", { class: "unseen" }, "call sites by tier")), make("th", { scope: "col", class: "number" }, "manual"), make("th", { scope: "col", class: "number" }, "all")));
  const card = make("div", { class: "card" }, make("h2", {}, title), make("table", { class: "bars" }, head, body));
  if (rows.length > FEW) card.append(rest(body, rows.length));
  return card;
};

const rest = (body, number) => {
  const button = make("button", { type: "button", class: "link" }, `Show all ${shown(number)}`);
  button.addEventListener("click", () => {
    for (const line of body.children) line.hidden = false;
    button.remove();
  });
  return make("p", { class: "rest" }, button);
};
