/* Burn-down: call sites that are left at each report, stacked by tier, and the same as a table */

const WIDTH = 720, HEIGHT = 240, EDGE = { left: 44, right: 12, top: 12, bottom: 28 };
const ORDER = ["manual", "bridged", "native"];

const steps = (most) => {
  const raw = Math.max(most, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= raw);
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, index) => index * step);
};

const places = () => {
  const times = report.history.map(([, time]) => Date.parse(time));
  const span = times.at(-1) - times[0];
  const room = WIDTH - EDGE.left - EDGE.right;
  // Reports of one moment have no distance in time: they stand side by side.
  return times.map((time, index) => EDGE.left + room * (span > 0 ? (time - times[0]) / span : index / Math.max(1, times.length - 1)));
};

const picture = () => {
  const totals = report.history.map(([, , counts]) => sum(counts));
  const ticks = steps(Math.max(...totals));
  const x = places();
  const y = (number) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * number) / ticks.at(-1);
  const said = `Call sites left: ${totals[0]} at first, ${totals.at(-1)} now. The table below has all numbers.`;
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said });
  for (const tick of ticks) {
    svg.append(drawn("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick), class: "grid" }));
    svg.append(drawn("text", { x: EDGE.left - 8, y: y(tick) + 4, "text-anchor": "end" }, shown(tick)));
  }
  const below = totals.map(() => 0);
  for (const tier of ORDER) {
    const floor = [...below];
    report.history.forEach(([, , counts], index) => (below[index] += counts[TIERS.indexOf(tier)]));
    const top = x.map((place, index) => `${place},${y(below[index])}`);
    const bottom = x.map((place, index) => `${place},${y(floor[index])}`).reverse();
    svg.append(drawn("polygon", { points: [...top, ...bottom].join(" "), class: tier }));
  }
  svg.append(drawn("polyline", { points: x.map((place, index) => `${place},${y(totals[index])}`).join(" "), class: "total" }));
  report.history.forEach(([name, time], index) => {
    const mark = drawn("circle", { cx: x[index], cy: y(totals[index]), r: 4, class: "total" });
    mark.append(drawn("title", {}, `${name}, ${time.slice(0, 10)}: ${totals[index]} left`));
    svg.append(mark);
  });
  svg.append(drawn("text", { x: EDGE.left, y: HEIGHT - 8 }, report.history[0][1].slice(0, 10)));
  svg.append(drawn("text", { x: WIDTH - EDGE.right, y: HEIGHT - 8, "text-anchor": "end" }, report.history.at(-1)[1].slice(0, 10)));
  return svg;
};

const numbers = () => {
  const head = make("tr", {}, ...["report", "made (UTC)", ...TIERS, "left", "change"].map((name, index) => make("th", { scope: "col", ...(index > 1 && { class: "number" }) }, name)));
  let before = null;
  const lines = report.history.map(([name, time, counts]) => {
    const total = sum(counts);
    const change = before === null ? "" : (total > before ? "+" : "") + shown(total - before);
    before = total;
    const cells = [...counts.map(shown), shown(total), change].map((value) => make("td", { class: "number" }, value));
    return make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, time.slice(0, 16).replace("T", " ")), ...cells);
  });
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Call sites left at each report" }, make("table", { class: "plain" }, make("thead", {}, head), make("tbody", {}, ...lines)));
};

const showHistory = () => {
  if (!report.history.length) return;
  at("history").hidden = false;
  const down = make("div", { class: "card" }, make("h2", {}, "Burn-down: call sites left"), picture(), legend(report.history.at(-1)[2]), numbers());
  at("history").append(down);
  if (!report.moved.length) return;
  const list = make("ul", { class: "moves" }, ...report.moved.map((move) => make("li", {}, move)));
  at("history").append(make("div", { class: "card" }, make("h2", {}, `Moved since the last report: ${shown(report.moved.length)}`), make("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Moved since the last report" }, list)));
};
