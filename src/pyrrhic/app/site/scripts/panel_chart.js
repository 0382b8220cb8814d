// A panel with three runs: history, this run, and the run that it is compared with, which is dotted
// and whose band is an outline: filled and hollow, both can be told apart where they overlap, in print and in the dark.
"use strict";

const NAMED = ["past", "run", "other"], CLASS_OF = { past: "history", run: "thisrun", other: "otherrun" };

class PanelChart extends Chart {
  frame(long) {
    super.frame(long);
    const { parts, svg, width } = this;
    svg.insertBefore((parts.otherBand = element("path", { class: "otherband" })), parts.past);
    svg.insertBefore((parts.other = element("path", { class: "otherrun" })), parts.run);
    svg.append((parts.otherName = element("text", { class: "otherrun", x: width - MARGIN.right + 6 }, say("compared"))));
    svg.append((parts.otherDot = element("circle", { class: "mark other", r: 3.6 })));
  }

  // `runs` has past, run and other, each {of, last} or null; `of` gives [low, median, high] of a year.
  show(runs, year) {
    const { parts } = this, { past, run, other } = runs;
    for (const name of NAMED) parts[name].setAttribute("d", runs[name] ? this.line(runs[name].of, runs[name].last) : "");
    parts.pastBand.setAttribute("d", run ? "" : this.ribbon(past.of, past.last));
    parts.band.setAttribute("d", run ? this.ribbon(run.of, run.last) : "");
    parts.otherBand.setAttribute("d", other ? this.ribbon(other.of, other.last) : "");
    this.names(runs);
    this.dots(runs, year);
  }

  // The names at the ends of the lines; a run that ends before the others has none, for it would lie on their lines.
  names(runs) {
    const end = this.stretches(runs.past.last).at(-1)[1], shown = NAMED.filter((name) => runs[name] && runs[name].last >= end);
    const wanted = shown.map((name) => this.y(runs[name].of(end)[1]) + 4), places = spread(wanted, NAMES_APART, MARGIN.top + 4, this.height - MARGIN.bottom);
    for (const name of NAMED) {
      const at = shown.indexOf(name), text = this.parts[`${name}Name`];
      text.setAttribute("visibility", at < 0 ? "hidden" : "visible");
      text.setAttribute("y", at < 0 ? 0 : places[at]);
    }
  }

  // The year's line, a dot on each line, and the number of what leaves the axis.
  dots(runs, year) {
    const { cursor, beyond } = this.parts, x = this.x(year), ends = [x, x, MARGIN.top, this.height - MARGIN.bottom];
    ["x1", "x2", "y1", "y2"].forEach((name, index) => cursor.setAttribute(name, Math.round(ends[index]) + 0.5));
    const values = NAMED.map((name) => (runs[name] && year <= runs[name].last ? runs[name].of(year)[1] : undefined));
    NAMED.forEach((name, index) => {
      const dot = this.parts[`${name}Dot`];
      dot.setAttribute("visibility", values[index] === undefined ? "hidden" : "visible");
      if (values[index] !== undefined) [dot.setAttribute("cx", x), dot.setAttribute("cy", this.y(values[index]))];
    });
    const outside = values.flatMap((value, index) => (value > this.top ? [{ value, kind: CLASS_OF[NAMED[index]] }] : [])).reverse()[0];
    beyond.textContent = outside ? `\u2191 ${number(outside.value, this.panel.decimals)}` : "";
    beyond.setAttribute("class", `beyond ${outside ? outside.kind : ""}`);
    beyond.setAttribute("x", Math.min(Math.max(x, MARGIN.left + 24), this.width - MARGIN.right - 24));
  }
}

// Places near those wanted, at least so far apart, between two bounds, in the same order: neighbours that would touch are moved
// together, each group to the middle of what its members want.
function spread(wanted, apart, least, most) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b] || a - b), groups = [];
  const middle = (members) => members.reduce((sum, index, place) => sum + wanted[index] - place * apart, 0) / members.length;
  const begin = (members) => Math.min(Math.max(middle(members), least), most - (members.length - 1) * apart);
  for (const index of order) {
    groups.push([index]);
    while (groups.length > 1 && begin(groups.at(-1)) < begin(groups.at(-2)) + groups.at(-2).length * apart - 1e-9) groups.push(groups.splice(-2).flat());
  }
  const places = [];
  for (const members of groups) members.forEach((index, place) => (places[index] = begin(members) + place * apart));
  return places;
}
