"use strict";
(() => {
  const PAGE = 200;
  const TIERS = ["native", "bridged", "manual"];
  const report = JSON.parse(document.getElementById("data").textContent);
  const text = (number) => report.texts[number];
  const at = (id) => document.getElementById(id);

  // Everything that is shown is set as text, never as markup.
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const folderOf = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".");
  const placeOf = (site) => site.path + (site.cell ? `:cell ${site.cell}` : "") + `:${site.line}`;

  report.sites.forEach((site, index) => {
    site.index = index;
    site.folder = folderOf(site.path);
    site.rules = new Set(site.findings.map((finding) => finding[0]));
    const words = site.findings.flatMap(([rule, , what, note]) => [rule, text(what), text(note)]);
    site.words = [site.path, site.name, ...words].join("\n").toLowerCase();
  });

  /* Totals and charts */

  const card = (value, label) => make("div", { class: "card" }, make("b", {}, value), make("span", {}, label));

  const showTotals = () => {
    const sites = report.sites.length;
    at("totals").append(
      card(`${Math.floor(report.readiness * 100)}%`, "of call sites migrate without a person"),
      card(sites.toLocaleString("en"), sites === 1 ? "call site" : "call sites"),
      ...Object.entries(report.outcomes).map(([outcome, number]) => card(number.toLocaleString("en"), `fields ${outcome}`)),
      card(`${report.concerned.toLocaleString("en")} of ${report.scanned.toLocaleString("en")}`, "files use the legacy API"),
    );
  };

  const byTier = (sites) => TIERS.map((tier) => sites.filter((site) => site.tier === tier).length);

  const stack = (counts, whole) => {
    const said = TIERS.map((tier, index) => `${counts[index]} ${tier}`).join(", ");
    const bar = make("div", { class: "stack", role: "img", "aria-label": said, title: said });
    counts.forEach((number, index) => {
      if (number) bar.append(make("i", { class: TIERS[index], style: `flex-basis:${(100 * number) / whole}%` }));
    });
    return bar;
  };

  const chart = (title, rows, choose) => {
    const whole = Math.max(1, ...rows.map(([, counts]) => counts.reduce((sum, number) => sum + number, 0)));
    const grid = make("div", { class: "chart" });
    for (const [label, counts, value] of rows) {
      const button = choose ? make("button", { type: "button", title: label }, label) : make("span", {}, label);
      if (choose) button.addEventListener("click", () => choose(value));
      grid.append(button, stack(counts, whole), make("span", { class: "of" }, counts.reduce((sum, number) => sum + number, 0).toLocaleString("en")));
    }
    return make("div", { class: "card" }, make("h2", {}, title), grid);
  };

  const groups = (keysOf) => {
    const found = new Map();
    for (const site of report.sites) {
      for (const key of keysOf(site)) {
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(site);
      }
    }
    return [...found].sort((one, other) => other[1].length - one[1].length);
  };

  const showCharts = () => {
    if (!report.sites.length) return;
    const legend = make("div", { class: "legend" }, ...TIERS.map((tier) => make("span", {}, make("span", { class: `dot ${tier}` }), `${report.tiers[tier].toLocaleString("en")} ${tier}`)));
    const tiers = make("div", { class: "card" }, make("h2", {}, "Call sites by tier"), stack(byTier(report.sites), report.sites.length), legend);
    const names = new Map(report.fields.map(([rule, legacy]) => [rule, text(legacy)]));
    const fields = groups((site) => [...site.rules].filter((rule) => names.has(rule))).slice(0, 12);
    const folders = groups((site) => [site.folder]).slice(0, 12);
    at("charts").append(
      tiers,
      chart("By folder", folders.map(([name, sites]) => [name, byTier(sites), name]), (value) => choose("folder", value)),
      chart("By field", fields.map(([rule, sites]) => [`${rule} ${names.get(rule)}`, byTier(sites), rule]), (value) => choose("field", value)),
    );
  };

  const showOwners = () => {
    if (report.owners.length) at("charts").append(chart("By owner", report.owners, null));
  };

  const showHistory = () => {
    if (!report.history.length) return;
    at("charts").append(chart("Over time", report.history.map(([name, counts]) => [name, counts]), null));
    if (!report.moved.length) return;
    at("charts").append(make("div", { class: "card" }, make("h2", {}, "Moved since the last report"), make("ul", {}, ...report.moved.map((move) => make("li", {}, move)))));
  };

  const showLists = () => {
    const list = (title, items) => make("div", { class: "card" }, make("h2", {}, title), make("ul", {}, ...items));
    if (report.problems.length) {
      at("problems").append(list("Could not be processed", report.problems.map(([place, message, hint]) => make("li", {}, make("code", {}, place), `: ${message}. ${hint}`))));
    }
    if (report.proofs.length) {
      at("proofs").append(list("Proofs on the emulator", report.proofs.map(([path, proved, summary]) => make("li", {}, make("code", {}, path), proved ? " proved: " : " NOT PROVED: ", summary))));
    }
  };

  /* Code */

  const TOKEN = /("""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(#.*)|\b(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False|match|case)\b|\b(\d[\d_.]*(?:e[+-]?\d+)?)\b/g;

  const highlighted = (line) => {
    const parts = [];
    let end = 0;
    for (const match of line.matchAll(TOKEN)) {
      parts.push(line.slice(end, match.index));
      const kind = ["s", "c", "k", "d"][[1, 2, 3, 4].findIndex((group) => match[group] !== undefined)];
      parts.push(make("span", { class: kind }, match[0]));
      end = match.index + match[0].length;
    }
    return [...parts, line.slice(end)];
  };

  const side = (title, start, rows, index, mark) => {
    const lines = make("ol");
    let number = start;
    for (const row of rows) {
      const line = row[index];
      const attributes = { "data-n": line === null ? "" : number++ };
      if (row[0] !== "=" && line !== null) attributes.class = mark;
      lines.append(make("li", attributes, make("span", {}, ...(line === null ? [] : highlighted(line)))));
    }
    return make("div", { tabindex: 0, role: "region", "aria-label": title }, make("h3", {}, title), lines);
  };

  const code = ([before, after, rows]) => {
    const block = make("div", { class: "code" }, side("Before", before, rows, 1, "gone"));
    const changed = rows.some((row) => row[0] !== "=");
    block.append(changed ? side("After", after, rows, 2, "come") : side("After: left as it is", after, rows, 2, ""));
    return block;
  };

  const detail = (site) => {
    const list = make("dl");
    for (const [rule, line, what, note, outcome, judge] of site.findings) {
      const words = make("dd", {}, `${text(what)} `, make("small", {}, `line ${line}, ${outcome}. ${text(note)}`));
      if (judge) words.append(make("small", { class: "judge" }, "Behaviour may change: a person should judge this one."));
      list.append(make("dt", {}, make("a", { href: `#${rule}` }, rule)), words);
    }
    return [list, ...(site.code ? [code(site.code)] : [])];
  };

  /* The table */

  const wanted = { search: "", field: "", folder: "", tiers: new Set(TIERS), sort: "path", down: false };
  let found = [];
  let shown = 0;

  const ORDERS = {
    path: (one, other) => one.index - other.index,
    tier: (one, other) => TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier) || one.index - other.index,
    name: (one, other) => one.name.localeCompare(other.name) || one.index - other.index,
    fields: (one, other) => one.findings.length - other.findings.length || one.index - other.index,
  };

  const row = (site) => {
    const name = make("button", { class: "name", type: "button", "aria-expanded": "false" }, site.name);
    const link = make("a", { href: `#site-${site.index + 1}` }, placeOf(site));
    const line = make("tr", { class: "site", id: `site-${site.index + 1}` }, make("td", {}, make("span", { class: `tag ${site.tier}` }, site.tier)), make("td", {}, link), make("td", {}, name), make("td", { class: "number" }, String(site.findings.length)));
    line.addEventListener("click", (event) => {
      if (!event.target.closest("a")) toggle(line, site);
    });
    line.site = site;
    return line;
  };

  const toggle = (line, site, open = !line.classList.contains("open")) => {
    if (open === line.classList.contains("open")) return;
    line.classList.toggle("open", open);
    line.querySelector(".name").setAttribute("aria-expanded", String(open));
    if (open) line.after(make("tr", { class: "detail" }, make("td", { colspan: 4 }, ...detail(site))));
    else line.nextElementSibling.remove();
  };

  const showMore = (limit = PAGE) => {
    const rows = document.createDocumentFragment();
    for (const site of found.slice(shown, shown + limit)) rows.append(row(site));
    shown = Math.min(found.length, shown + limit);
    at("rows").append(rows);
    at("more").hidden = shown >= found.length;
  };

  const refresh = () => {
    const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
    found = report.sites.filter((site) => wanted.tiers.has(site.tier) && (!wanted.field || site.rules.has(wanted.field)) && (!wanted.folder || site.folder === wanted.folder) && words.every((word) => site.words.includes(word)));
    found.sort(ORDERS[wanted.sort]);
    if (wanted.down) found.reverse();
    at("rows").replaceChildren();
    shown = 0;
    showMore();
    at("count").textContent = `${count(found.length, "call site")} of ${report.sites.length.toLocaleString("en")}`;
    document.querySelectorAll("th").forEach((head) => {
      const active = head.firstElementChild.dataset.sort === wanted.sort;
      head.setAttribute("aria-sort", active ? (wanted.down ? "descending" : "ascending") : "none");
    });
  };

  const choose = (name, value) => {
    wanted[name] = value;
    at(name).value = value;
    refresh();
    at("sites").scrollIntoView();
  };

  const reset = () => {
    Object.assign(wanted, { search: "", field: "", folder: "", tiers: new Set(TIERS) });
    for (const name of ["search", "field", "folder"]) at(name).value = "";
    document.querySelectorAll("#tiers input").forEach((box) => (box.checked = true));
    refresh();
  };

  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    const number = /^site-(\d+)$/.exec(hash);
    if (/^SB\d+$/.test(hash)) choose("field", hash);
    else if (number && report.sites[number[1] - 1]) {
      if (!document.getElementById(hash)) {
        reset();
        showMore(found.length);
      }
      const line = at(hash);
      toggle(line, line.site, true);
      line.scrollIntoView({ block: "start" });
      line.querySelector(".name").focus({ preventScroll: true });
    }
  };

  const fillControls = () => {
    for (const tier of TIERS) {
      const box = make("input", { type: "checkbox", value: tier });
      box.checked = true;
      box.addEventListener("change", () => {
        wanted.tiers[box.checked ? "add" : "delete"](tier);
        refresh();
      });
      at("tiers").append(make("label", {}, box, ` ${tier}`));
    }
    const rules = new Set(report.sites.flatMap((site) => [...site.rules]));
    const names = new Map(report.fields.map(([rule, legacy]) => [rule, text(legacy)]));
    const ordered = [...rules].sort((one, other) => one.slice(2) - other.slice(2));
    at("field").append(...ordered.map((rule) => make("option", { value: rule }, `${rule} ${names.get(rule) ?? "left to a person"}`)));
    const folders = [...new Set(report.sites.map((site) => site.folder))].sort();
    at("folder").append(...folders.map((name) => make("option", { value: name }, name)));
  };

  const listen = () => {
    let waiting;
    at("search").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        wanted.search = event.target.value;
        refresh();
      }, 120);
    });
    for (const name of ["field", "folder"]) at(name).addEventListener("change", (event) => { wanted[name] = event.target.value; refresh(); });
    at("reset").addEventListener("click", reset);
    at("more").addEventListener("click", () => showMore());
    document.querySelectorAll("th button").forEach((button) => button.addEventListener("click", () => {
      wanted.down = wanted.sort === button.dataset.sort && !wanted.down;
      wanted.sort = button.dataset.sort;
      refresh();
    }));
    window.addEventListener("hashchange", follow);
    window.addEventListener("beforeprint", () => showMore(found.length));
    document.addEventListener("keydown", press);
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const names = [...document.querySelectorAll("tr.site .name")];
    const here = names.indexOf(document.activeElement);
    if (event.key === "/") at("search").focus();
    else if (event.key === "j") (names[here + 1] ?? names.at(-1))?.focus();
    else if (event.key === "k") (names[here - 1] ?? names[0])?.focus();
    else if (event.key === "Escape" && here >= 0) toggle(names[here].closest("tr"), names[here].closest("tr").site, false);
    else return;
    event.preventDefault();
  };

  /* Light and dark */

  const stored = () => {
    try { return localStorage.getItem("stepbridge-theme"); } catch { return null; }
  };
  const setTheme = (theme) => {
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("stepbridge-theme", theme); } catch { /* private windows have none */ }
  };
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = stored() ?? preferred;
  at("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));

  showTotals();
  showCharts();
  showOwners();
  showHistory();
  showLists();
  fillControls();
  listen();
  refresh();
  follow();
})();
