// One year: the controls, the address, and the numbers of history or of a run that flow, tiles and deaths draw.
"use strict";

const SPOKEN_AFTER = 600, YEAR_OF_PLAY = 1100; // milliseconds

// The mean of a number over the draws that did not fail, with the interval of nine tenths: [low, mean, high].
function triple(values, weights) {
  const [low, high] = weightedQuantiles(values, weights, [LEVELS[0], LEVELS[2]]);
  let sum = 0, whole = 0;
  for (let draw = 0; draw < values.length; draw++) if (weights[draw] > 0) [sum, whole] = [sum + weights[draw] * values[draw], whole + weights[draw]];
  return [low, sum / whole, high];
}

// The numbers of a run, worked out for the years that are looked at.
class YearsOfRun {
  constructor(run, rows) {
    Object.assign(this, { run, rows, known: {} });
  }

  sum(parts, places, year) {
    const sum = new Float64Array(this.run.draws.length);
    for (const [quantity, sign] of parts) addNumbers(sum, this.run, this.rows, quantity, places, year - oneYear.firstYear, sign);
    return sum;
  }

  flow({ key, parts }, year) {
    return (this.known[`flow ${key} ${year}`] ||= triple(this.sum(parts, null, year), this.run.weights));
  }

  collected({ parts, places }, year) {
    return triple(this.sum(parts, places, year), this.run.weights);
  }

  region(measure, place, year) {
    return (this.known[`${measure.key} ${place.index} ${year}`] ||= this.regionOnce(measure, place, year));
  }

  regionOnce({ parts, over, scale }, { index }, year) {
    const values = this.sum(parts, [index], year), by = over && this.sum([[over, 1]], [index], year);
    return triple(values.map((value, draw) => (scale * value) / (by ? by[draw] : 1)), this.run.weights);
  }

  deaths({ places }) {
    const { quantity, years: [first, last] } = oneYear.deathsFrom;
    const years = Array.from({ length: last - first + 1 }, (_, index) => this.sum([[quantity, 1]], places, first + index));
    return triple(years.reduce((sum, next) => sum.map((value, draw) => value + next[draw])), this.run.weights);
  }
}

class OneYear {
  constructor() {
    this.runs = new Runs(model, oneYear.names);
    this.flow = new Flow(oneYear, byId("bands"), byId("labels"));
    this.tiles = new Tiles(oneYear, { tiles: byId("tiles"), table: byId("regiontable"), steps: byId("steps") });
    this.deaths = new Deaths(oneYear, { plot: byId("dots"), table: byId("deathtable") });
    this.measure = oneYear.measures[0].key;
    this.rows = Object.fromEntries([...byId("flowtable").querySelectorAll("tbody tr")].map((row) => [row.dataset.flow, row.cells]));
    this.read();
    this.build();
    this.begin();
  }

  // A year that this page does not show is named, and its last is shown.
  read() {
    [this.state, this.ignored] = readState(location.hash, page, model);
    this.year = this.state.year;
    if (oneYear.years.includes(this.year)) return;
    this.ignored.push(say("not_understood", { part: `y=${this.year}` }));
    this.year = oneYear.years.at(-1);
  }

  get address() {
    return writtenState({ ...this.state, year: this.year }, page, model);
  }

  build() {
    byId("at").addEventListener("input", (event) => this.toYear(oneYear.years[Number(event.target.value)]));
    byId("before").addEventListener("click", () => this.step(-1));
    byId("after").addEventListener("click", () => this.step(1));
    byId("measure").addEventListener("change", (event) => ((this.measure = event.target.value), this.show()));
    byId("choice").addEventListener("change", (event) => this.choose(event.target.value));
    byId("play").addEventListener("click", () => this.play(!this.playing));
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const offer = () => ((byId("play").hidden = still.matches), still.matches && this.play(false));
    still.addEventListener("change", offer);
    offer();
    for (const id of ["dots", "deathskey"]) byId(id).hidden = false;
    addEventListener("popstate", () => (this.read(), this.begin()));
    document.addEventListener("redraw", () => (this.show(), this.showDeaths())); // the curtain of the teacher, the projector
    let width = innerWidth;
    addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), this.show(), this.showDeaths()));
  }

  // --- changes -------------------------------------------------------------------------------------------------------

  step(by) {
    const place = oneYear.years.indexOf(this.year) + by;
    if (place >= 0 && place < oneYear.years.length) this.toYear(oneYear.years[place]);
    return place + 1 < oneYear.years.length;
  }

  toYear(year) {
    this.year = year;
    this.keep(false);
    this.show();
  }

  choose(scenario) {
    if (scenario === "of_link") return;
    this.state = { ...blankState(), long: this.state.long, scenarios: scenario ? [scenario] : [] };
    this.keep(true);
    this.begin();
  }

  play(starts) {
    clearInterval(this.playing);
    this.playing = starts && setInterval(() => this.step(1) || this.play(false), YEAR_OF_PLAY);
    byId("play").textContent = say(starts ? "pause" : "play");
  }

  keep(step) {
    if (this.address !== location.hash) history[step ? "pushState" : "replaceState"](history.state, "", this.address);
  }

  // The run that is shown: none while the teacher keeps it behind the curtain.
  get run() {
    return curtain.down ? null : this.computed;
  }

  set run(run) {
    this.computed = run;
  }

  // --- running -------------------------------------------------------------------------------------------------------

  // History at once; a run when the worker has it.
  begin() {
    this.run = null;
    this.showState();
    this.show();
    this.showDeaths();
    if (!isChanged(this.state)) return;
    const asked = this.address;
    this.runs.whole(changesOf(this.state, page, model, this.runs.ensemble.history), this.span.last - model.firstYear + 1, (run) => {
      if (asked !== this.address && !isChanged(this.state)) return;
      this.run = new YearsOfRun(run, this.runs.rows);
      this.show();
      this.showDeaths();
    });
  }

  // How far a run goes: before the borders change, or on from the war where everything that it changes comes after it.
  get span() {
    return spanOf(this.state, model);
  }

  get shownRun() {
    return this.year <= this.span.last ? this.run : null;
  }

  ofHistory(flow) {
    return flow.history[oneYear.years.indexOf(this.year)];
  }

  ofYear(flow) {
    return this.shownRun ? this.shownRun.flow(flow, this.year) : this.ofHistory(flow);
  }

  ofRegions(measure) {
    const history = measure.history[oneYear.years.indexOf(this.year)];
    return this.shownRun && measure.parts.length ? history.map((_, index) => this.shownRun.region(measure, { index }, this.year)) : history;
  }

  // --- showing -------------------------------------------------------------------------------------------------------

  // What is run, and what of the address was not used.
  showState() {
    const { scenarios, levers } = this.state, [first, ...others] = scenarios, choice = byId("choice"), isPlain = !others.length && !Object.keys(levers).length;
    const isOffered = isPlain && [...choice.options].some((option) => option.value === (first || ""));
    choice.querySelector("[value=of_link]")?.remove();
    if (!isOffered) choice.append(element("option", { value: "of_link" }, this.named()));
    choice.value = isOffered ? first || "" : "of_link";
  }

  // What was changed, in words.
  named() {
    const titles = this.state.scenarios.map((scenario) => page.scenarios.find((each) => each.key === scenario)).map(({ short, title }) => short || title);
    const levers = Object.entries(this.state.levers).map(([key, { value, from, to }]) => {
      const lever = page.levers.find((each) => each.key === key);
      return `${lever.title}: ${lever.sets ? `${number(100 * value, 0)} %` : say("times_history", { value: number(value, 2) })}, ${range(agricultural(from), agricultural(to))}`;
    });
    return [...titles, ...levers].join("; ");
  }

  show() {
    const means = (of) => Object.fromEntries(oneYear.flows.map((flow) => [flow.key, of(flow)[1]]));
    const values = means((flow) => this.ofYear(flow)), past = this.shownRun && means((flow) => this.ofHistory(flow));
    document.querySelector("main").classList.toggle("changed", Boolean(this.shownRun));
    this.flow.draw(values, past, this.year);
    this.tiles.draw(this.measure, (measure) => this.ofRegions(measure));
    this.table();
    this.collected();
    this.words(values);
    for (const part of document.querySelectorAll(".ofrun")) part.hidden = !this.run;
  }

  // Names of the year, the balance, the address, and what has to be said.
  words(values) {
    const { year } = this, name = agricultural(year);
    byId("at").value = oneYear.years.indexOf(year);
    byId("at").setAttribute("aria-valuetext", name);
    byId("yearname").textContent = name;
    for (const part of document.querySelectorAll("[data-year]")) part.textContent = name;
    byId("before").disabled = year === oneYear.years[0];
    byId("after").disabled = year === oneYear.years.at(-1);
    const total = (end, column) => oneYear.flows.filter((flow) => this.flow.nodes[flow[end]].column === column).reduce((sum, { key }) => sum + values[key], 0);
    const [came, went] = [total("from", OUTER[0]), total("to", OUTER[1])];
    const balance = say("balance", { came: number(came), went: number(went), apart: number(came - went) });
    byId("balance").textContent = isChanged(this.state) && !this.computed ? say("running") : balance;
    byId("flow").setAttribute("aria-label", `${say("flow_picture", { year: name })} ${balance}`);
    const messages = [this.ignored.length && say("ignored", { what: this.ignored.join("; ") }), this.run && !this.shownRun && say("run_ended", { last: agricultural(this.span.last) })].filter(Boolean);
    byId("message").hidden = !messages.length;
    byId("message").textContent = messages.join(" ");
    this.links();
    this.speak(`${name}. ${byId("balance").textContent} ${oneYear.flows.filter(({ label }) => label).map(({ key, title }) => `${title} ${number(values[key])}`).join(", ")}.`);
  }

  links() {
    byId("openlab").href = byId("openlab").dataset.file + this.address;
    byId("address").textContent = location.href;
    for (const link of document.querySelectorAll("[data-keeps]")) link.href = link.dataset.keeps + location.hash;
  }

  table() {
    for (const flow of oneYear.flows) {
      const [, , , record, mean, interval] = this.rows[flow.key], [low, middle, high] = this.ofYear(flow);
      const nodes = [flow.from, flow.to].map((key) => this.flow.nodes[key]), seen = [flow, ...nodes].map((part) => part.record[this.year]).find(Boolean);
      record.textContent = seen ? ranged(seen) : "\u2013";
      mean.textContent = number(middle);
      interval.textContent = range(number(low), number(high));
    }
  }

  // What was taken where the record has a region of its own.
  collected() {
    for (const place of oneYear.collected) {
      const row = byId("collectedtable").querySelector(`[data-collected=${place.key}]`), [, record, grade, , model] = row.cells, seen = place.record[this.year];
      record.textContent = seen ? ranged(seen[0]) : "\u2013";
      grade.textContent = seen ? seen[1] : "\u2013";
      model.textContent = ranged(this.shownRun ? this.shownRun.collected(place, this.year) : this.ofHistory(place));
    }
  }

  showDeaths() {
    this.deaths.draw(this.run && ((row) => this.run.deaths(row)));
  }

  // Once, when nothing has changed for a while.
  speak(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (byId("live").textContent = text), SPOKEN_AFTER);
  }
}
const year = new OneYear();
