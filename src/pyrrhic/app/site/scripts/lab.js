// The laboratory: panels, levers, what was changed, outcomes. Lines follow the thumb; figures settle on release.
"use strict";

const YEARS_OF_A_RUN = LAST_SHOWN - model.firstYear + 1; // a changed run is shown to 1939/40: borders change then
const FIGURES_EVERY = 120, SPOKEN_AFTER = 600,
  ONE_STEP = 1000; // milliseconds

class Laboratory {
  constructor() {
    this.runs = new Runs(model, model.names);
    [this.state, this.ignored] = readState(location.hash, page, model);
    this.depth = history.state?.depth ?? 0;
    this.deepest = this.depth;
    this.charts = page.panels.map((panel) => this.panel(panel));
    this.levers = page.levers.map((lever) => new Lever(lever, this.runs, (...moved) => this.moved(...moved)));
    this.outcomes = page.outcomes.map((outcome) => new Outcome(outcome));
    this.build();
    this.past = { few: this.runs.atOnce([], YEARS_OF_A_RUN), shown: this.runs.printed(page) };
    this.refresh();
    if (!isChanged(this.state)) this.table();
    this.runs.whole([], model.years, (run) => {
      this.past.all = this.past.shown = Object.assign(run, this.past.shown);
      this.settle();
    });
  }

  // The run that is shown: none while the teacher keeps it behind the curtain.
  get now() {
    return curtain.down ? null : this.computed;
  }

  set now(run) {
    this.computed = run;
  }

  build() {
    let group = "";
    for (const lever of this.levers) {
      if (lever.lever.group !== group) byId("list").append(element("h2", { class: "group" }, say((group = lever.lever.group))));
      byId("list").append(lever.element);
    }
    byId("body").append(...this.outcomes.map((outcome) => outcome.element));
    for (const scenario of page.scenarios) byId("preset").append(element("option", { value: scenario.key }, scenario.title));
    byId("preset").addEventListener("change", (event) => this.begin(event.target.value));
    byId("reset").addEventListener("click", () => this.begin("as_it_happened"));
    byId("undo").addEventListener("click", () => history.back());
    byId("redo").addEventListener("click", () => history.forward());
    byId("link").addEventListener("click", () => this.showLink());
    byId("year").addEventListener("input", (event) => this.toYear(Number(event.target.value)));
    byId("before").addEventListener("click", () => this.toYear(this.state.year - 1));
    byId("after").addEventListener("click", () => this.toYear(this.state.year + 1));
    for (const radio of document.getElementsByName("w")) radio.addEventListener("change", () => this.toPeriod(radio.value === "1970"));
    addEventListener("popstate", (event) => {
      this.depth = event.state?.depth ?? 0;
      [this.state, this.ignored] = readState(location.hash, page, model);
      this.refresh();
    });
    document.addEventListener("redraw", () => this.refresh()); // the curtain of the teacher, the projector
    let width = innerWidth;
    addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), this.reframe(), this.draw()));
    if (!history.state) history.replaceState({ depth: 0 }, "", location.href);
  }

  panel(panel) {
    const svg = element("svg", { role: "img" }), read = element("p", { class: "read" }), table = element("button", { type: "button", class: "plain" }, say("table"));
    const caption = element("figcaption", { id: `panel-${panel.key}` }, panel.title, element("small", {}, panel.unit));
    const misses = panel.missed.length && element("p", { class: "misses", id: `misses-${panel.key}` }, this.misses(panel));
    const figure = element("figure", { tabindex: 0, "aria-labelledby": caption.id, "aria-describedby": misses && misses.id }, caption, svg, read, misses || "");
    table.setAttribute("aria-label", `${say("table")}: ${panel.title}`);
    table.addEventListener("click", () => this.showTable(panel));
    figure.addEventListener("keydown", (event) => this.key(event, panel, figure));
    const chart = new Chart(panel, svg);
    const at = (event) => this.toYear(chart.yearAt(event.clientX, model.firstYear, LAST_SHOWN));
    svg.addEventListener("pointerdown", at);
    svg.addEventListener("pointermove", (event) => event.buttons && at(event));
    byId("panels").append(figure);
    return Object.assign(chart, { figure, read, table });
  }

  // Where the record's points lie outside the band in more years than may be; the page's data say in which.
  misses({ missed, compared }) {
    const runs = [];
    for (const year of missed) {
      if (year - 1 === runs.at(-1)?.[1]) runs.at(-1)[1] = year;
      else runs.push([year, year]);
    }
    const years = runs.map(([from, to]) => (from === to ? String(from) : range(from, to))).join(", ");
    return say("misses", { years, count: missed.length, all: compared });
  }

  key(event, panel, figure) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], next = { ArrowUp: figure.previousElementSibling, ArrowDown: figure.nextElementSibling };
    if (step) this.toYear(this.state.year + step, figure);
    else if (event.key in next) next[event.key]?.focus();
    else if (event.key.toLowerCase() === "t" || event.key.toLowerCase() === "\u0435") this.showTable(panel);
    else return;
    event.preventDefault();
  }

  // --- changes -----------------------------------------------------------------------------------------------------

  begin(scenario) {
    this.state = { ...blankState(), year: this.state.year, long: this.state.long, scenarios: scenario === "as_it_happened" ? [] : [scenario] };
    this.keep(true);
    this.refresh();
  }

  // A lever moves, or is let go. A drag is one step for Back, and so are presses of a key that follow one another.
  moved(key, change, done) {
    const now = performance.now(), goesOn = this.dragging || (this.last?.key === key && now - this.last.at < ONE_STEP);
    this.dragging = !done;
    this.last = { key, at: now };
    this.state.levers[key] = change;
    this.keep(!goesOn);
    if (done) this.refresh();
    else this.soon();
  }

  remove(part) {
    if (part.scenario) this.state.scenarios = this.state.scenarios.filter((name) => name !== part.scenario);
    else delete this.state.levers[part.lever];
    this.keep(true);
    this.refresh();
  }

  toYear(year, figure) {
    this.state.year = Math.max(model.firstYear, Math.min(LAST_SHOWN, year));
    this.keep(false);
    this.draw();
    this.figures();
    this.speak(figure && figure.querySelector("svg").getAttribute("aria-label"));
  }

  toPeriod(long) {
    this.state.long = long;
    this.keep(false);
    this.reframe();
    this.draw();
  }

  // Write the address: a new step that Back undoes, or in place of the last.
  keep(step) {
    const address = writtenState(this.state, page, model);
    if (address === location.hash) return;
    if (step) history.pushState({ depth: (this.deepest = ++this.depth) }, "", address);
    else history.replaceState({ depth: this.depth }, "", address);
    this.buttons();
  }

  buttons() {
    byId("undo").disabled = this.depth < 1;
    byId("redo").disabled = this.depth >= this.deepest;
    byId("reset").disabled = !isChanged(this.state);
    for (const link of document.querySelectorAll("[data-keeps]")) link.href = link.dataset.keeps + location.hash;
  }

  // --- running -----------------------------------------------------------------------------------------------------

  get changes() {
    return changesOf(this.state, page, model, this.runs.ensemble.history);
  }

  get lastOfRun() {
    return Math.min(LAST_SHOWN, ...this.state.scenarios.map((name) => model.scenarios[name].ends));
  }

  // The next frame shows where the lever is, with some draws.
  soon() {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0;
      this.now = isChanged(this.state) ? Object.assign(this.runs.atOnce(this.changes, YEARS_OF_A_RUN), { held: this.held }) : null;
      this.base = this.past.few;
      this.showLevers();
      this.draw();
      if (performance.now() - (this.told || 0) > FIGURES_EVERY) this.figures();
    });
  }

  // Everything of the state as it is now: first with some draws, then, unless it has changed since, with all of them.
  refresh() {
    this.reframe();
    this.now = isChanged(this.state) ? this.runs.atOnce(this.changes, YEARS_OF_A_RUN) : null;
    this.base = this.past.few;
    this.showLevers();
    this.showChanges();
    this.draw();
    this.figures();
    this.buttons();
    this.settle();
  }

  settle() {
    if (!this.past.all) return;
    if (!isChanged(this.state)) return this.settled(null);
    this.runs.whole(this.changes, YEARS_OF_A_RUN, (run) => this.dragging || this.settled(run));
  }

  settled(run) {
    this.now = run;
    this.base = this.past.all;
    this.held = { all: run || this.past.all, few: run ? this.runs.atOnce(this.changes, YEARS_OF_A_RUN) : this.past.few };
    this.draw();
    this.figures();
    this.table();
    this.speak();
  }

  // --- showing -----------------------------------------------------------------------------------------------------

  reframe() {
    for (const chart of this.charts) chart.frame(this.state.long);
    document.querySelector(`[name=w][value="${this.state.long ? 1970 : 1940}"]`).checked = true;
  }

  draw() {
    for (const chart of this.charts) {
      const past = this.runs.line(this.past.shown, chart.panel);
      chart.draw(past, this.now && this.runs.line(this.now, chart.panel), this.lastOfRun, this.state.year);
    }
  }

  showLevers() {
    const paths = this.runs.ensemble.pathsWith(this.changes);
    for (const lever of this.levers) lever.show(this.state.levers[lever.lever.key], paths);
    const [one, ...others] = this.state.scenarios;
    byId("preset").value = others.length ? "" : one || "as_it_happened";
  }

  showChanges() {
    const parts = [
      ...this.state.scenarios.map((scenario) => ({ scenario, name: page.scenarios.find((one) => one.key === scenario).title })),
      ...Object.keys(this.state.levers).map((lever) => ({ lever, name: page.levers.find((one) => one.key === lever).title })),
    ];
    byId("changed").replaceChildren(...(parts.length ? parts.map((part) => this.change(part)) : [element("li", {}, say("nothing_changed"))]));
    byId("address").textContent = location.href;
    byId("message").hidden = !this.ignored.length;
    byId("message").textContent = this.ignored.length ? say("ignored", { what: this.ignored.join("; ") }) : "";
  }

  change(part) {
    const button = element("button", { type: "button", "aria-label": say("remove", part) }, "\u00d7");
    button.addEventListener("click", () => this.remove(part));
    const lever = part.lever && this.levers.find((one) => one.lever.key === part.lever);
    return element("li", {}, `${part.name}${lever ? `: ${lever.what.textContent}, ${lever.named()}` : ""} `, button);
  }

  figures() {
    this.told = performance.now();
    const { year } = this.state;
    byId("year").value = year;
    byId("year").setAttribute("aria-valuetext", agricultural(year));
    byId("yearname").textContent = agricultural(year);
    for (const chart of this.charts) this.readout(chart, year);
    const sentences = ["harvest", "left", "deaths"].map((key) => this.sentence(key, year));
    this.spoken = sentences.map((parts) => `${parts[0].textContent}: ${parts.slice(1).map((part) => part.textContent).join(", ")}.`).join(" ");
    byId("sentence").replaceChildren(...sentences.map((parts) => element("span", { class: "line" }, ...parts)));
  }

  // The record's point that belongs to an agricultural year: a calendar year or 1 January lies half a year before.
  point(panel, year) {
    return panel.record?.points.find(([at]) => at === year || at === year - 0.5 || at === year + 0.5);
  }

  readout(chart, year) {
    const { panel, read, table } = chart, point = this.point(panel, year);
    const [past, run] = [this.past.shown, this.now].map((one) => one && this.runs.line(one, panel)(year)[1]);
    const one = (name, value, kind) => element("span", { class: kind }, `${say(name)} `, element("b", {}, value === undefined || value === null ? "\u2013" : number(value, panel.decimals)));
    read.replaceChildren(one("record", point?.[1], "r"), one("history", past, "h"), ...(this.now ? [one("run", run, "n")] : []), table);
    const said = [["record", point?.[1]], ["history", past], ...(this.now ? [["run", run]] : [])].map(([name, value]) => `${say(name)} ${value === undefined || value === null ? say("no_figure") : number(value, panel.decimals)}`);
    chart.svg.setAttribute("aria-label", `${panel.title}, ${panel.unit}, ${agricultural(year)}: ${said.join(", ")}`);
  }

  sentence(key, year) {
    const { panel } = this.charts.find((chart) => chart.panel.key === key), point = this.point(panel, year), { decimals } = panel;
    const between = (low, high) => (number(low, decimals) === number(high, decimals) ? "" : ` (${range(number(low, decimals), number(high, decimals))})`);
    const past = this.runs.line(this.past.shown, panel)(year), unit = say(key === "deaths" ? "million" : "million_tonnes");
    const said = [
      point ? say("in_record", { value: number(point[1], decimals) }) + between(point[2], point[3]) : say("no_figure"),
      say("in_model", { value: number(past[1], decimals) }) + between(past[0], past[2]),
    ].map((text) => element("span", {}, text));
    const run = this.now ? [element("span", { class: "run" }, this.inRun(key, panel, year, between))] : [];
    return [element("b", {}, `${say(key)}, ${unit}`), ...said, ...run];
  }

  inRun(key, panel, year, between) {
    const line = this.runs.line(this.now, panel)(year);
    if (key !== "deaths") return say("in_run", { value: number(line[1], panel.decimals) }) + between(line[0], line[2]);
    const index = year - model.firstYear, both = [this.now, this.base].map((run) => lineOf(run, this.runs.rows, panel, index));
    const apart = weightedQuantiles(both[0].map((value, draw) => value - both[1][draw]), weightsOfBoth(this.runs.ensemble, this.now, this.base), LEVELS);
    if (apart[0] < 0 === apart[2] > 0 || number(apart[1]) === number(0)) return say("no_telling");
    const sizes = apart.map(Math.abs).sort((a, b) => a - b);
    return say(apart[1] < 0 ? "fewer" : "more", { value: number(Math.abs(apart[1])) }) + between(sizes[0], sizes[2]);
  }

  table() {
    for (const outcome of this.outcomes) outcome.show(this.runs, this.now, this.base, this.given(outcome.outcome.given));
    const failed = this.now ? this.now.failed.filter((year) => year >= 0).length : 0;
    byId("failed").textContent = failed ? say("failed", { count: failed, all: this.now.draws.length }) : "";
  }

  given(lever) {
    const scenarios = page.scenarios.filter((one) => this.state.scenarios.includes(one.key));
    return lever && (lever in this.state.levers || scenarios.some((one) => one.levers.includes(lever)));
  }

  showTable(panel) {
    const heads = ["year", "record_range", "history_interval", ...(this.now ? ["run_interval"] : [])];
    const cell = ([low, middle, high]) => element("td", {}, `${number(middle, panel.decimals)} (${range(number(low, panel.decimals), number(high, panel.decimals))})`);
    const rows = Array.from({ length: YEARS_OF_A_RUN }, (_, index) => {
      const year = model.firstYear + index, point = this.point(panel, year);
      const runs = [this.past.shown, ...(this.now ? [this.now] : [])].map((run) => cell(this.runs.line(run, panel)(year)));
      return element("tr", {}, element("th", { scope: "row" }, agricultural(year)), point ? cell([point[2], point[1], point[3]]) : element("td", {}, "\u2013"), ...runs);
    });
    const record = panel.record ? `${say("sources")}: ${panel.record.sources.join("; ")}.` : say("no_record");
    const head = element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, say(key)))));
    const body = element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": panel.title }, element("table", {}, head, element("tbody", {}, ...rows)));
    this.dialog(`${panel.title}, ${panel.unit}`, ...(panel.note ? [element("p", {}, panel.note)] : []), body, element("p", {}, record));
  }

  showLink() {
    const field = element("input", { readonly: "", value: location.href, "aria-label": say("link_title") });
    this.dialog(say("link_title"), element("p", {}, say("link_text")), field);
    field.select();
  }

  dialog(title, ...contents) {
    const close = element("button", { class: "plain", type: "button" }, say("close"));
    close.addEventListener("click", () => byId("dialog").close());
    byId("dialog").setAttribute("aria-label", title);
    byId("dialog").replaceChildren(element("h2", {}, title), ...contents, element("p", {}, close));
    byId("dialog").showModal();
  }

  // Once, when nothing has changed for a while: the panel that is read, or else the figures of the year.
  speak(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (byId("live").textContent = text || `${agricultural(this.state.year)}. ${this.spoken}`), SPOKEN_AFTER);
  }
}

// On a narrow screen the levers are a sheet at the bottom that opens.
const wide = matchMedia("(min-width: 901px)");
const openSheet = () => (byId("levers").open = wide.matches);
wide.addEventListener("change", openSheet);
openSheet();
const laboratory = new Laboratory();
