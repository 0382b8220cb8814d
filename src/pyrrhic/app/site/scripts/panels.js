// The panels: which are shown, their lines and readouts, keys.
"use strict";

class Panels {
  constructor(laboratory) {
    [this.laboratory, this.made] = [laboratory, {}];
    this.charts = [];
  }

  // Show these panels, in this order; each is made when it is first shown.
  choose(keys) {
    this.charts = keys.map((key) => (this.made[key] ||= this.panel(entryOf(page.panels, key))));
    byId("panels").replaceChildren(...this.charts.map(({ figure }) => figure));
  }

  panel(panel) {
    const { laboratory } = this;
    const svg = element("svg", { role: "img" }), read = element("p", { class: "read" }), table = element("button", { type: "button", class: "plain" }, say("table"));
    const caption = element("figcaption", { id: `panel-${panel.key}` }, panel.title, element("small", {}, panel.unit));
    const misses = panel.missed.length && element("p", { class: "misses", id: `misses-${panel.key}` }, missesInWords(panel));
    const figure = element("figure", { tabindex: 0, "aria-labelledby": caption.id, "aria-describedby": misses && misses.id }, caption, svg, read, misses || "");
    table.setAttribute("aria-label", `${say("table")}: ${panel.title}`);
    table.addEventListener("click", () => openTable(panel, laboratory));
    figure.addEventListener("keydown", (event) => this.key(event, panel, figure, chart));
    const chart = new PanelChart(panel, svg), last = () => (laboratory.state.long ? model.firstYear + model.years - 1 : LAST_SHOWN);
    const at = (event) => laboratory.toYear(chart.yearAt(event.clientX, model.firstYear, last()));
    svg.addEventListener("pointerdown", at);
    svg.addEventListener("pointermove", (event) => event.buttons && at(event));
    figure.append(saveButton(chart));
    return Object.assign(chart, { figure, read, table });
  }

  key(event, panel, figure, chart) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], next = { ArrowUp: figure.previousElementSibling, ArrowDown: figure.nextElementSibling };
    if (step) this.laboratory.byYears(step, figure);
    else if (event.key in next) next[event.key]?.focus();
    else if (event.key.toLowerCase() === "t" || event.key.toLowerCase() === "\u0435") openTable(panel, this.laboratory);
    else if (!keyOfExport(event, chart)) return;
    event.preventDefault();
  }

  reframe(long) {
    for (const chart of this.charts) chart.frame(long);
  }

  draw() {
    const { runs, past, now, compared, spans, state } = this.laboratory;
    for (const chart of this.charts) {
      const of = (run, last) => run && { of: runs.line(run, chart.panel), last };
      chart.show({ past: of(past.shown, model.firstYear + model.years - 1), run: of(now, spans.run.last), other: of(compared, spans.other?.last) }, state.year);
    }
  }

  figures(year) {
    for (const chart of this.charts) this.readout(chart, year);
  }

  readout({ panel, read, table, svg }, year) {
    const { runs, past, now, compared } = this.laboratory, value = (run) => runs.line(run, panel)(year)?.[1];
    const all = [["record", "r", pointOf(panel, year)?.[1]], ["history", "h", value(past.shown)], now && ["run", "n", value(now)], compared && ["compared", "o", value(compared)]].filter(Boolean);
    const written = (number_, none) => (number_ === undefined || number_ === null ? none : number(number_, panel.decimals));
    read.classList.toggle("four", Boolean(compared));
    read.replaceChildren(...all.map(([name, kind, figure]) => element("span", { class: kind }, `${say(name)} `, element("b", {}, written(figure, "\u2013")))), table);
    const spoken = all.map(([name, , figure]) => `${say(name)} ${written(figure, say(name === "record" ? "no_figure" : "not_carried"))}`);
    svg.setAttribute("aria-label", `${panel.title}, ${panel.unit}, ${agricultural(year)}: ${spoken.join(", ")}`);
  }
}

// Where the record's points lie outside the band in more years than may be; the page's data say in which.
function missesInWords({ missed, compared }) {
  const runs = [];
  for (const year of missed) {
    if (year - 1 === runs.at(-1)?.[1]) runs.at(-1)[1] = year;
    else runs.push([year, year]);
  }
  const years = runs.map(([from, to]) => (from === to ? String(from) : range(from, to))).join(", ");
  return say("misses", { years, count: missed.length, all: compared });
}

// What can be taken away is read when it is first asked for: by a button of the panel, or by a key, on both keyboards.
const taking = (act) => Promise.all([later("files.js"), later("export.js")]).then(act);
function saveButton(chart) {
  const button = element("button", { type: "button", class: "plain save", "aria-label": `${say("save")}: ${chart.panel.title}` }, say("save"));
  button.addEventListener("click", () => taking(() => openSaving(chart)));
  return button;
}

function keyOfExport(event, chart) {
  const open = { KeyD: () => openSaving(chart), KeyS: () => openSources(chart) }[event.code];
  if (!open || event.ctrlKey || event.metaKey || event.altKey) return false;
  taking(open);
  return true;
}
