// A panel as SVG: the record's points, the model's history, this run with its band, the year. Axes never move.
"use strict";

const MARGIN = { left: 34, right: 58, top: 9, bottom: 19 };
const BREAKS = [[1926, 1939], [1946, 1970]]; // lines join only years that can be compared: borders and the war lie between
const NAMES_APART = 12;

class Chart {
  constructor(panel, svg) {
    [this.panel, this.svg] = [panel, svg];
    this.parts = {};
  }

  // Begin anew at the width that the element has: grid, axis, record.
  frame(long) {
    const { panel, svg } = this, width = Math.max(200, Math.round(svg.clientWidth));
    const tallest = Number(svg.closest("[data-tallest]")?.dataset.tallest || 190), height = Math.round(Math.min(tallest, Math.max(128, width * 0.52)));
    const [first, last] = long ? [1925.5, 1970.8] : [1925.5, 1940.6], [top, step] = long ? panel.longAxis : panel.axis;
    [this.width, this.height, this.top, this.last] = [width, height, top, last];
    this.x = (year) => MARGIN.left + ((year - first) / (last - first)) * (width - MARGIN.left - MARGIN.right);
    this.y = (value) => height - MARGIN.bottom - (Math.min(Math.max(value, 0), top) / top) * (height - MARGIN.top - MARGIN.bottom);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    svg.replaceChildren(...this.grid(top, step), ...this.years(long), ...this.record());
    for (const [name, tag] of [["pastBand", "path"], ["band", "path"], ["past", "path"], ["run", "path"], ["cursor", "line"]])
      svg.append((this.parts[name] = element(tag, { class: { pastBand: "history band", band: "thisrun band", past: "history", run: "thisrun", cursor: "cursor" }[name] })));
    for (const [name, text] of [["pastName", say("history")], ["runName", say("run")]])
      svg.append((this.parts[name] = element("text", { class: name === "pastName" ? "history" : "thisrun", x: width - MARGIN.right + 6 }, text)));
    for (const name of ["pastDot", "runDot"]) svg.append((this.parts[name] = element("circle", { class: name === "runDot" ? "mark now" : "mark", r: 3.6 })));
    svg.append((this.parts.beyond = element("text", { class: "beyond", "text-anchor": "middle", y: MARGIN.top + 8 })));
  }

  grid(top, step) {
    const lines = [];
    for (let value = 0; value <= top; value += step) {
      const y = Math.round(this.y(value)) + 0.5;
      lines.push(element("line", { class: value ? "grid" : "axis", x1: MARGIN.left, x2: this.width - MARGIN.right, y1: y, y2: y }));
      lines.push(element("text", { x: MARGIN.left - 6, y: y + 3.5, "text-anchor": "end" }, number(value, 0)));
    }
    return lines;
  }

  years(long) {
    const shown = long ? [1926, 1940, 1950, 1960, 1970] : [1926, 1930, 1935, 1940];
    const labels = shown.map((year) => element("text", { x: this.x(year), y: this.height - 4, "text-anchor": "middle" }, String(year)));
    return long ? [...labels, element("text", { x: this.x(1943), y: MARGIN.top + 12, "text-anchor": "middle" }, say("war"))] : labels;
  }

  record() {
    const points = (this.panel.record?.points || []).filter(([year]) => year <= this.last);
    return points.flatMap(([year, value, low, high]) => [
      element("line", { class: "bar", x1: this.x(year), x2: this.x(year), y1: this.y(low), y2: this.y(high) }),
      element("circle", { class: "dot", cx: this.x(year), cy: this.y(value), r: 2.3 }),
    ]);
  }

  // Lines and bands; `past` and `run` give [low, median, high] of a year, `run` is null where nothing is changed.
  draw(past, run, lastOfRun, year) {
    const { parts } = this;
    parts.past.setAttribute("d", this.line(past, 1970));
    parts.pastBand.setAttribute("d", run ? "" : this.ribbon(past, 1970));
    parts.run.setAttribute("d", run ? this.line(run, lastOfRun) : "");
    parts.band.setAttribute("d", run ? this.ribbon(run, lastOfRun) : "");
    this.name(past, run, lastOfRun);
    this.point(past, run, year);
  }

  // The years of a stretch that are shown.
  stretches(last) {
    return BREAKS.map(([from, to]) => [from, Math.min(to, last, Math.floor(this.last))]).filter(([from, to]) => from < to);
  }

  line(of, last) {
    return this.stretches(last).map(([from, to]) => this.through(from, to, (year) => of(year)[1])).join("");
  }

  through(from, to, value) {
    let path = "";
    for (let year = from; year <= to; year++) path += `${path ? "L" : "M"}${this.x(year).toFixed(1)} ${this.y(value(year)).toFixed(1)}`;
    return path;
  }

  ribbon(of, last) {
    return this.stretches(last)
      .map(([from, to]) => {
        let back = "";
        for (let year = to; year >= from; year--) back += `L${this.x(year).toFixed(1)} ${this.y(of(year)[0]).toFixed(1)}`;
        return `${this.through(from, to, (year) => of(year)[2])}${back}Z`;
      })
      .join("");
  }

  // The names at the ends of the lines, pushed apart where they would touch.
  name(past, run, lastOfRun) {
    const { pastName, runName } = this.parts, end = this.stretches(1970).at(-1)[1];
    let above = this.y(past(end)[1]) + 4, below = run && lastOfRun >= end ? this.y(run(end)[1]) + 4 : NaN; // a run that ends before has no name there
    if (Math.abs(above - below) < NAMES_APART) {
      const middle = (above + below) / 2, sign = above >= below ? 0.5 : -0.5;
      [above, below] = [middle + sign * NAMES_APART, middle - sign * NAMES_APART];
    }
    const floor = this.height - MARGIN.bottom, lowest = Number.isNaN(below) ? above : Math.max(above, below), up = Math.max(0, lowest - floor);
    pastName.setAttribute("y", above - up);
    runName.setAttribute("y", Number.isNaN(below) ? 0 : below - up);
    runName.setAttribute("visibility", Number.isNaN(below) ? "hidden" : "visible");
  }

  // The year's line, a dot on each line, and the number of what leaves the axis.
  point(past, run, year) {
    const { cursor, pastDot, runDot, beyond } = this.parts, x = this.x(year);
    for (const [name, value] of [["x1", x], ["x2", x], ["y1", MARGIN.top], ["y2", this.height - MARGIN.bottom]]) cursor.setAttribute(name, Math.round(value) + 0.5);
    for (const [dot, of] of [[pastDot, past], [runDot, run]]) {
      dot.setAttribute("visibility", of ? "visible" : "hidden");
      if (of) [dot.setAttribute("cx", x), dot.setAttribute("cy", this.y(of(year)[1]))];
    }
    const value = (run || past)(year)[1], outside = value > this.top;
    beyond.textContent = outside ? `\u2191 ${number(value, this.panel.decimals)}` : "";
    beyond.setAttribute("x", Math.min(Math.max(x, MARGIN.left + 24), this.width - MARGIN.right - 24));
  }

  // The year under a point of the screen.
  yearAt(clientX, firstYear, lastYear) {
    const box = this.svg.getBoundingClientRect(), wide = this.x(firstYear + 1) - this.x(firstYear);
    const year = firstYear + Math.round(((clientX - box.left) * (this.width / box.width) - this.x(firstYear)) / wide);
    return Math.max(firstYear, Math.min(lastYear, year));
  }
}
