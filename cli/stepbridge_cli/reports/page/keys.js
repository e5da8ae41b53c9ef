/* Controls and keys */

const options = (id, rows) => {
  at(id).append(...rows.map(([value, label]) => make("option", { value }, label)));
  at(id).parentElement.hidden = rows.length < (id === "folder" ? 2 : 1);
};

const fillControls = () => {
  for (const tier of KEPT) {
    const box = make("input", { type: "checkbox", value: tier });
    box.checked = true;
    box.addEventListener("change", () => {
      wanted.tiers[box.checked ? "add" : "delete"](tier);
      refresh();
    });
    at("tiers").append(make("label", {}, box, ` ${tier}`));
  }
  const rules = [...new Set(report.sites.flatMap((site) => [...site.rules]))].sort((one, other) => one.slice(2) - other.slice(2));
  const judged = calls.some((site) => site.judged) ? [[JUDGE, "Behaviour may change"]] : [];
  options("cause", [...report.causes.map(([rule, title]) => [rule, `${rule} ${title}`]), ...judged]);
  options("field", rules.map((rule) => [rule, `${rule} ${legacyOf.get(rule) ?? titleOf.get(rule) ?? "a remark"}`]));
  options("folder", [...new Set(report.sites.map((site) => site.folder))].sort().map((name) => [name, nameOf(name)]));
  options("owner", report.owners.map((name) => [name, name]));
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
  for (const name of CHOICES) at(name).addEventListener("change", (event) => { wanted[name] = event.target.value; refresh(); });
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  at("more").addEventListener("click", () => showMore());
  document.querySelectorAll("th button[data-sort]").forEach((button) => button.addEventListener("click", () => {
    wanted.down = wanted.sort === button.dataset.sort && !wanted.down;
    wanted.sort = button.dataset.sort;
    refresh();
  }));
  narrow.addEventListener("change", () => document.querySelectorAll(".detail > td").forEach((cell) => (cell.colSpan = columns())));
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
  const line = document.activeElement.closest("tr.detail")?.previousElementSibling ?? document.activeElement.closest("tr.site");
  const here = names.indexOf(line?.querySelector(".name"));
  if (event.key === "/") at("search").focus();
  else if (event.key === "j") (names[here + 1] ?? names.at(-1))?.focus();
  else if (event.key === "k") (names[here - 1] ?? names[0])?.focus();
  else if (event.key === "Escape" && here >= 0) {
    toggle(line, false);
    names[here].focus();
  } else return;
  event.preventDefault();
};

showReady();
showLeft();
showHistory();
showCharts();
showLists();
fillControls();
listen();
refresh();
at("sites").hidden = document.querySelector(".skip").hidden = document.querySelector("#keys").hidden = !report.sites.length;
follow();
