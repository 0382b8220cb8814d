// Excess deaths by region: what the record has, with its ranges, beside the model with its interval. Never a colour of the map.
"use strict";

const DEATHS_ROW = 36, DEATHS_LEFT = 236, DEATHS_RIGHT = 16, NARROW_PLOT = 560;

class Deaths {
  constructor(declared, { plot, table }) {
    Object.assign(this, { declared, plot, table });
    this.cells = Object.fromEntries([...table.querySelectorAll("tbody tr")].map((row) => [row.dataset.deaths, row.querySelector(".run")]));
  }

  // `run(row)` gives [low, mean, high] of a run, or is null.
  draw(run) {
    for (const row of this.declared.deaths) this.cells[row.key].textContent = run ? ranged(run(row), 2) : "";
    const width = Math.max(280, Math.round(this.plot.clientWidth)), isNarrow = width < NARROW_PLOT, { axis } = this.declared.deathsFrom;
    const tall = isNarrow ? DEATHS_ROW + 16 : DEATHS_ROW, left = isNarrow ? 4 : DEATHS_LEFT, bottom = this.declared.deaths.length * tall;
    const x = (value) => left + (Math.min(value, axis) / axis) * (width - left - DEATHS_RIGHT);
    const svg = element("svg", { role: "img", width, height: bottom + 22, viewBox: `0 0 ${width} ${bottom + 22}`, "aria-label": say("deaths_picture") });
    for (let value = 0; value <= axis; value++) svg.append(element("line", { class: value ? "grid" : "axis", x1: x(value), x2: x(value), y1: 0, y2: bottom }), element("text", { x: x(value), y: bottom + 15, "text-anchor": "middle" }, number(value, 0)));
    this.declared.deaths.forEach((row, index) => svg.append(...this.row(row, run && run(row), { x, isNarrow, top: index * tall, tall, left, right: width - DEATHS_RIGHT })));
    this.plot.replaceChildren(svg);
  }

  row({ title, record, history }, run, { x, isNarrow, top, tall, left, right }) {
    const middle = isNarrow ? top + 34 : top + tall / 2 - 1, above = middle - 7, below = middle + 3;
    const name = isNarrow ? { x: 4, y: top + 14 } : { x: left - 14, y: middle + 4, "text-anchor": "end" };
    const span = ([low, value, high], y, line, dot, r) => [element("path", { class: line, d: `M${x(low).toFixed(1)} ${y}H${x(high).toFixed(1)}` }), element("circle", { class: dot, cx: x(value).toFixed(1), cy: y, r })];
    return [
      element("line", { class: "grid", x1: left, x2: right, y1: top + tall, y2: top + tall }),
      element("text", { class: "name", ...name }, title),
      ...[...record].reverse().flatMap(([low, value, high, isMain]) => span([low, value, high], above, "bar", isMain ? "dot" : "hollow", 2.6)),
      ...span(history, below, "history", "mark", 3.2),
      ...(run ? span(run, below + 9, "thisrun", "mark now", 3.2) : []),
    ];
  }
}
