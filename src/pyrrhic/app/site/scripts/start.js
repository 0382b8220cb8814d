// The first page: one question, one picture, four choices, two sentences whose numbers change with the choice.
"use strict";

const SHOWN = ["harvest", "taken"], FAMINE_YEAR = 1932;
const LOWEST = 190, TALLEST = 300, BESIDE_THE_CHART = 660; // so that question, picture, choices, sentences and a step of the lesson stand on one screen

// Harvest and what the state took, in one frame.
class StartChart {
  constructor(panels, svg) {
    this.charts = panels.map((panel) => new Chart(panel, svg));
    [this.panels, this.svg] = [panels, svg];
  }

  draw(past, run) {
    const [first, second] = this.charts;
    first.frame(false);
    Object.assign(second, { x: first.x, y: first.y, top: first.top, last: first.last, width: first.width, height: first.height });
    for (const name of ["cursor", "pastDot", "runDot", "beyond"]) first.parts[name].remove();
    const [left, right] = [first.x(FAMINE_YEAR - 0.5), first.x(FAMINE_YEAR + 0.5)];
    const year = element("rect", { class: "yearband", x: left, y: MARGIN.top, width: right - left, height: first.y(0) - MARGIN.top });
    this.svg.prepend(year, element("text", { x: (left + right) / 2, y: MARGIN.top + 12, "text-anchor": "middle" }, agricultural(FAMINE_YEAR)));
    for (const name of ["pastBand", "band", "past", "run"]) this.svg.append((second.parts[name] = element("path", { class: first.parts[name].getAttribute("class") })));
    for (const name of ["pastName", "runName"]) this.svg.append((second.parts[name] = first.parts[name].cloneNode()));
    this.svg.append(...second.record());
    this.charts.forEach((chart, index) => this.lines(chart, past(chart.panel), run && run(chart.panel), this.panels[index].short));
  }

  lines(chart, past, run, name) {
    const { parts } = chart, end = LAST_SHOWN;
    parts.past.setAttribute("d", chart.line(past, end));
    parts.pastBand.setAttribute("d", run ? "" : chart.ribbon(past, end));
    parts.run.setAttribute("d", run ? chart.line(run, end) : "");
    parts.band.setAttribute("d", run ? chart.ribbon(run, end) : "");
    parts.pastName.textContent = name;
    parts.runName.textContent = say("run");
    chart.name(past, run, end);
  }
}

class Start {
  constructor() {
    this.runs = new Runs(model, model.names);
    this.panels = SHOWN.map((key) => ({ ...page.panels.find((one) => one.key === key), short: say(`line_${key}`) }));
    this.chart = new StartChart(this.panels, byId("startchart"));
    this.choice = "";
    document.querySelector("#start .numbers").open = false;
    for (const radio of document.getElementsByName("choice")) radio.addEventListener("change", () => this.change(radio.value));
    this.past = this.runs.printed(page);
    this.draw();
    this.runs.whole([], YEARS_OF_A_START, (run) => {
      this.all = run;
      this.choose(this.choice);
    });
    document.addEventListener("redraw", () => this.draw()); // the curtain of the teacher
    addEventListener("hashchange", () => this.read());
    this.read();
    let width = innerWidth;
    addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), this.draw()));
  }

  get run() {
    return curtain.down ? null : this.computed;
  }

  set run(run) {
    this.computed = run;
  }

  // The choice that an address names, with what of it was not used.
  read() {
    const [state, ignored] = readState(location.hash, page, model), [scenario = ""] = state.scenarios;
    byId("message").hidden = !ignored.length;
    byId("message").textContent = ignored.length ? say("ignored", { what: ignored.join("; ") }) : "";
    for (const radio of document.getElementsByName("choice")) radio.checked = radio.value === scenario;
    if (scenario !== this.choice) this.choose(scenario);
  }

  // Another choice in place of the last: the address says it, and keeps the step of a lesson.
  change(scenario) {
    history.replaceState(history.state, "", writtenState({ ...blankState(), scenarios: scenario ? [scenario] : [] }, page, model));
    for (const link of document.querySelectorAll("[data-keeps]")) link.href = link.dataset.keeps + location.hash;
    this.choose(scenario);
  }

  choose(scenario) {
    this.choice = scenario;
    byId("openlab").href = byId("openlab").dataset.file + (scenario ? `#v=${SCHEME}&s=${scenario}` : "");
    const settled = (run) => ((this.run = run), this.draw());
    if (!scenario) return settled(null);
    if (!this.all) return; // chosen before history has all its draws: asked for when they are in
    const changes = changesOf({ ...blankState(), scenarios: [scenario] }, page, model, this.runs.ensemble.history);
    this.runs.whole(changes, YEARS_OF_A_START, settled);
  }

  draw() {
    byId("startchart").parentElement.dataset.tallest = Math.min(TALLEST, Math.max(LOWEST, innerHeight - BESIDE_THE_CHART));
    this.chart.draw(
      (panel) => this.runs.line(this.past, panel),
      this.run && ((panel) => this.runs.line(this.run, panel))
    );
    byId("figures").replaceChildren(...["harvest", "taken"].flatMap((key) => this.figure(key)));
    byId("startsays").textContent = `${this.run ? this.compared() : this.asItHappened()} ${say("start_limit")}`;
  }

  // The record's figure of the famine year, with its range.
  figure(key) {
    const panel = page.panels.find((one) => one.key === key), [, value, low, high] = panel.record.points.find(([year]) => year === FAMINE_YEAR);
    const between = low === high ? "" : ` (${range(number(low), number(high))})`;
    return [element("dt", {}, say(`short_${key}`)), element("dd", {}, `${number(value)}${between}`)];
  }

  outcome(key) {
    return page.outcomes.find((one) => one.key === key);
  }

  asItHappened() {
    const [low, middle, high] = this.runs.level(this.past, this.outcome("deaths")).map((value) => number(value));
    const record = page.panels.find((one) => one.key === "deaths").record.points.filter(([year]) => year >= 1930 && year < 1934);
    const [value, least, most] = [1, 2, 3].map((index) => number(record.reduce((sum, point) => sum + point[index], 0)));
    return say("start_history", { middle, low, high, value, least, most });
  }

  compared() {
    const parts = ["harvest", "deaths"].map((key) => {
      const { levels, structures } = this.runs.difference(this.run, this.all, this.outcome(key).measure);
      if (levels[0] < 0 === levels[2] > 0) return say(`start_same_${key}`);
      const sizes = (numbers) => numbers.map(Math.abs).sort((a, b) => a - b).map((value) => number(value));
      const [low, , high] = sizes(levels), [least, most] = sizes(structures);
      return say(`start_${levels[1] < 0 ? "fewer" : "more"}_${key}`, { value: number(Math.abs(levels[1])), low, high, least, most });
    });
    const title = page.scenarios.find((one) => one.key === this.choice).title;
    return say("start_compared", { title, harvest: parts[0], deaths: parts[1] });
  }
}
const YEARS_OF_A_START = LAST_SHOWN - model.firstYear + 1;
const start = new Start();
