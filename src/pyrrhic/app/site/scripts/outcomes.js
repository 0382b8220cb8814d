// A row of the table of outcomes. Of one run: history, this run, their difference draw by draw. Of two: this run, the one compared,
// and the second less the first.
"use strict";

const HEADS_OF_ONE = ["head_history", "head_run", "head_difference"], HEADS_OF_TWO = ["head_run", "head_compared", "head_compared_less"];

class Outcome {
  constructor(outcome) {
    this.outcome = outcome;
    this.element = element("tr");
  }

  // `base` is history, `run` and `other` may be null; `after` says whether rows of the years after the war are shown.
  show(runs, { base, run, other, after }, isGiven) {
    const { title, unit, afterWar } = this.outcome, [first, second] = other ? [run || base, other] : [base, run];
    this.element.hidden = afterWar && !after;
    const head = element("th", { scope: "row" }, title, " ", element("small", {}, unit));
    const kinds = other ? [["now", "run"], ["other", "compared"]] : [["past", "history"], ["now", "run"]];
    this.element.replaceChildren(head, this.level(runs, first, ...kinds[0]), this.level(runs, second, ...kinds[1]), ...this.apart(runs, second, first, isGiven));
  }

  reaches(run) {
    return run.levels?.[this.outcome.key] || lastOfMeasure(this.outcome.measure) < run.years;
  }

  level(runs, run, kind, label) {
    if (!run) return element("td");
    if (!this.reaches(run)) return element("td", { class: kind, "data-label": say(label) }, "\u2013");
    const { decimals } = this.outcome, [low, middle, high] = runs.level(run, this.outcome), ends = [low, high].map((value) => number(value, decimals));
    const interval = ends[0] === ends[1] ? "" : ` (${range(...ends)})`;
    return element("td", { class: kind, "data-label": say(label) }, number(middle, decimals), element("span", { class: "iv" }, interval));
  }

  apart(runs, run, base, isGiven) {
    const wide = (text) => [element("td", { class: "none wide", colspan: 3 }, text)];
    if (!run) return wide("");
    if (!this.reaches(run) || !this.reaches(base)) return wide(say("ends_before"));
    if (run.draws?.length !== base.draws?.length) return wide("");
    return this.compared(runs.difference(run, base, this.outcome.measure), isGiven);
  }

  compared({ levels: [low, middle, high], structures }, given) {
    const { decimals } = this.outcome, write = (value) => signed(value, decimals), ends = (a, b) => say("to", { low: write(a), high: write(b) });
    const cell = (kind, text, columns) => element("td", { class: kind, colspan: columns }, text);
    if (given) return [cell("diff", write(middle)), cell("none", say("given"), 2)];
    if (Math.max(Math.abs(low), Math.abs(high)) < 0.5 * 10 ** -decimals) return [cell("none wide", say("same"), 3)];
    if ((low < 0 && high > 0) || write(middle) === number(0, decimals)) return [cell("none wide", say("not_told", { low: write(low), high: write(high) }), 3)];
    return [cell("diff", write(middle)), cell("inter", ends(low, high)), element("td", { class: "wide", "data-label": say("structures") }, ends(...structures))];
  }
}

// The place of the last year that a measure reads.
function lastOfMeasure(measure) {
  const inner = [measure.over, measure.minus].filter((part) => typeof part === "object").map(lastOfMeasure);
  return Math.max(...measure.parts.flat().map(([, , year]) => year), ...inner);
}
