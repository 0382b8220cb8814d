// The picture of a series of the record: its figures for the country, the range of each, rivals hollow. Nothing is joined.
"use strict";

const COLUMNS_OF_A_ROW = ["year", "at", "value", "low", "high", "territory", "region", "rival", "source", "grade", "note"];
const rowsOfSeries = (series) => series.rows.map((row) => Object.fromEntries(COLUMNS_OF_A_ROW.map((name, place) => [name, row[place]])));

// The largest of 1, 2 and 5 times a power of ten that makes at least three steps.
function stepFor(span) {
  const power = 10 ** Math.floor(Math.log10(span || 1));
  return [5, 2, 1, 0.5, 0.2].map((part) => part * power).find((step) => span / step >= 3) || power;
}

class SeriesChart extends Chart {
  constructor(points, svg) {
    super({ record: { points: points.map(({ at, value, low, high }) => [at, value, low ?? value, high ?? value]) }, decimals: 0 }, svg);
    this.points = points;
  }

  frame() {
    const { points } = this.panel.record, ends = points.flatMap(([, , low, high]) => [low, high]);
    const width = Math.max(240, Math.round(this.svg.clientWidth)), height = Math.round(Math.min(240, Math.max(150, width * 0.4)));
    const first = Math.floor(Math.min(...points.map(([at]) => at))) - 0.5, last = Math.ceil(Math.max(...points.map(([at]) => at))) + 0.5;
    const step = stepFor(Math.max(...ends, 0) - Math.min(...ends, 0)), top = Math.ceil(Math.max(...ends, 0) / step) * step || step;
    const bottom = Math.floor(Math.min(...ends, 0) / step) * step;
    const left = 16 + 7 * Math.max(...[top, bottom].map((value) => this.written(value, step).length)), right = 14;
    Object.assign(this, { width, height, last });
    this.x = (year) => left + ((year - first) / (last - first)) * (width - left - right);
    this.y = (value) => height - MARGIN.bottom - ((value - bottom) / (top - bottom)) * (height - MARGIN.top - MARGIN.bottom);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren(...this.levels({ bottom, top, step, left, right: width - right }), ...this.ticks(first, last), ...this.record());
  }

  written(value, step) {
    return number(value, Math.min(2, Math.max(0, -Math.floor(Math.log10(step)))));
  }

  levels({ bottom, top, step, left, right }) {
    const lines = [];
    for (let index = Math.round(bottom / step); index <= Math.round(top / step); index++) {
      const y = Math.round(this.y(index * step)) + 0.5;
      lines.push(element("line", { class: index ? "grid" : "axis", x1: left, x2: right, y1: y, y2: y }));
      lines.push(element("text", { x: left - 6, y: y + 3.5, "text-anchor": "end" }, this.written(index * step, step)));
    }
    return lines;
  }

  // Years under their figures: an agricultural year has its middle at the end of the first of its two calendar years.
  ticks(first, last) {
    const isAgricultural = this.points[0].year.includes("/"), [shift, room] = isAgricultural ? [1, 58] : [0.5, 42], labels = [];
    const apart = [1, 2, 5, 10, 20, 50].find((years) => ((last - first) / years) * room <= this.width) || 100;
    for (let year = Math.ceil((first - shift) / apart) * apart; year + shift <= last; year += apart)
      labels.push(element("text", { x: this.x(year + shift), y: this.height - 4, "text-anchor": "middle" }, isAgricultural ? agricultural(year) : String(year)));
    return labels;
  }

  record() {
    const marks = super.record();
    this.points.forEach(({ rival }, place) => rival && marks[2 * place + 1].setAttribute("class", "hollow"));
    return marks;
  }
}
