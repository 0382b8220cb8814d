// The sentences of figures above the panels: harvest, what was left, excess deaths, in the record, in the model and in the runs.
"use strict";

const IN_SENTENCES = ["harvest", "left", "deaths"];

class Sentences {
  constructor(laboratory) {
    this.laboratory = laboratory;
  }

  // The sentences of a year, as elements and as one text that is spoken.
  show(year) {
    const all = IN_SENTENCES.map((key) => this.sentence(entryOf(page.panels, key), year));
    byId("sentence").replaceChildren(...all.map((parts) => element("span", { class: "line" }, ...parts)));
    return all.map((parts) => `${parts[0].textContent}: ${parts.slice(1).map((part) => part.textContent).join(", ")}.`).join(" ");
  }

  sentence(panel, year) {
    const { runs, past, now, base } = this.laboratory, compared = this.laboratory.comparedAlike || this.laboratory.compared;
    const point = pointOf(panel, year), { key, decimals } = panel;
    const between = (low, high) => (number(low, decimals) === number(high, decimals) ? "" : ` (${range(number(low, decimals), `\u2060${number(high, decimals)}`)})`); // no line ends within a range
    const level = (run, text) => {
      const line = runs.line(run, panel)(year);
      return say(text, { value: number(line[1], decimals) }) + between(line[0], line[2]);
    };
    const apart = (run, other, texts) => this.apart(panel, year, between, run, other, texts);
    const reach = (run) => run && runs.line(run, panel)(year);
    const parts = [
      ["", point ? say("in_record", { value: number(point[1], decimals) }) + between(point[2], point[3]) : say("no_figure")],
      ["", level(past.shown, "in_model")],
      reach(now) && ["run", key === "deaths" ? apart(now, base, ["fewer", "more", "no_telling"]) : level(now, "in_run")],
      reach(compared) && ["otherrun", key === "deaths" ? apart(compared, now || base, ["fewer_compared", "more_compared", "no_telling_compared"]) : level(compared, "in_compared")],
    ];
    const unit = say(key === "deaths" ? "million" : "million_tonnes");
    return [element("b", {}, `${say(key)}, ${unit}`), ...parts.filter(Boolean).map(([kind, text]) => element("span", kind ? { class: kind } : {}, text))];
  }

  // By how much a run differs from another at the same draws.
  apart(panel, year, between, run, other, [fewer, more, none]) {
    const { runs } = this.laboratory, index = year - model.firstYear;
    if (run.draws.length !== other.draws.length) return say("not_yet"); // the other is still on its way from the worker
    const both = [run, other].map((one) => lineOf(one, runs.rows, panel, index));
    const apart = weightedQuantiles(both[0].map((value, draw) => value - both[1][draw]), weightsOfBoth(runs.ensemble, run, other), LEVELS);
    if (apart[0] < 0 === apart[2] > 0 || number(apart[1]) === number(0)) return say(none);
    const sizes = apart.map(Math.abs).sort((a, b) => a - b);
    return say(apart[1] < 0 ? fewer : more, { value: number(Math.abs(apart[1])) }) + between(sizes[0], sizes[2]);
  }
}

// The record's point that belongs to an agricultural year: a calendar year, or 1 January, stands beside the one in which it begins.
function pointOf(panel, year) {
  return panel.record?.points.find(([at]) => at === year || at === year + 0.5);
}

// Of what a point is where its year is not the agricultural one: a calendar year or 1 January.
function whenOf(panel, [at]) {
  return Number.isInteger(at) ? "" : say(panel.record.isDay ? "on_1_january" : "calendar_year", { year: String(at + 0.5) });
}
