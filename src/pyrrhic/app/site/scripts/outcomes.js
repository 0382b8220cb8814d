// A row of the table of outcomes: history, this run, their difference draw by draw.
"use strict";

class Outcome {
  constructor(outcome) {
    this.outcome = outcome;
    this.element = element("tr");
  }

  show(runs, run, base, given) {
    const { title, unit, measure } = this.outcome, [past, now] = [base, run].map((one) => one && runs.level(one, this.outcome));
    const head = element("th", { scope: "row" }, title, " ", element("small", {}, unit));
    const cells = run ? this.compared(runs.difference(run, base, measure), given) : [element("td", { class: "none wide", colspan: 3 })];
    this.element.replaceChildren(head, this.level(past, "past", "history"), now ? this.level(now, "now", "run") : element("td"), ...cells);
  }

  level([low, middle, high], kind, label) {
    const { decimals } = this.outcome, ends = [low, high].map((value) => number(value, decimals));
    const interval = ends[0] === ends[1] ? "" : ` (${range(...ends)})`;
    return element("td", { class: kind, "data-label": say(label) }, number(middle, decimals), element("span", { class: "iv" }, interval));
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
