// The levers in their groups: a slider with history's mark, the years that it moves, what that means and what it was.
"use strict";

const STEP = 0.05, WIDE = 3; // a slider with a longer way than this moves in whole numbers
const OPEN = ["procurement", "exports", "relief"], OTHERS = "others";

class Lever {
  constructor(lever, runs, changed) {
    Object.assign(this, { lever, runs, changed });
    this.usual = { from: lever.from, to: lever.to };
    this.years = { ...this.usual };
    this.slider = element("input", { type: "range", min: lever.least, max: lever.most, step: lever.most > WIDE ? 1 : STEP, id: `lever-${lever.key}` });
    this.what = element("output", { for: this.slider.id });
    this.says = element("p", { class: "says years" });
    this.selects = ["from", "to"].map((end) => this.select(end));
    this.numbers = element("span");
    this.says.append(this.selects[0], ` ${say("years_to")} `, this.selects[1], ": ", this.numbers);
    this.track = element("div", { class: "track" }, element("span", { class: "past" }), element("span", { class: "fill" }), this.slider);
    const head = element("div", { class: "top" }, element("label", { for: this.slider.id }, lever.title), this.what);
    this.was = element("span");
    const source = element("button", { type: "button", class: "plain", "aria-label": say("source_of", { name: lever.title }) }, say("source"));
    source.addEventListener("click", () => openDialog(lever.title, ...aboutLever(lever)));
    this.element = element("div", { class: "lever" }, head, this.track, this.says, element("p", { class: "was" }, this.was, source));
    this.slider.addEventListener("input", () => this.drag());
    this.slider.addEventListener("change", () => this.letGo());
  }

  // A slider that is let go where it was taken hold of has not changed for the browser, so the pointer is heard as well.
  drag() {
    if (!this.isHeld) addEventListener("pointerup", () => this.isHeld && this.letGo(), { once: true });
    this.isHeld = true;
    this.move(false);
  }

  letGo() {
    this.isHeld = false;
    this.move(true);
  }

  select(end) {
    const years = yearsShown(Boolean(this.lever.late));
    const made = element("select", { "aria-label": say(`${end}_year`, { name: this.lever.title }) }, ...years.map((year) => element("option", { value: year }, agricultural(year))));
    made.addEventListener("change", () => {
      this.years[end] = Number(made.value);
      if (isLate(this.years.to) && !isLate(this.years.from)) this.years[end === "to" ? "from" : "to"] = end === "to" ? AFTER_THE_WAR : LAST_SHOWN; // not across the war
      if (this.years.from > this.years.to) this.years[end === "from" ? "to" : "from"] = this.years[end];
      this.move(true);
    });
    return made;
  }

  move(done) {
    const [least, most] = this.bounds;
    this.changed(this.lever.key, { value: Math.min(Math.max(Number(this.slider.value), least), most), ...this.years }, done);
  }

  // Between what it moves in its years; after the war they may be others.
  get bounds() {
    return boundsOf(this.lever, this.years.from, this.years.to, this.runs.model);
  }

  // The mean of the lever's numbers over its years in some paths.
  meanIn(paths) {
    const places = placesOfLever(this.runs.model, this.lever.levers[0], this.years.from, this.years.to);
    return places.reduce((sum, place) => sum + paths[place], 0) / places.length;
  }

  // Show a state: its own change, or where scenarios have moved the lever.
  show(change, paths) {
    const { lever, slider } = this, history = this.runs.ensemble.history;
    this.years = change ? { from: change.from, to: change.to } : { ...this.usual };
    this.idle &&= change !== undefined;
    const [now, then] = [this.meanIn(paths), this.meanIn(history)];
    const usual = lever.sets ? then : 1, value = change ? change.value : lever.sets ? now : then ? now / then : 1;
    const [least, most] = this.bounds, share = (number) => (number - least) / (most - least), moved = change !== undefined || Math.abs(value - usual) > 1e-6;
    [slider.min, slider.max] = [least, most];
    slider.value = Math.min(Math.max(value, least), most);
    slider.setAttribute("aria-valuetext", `${this.inWords(value, moved)}, ${this.named()}`);
    this.what.textContent = this.inWords(value, moved);
    this.element.classList.toggle("moved", (this.isMoved = moved));
    this.track.style.setProperty("--history", Math.min(Math.max(share(usual), 0), 1));
    this.track.style.setProperty("--now", Math.min(Math.max(share(value), 0), 1));
    this.selects.forEach((select, index) => (select.value = this.years[index ? "to" : "from"]));
    this.numbers.textContent = this.inYears(paths);
    this.showWas();
  }

  // Under the setting stands what it was, or that it moves nothing.
  showWas() {
    const was = this.isMoved ? say("it_was", { value: this.inYears(this.runs.ensemble.history) }) : "";
    this.was.textContent = this.idle ? say("changes_nothing") : was;
  }

  // The years that it moves.
  named() {
    const { from, to } = this.years;
    return from === to ? agricultural(from) : say("from_to", { from: agricultural(from), to: agricultural(to) });
  }

  inWords(value, moved) {
    if (!moved) return say("as_it_happened");
    if (Math.abs(value) < 1e-9) return say("none");
    if (this.lever.sets && !this.lever.isShare) return `${number(value, 0)} ${this.lever.unit}`;
    if (this.lever.sets) return value > 1 - 1e-9 ? say("in_full") : `${number(100 * value, 0)} %`;
    return say("times_history", { value: number(value, 2) });
  }

  inYears(paths) {
    const { model } = this.runs, { from, to } = this.years, { unit, isShare, addsUp } = this.lever;
    const values = Array.from({ length: to - from + 1 }, (_, index) => {
      const places = placesOfLever(model, this.lever.levers[0], from + index, from + index);
      return places.reduce((sum, place) => sum + paths[place], 0) / (addsUp ? 1 : places.length);
    });
    const written = (value) => (isShare ? `${number(100 * value, 0)} %` : number(value, value < 10 ? 2 : 1));
    const ends = [Math.min(...values), Math.max(...values)].map(written);
    return `${values.length <= 3 ? values.map(written).join(", ") : ends[0] === ends[1] ? ends[0] : range(...ends)}${unit && ` ${unit}`}`;
  }
}

// The levers in groups that fold; at the end, folded, those that are rarely moved. A group says how many of its own are changed.
class LeverGroups {
  constructor(levers) {
    this.groups = [...new Set(levers.map(({ lever }) => lever.group))].map((key) => {
      const own = levers.filter(({ lever }) => lever.group === key), count = element("span", { class: "count" });
      const head = element("summary", {}, say(`group_${key}`), " ", count);
      const box = element("details", { class: "group", open: OPEN.includes(key) && "" }, head, ...own.map((lever) => lever.element));
      if (key === OTHERS) box.classList.add("others");
      return { own, count, box };
    });
    this.elements = this.groups.map(({ box }) => box);
  }

  show() {
    for (const { own, count, box } of this.groups) {
      const moved = own.filter((lever) => lever.isMoved).length, text = moved ? say("changed_in_group", { count: moved }) : "";
      if (count.textContent !== text) count.textContent = text;
      box.classList.toggle("touched", moved > 0);
    }
  }
}

// What the package says of a lever: what it is, the works behind its path as it happened, and remarks on them.
function aboutLever({ about }) {
  const links = (list) => list.flatMap(({ said, href }, index) => [index ? "; " : "", element("a", { href }, said)]);
  const named = (key, list) => (list.length ? [element("p", {}, `${say(key)}: `, ...links(list))] : []);
  return about.flatMap(({ title, text, notes, works, series }) => [
    ...(about.length > 1 ? [element("h3", {}, title)] : []),
    element("p", {}, text),
    ...notes.map((note) => element("p", {}, note)),
    ...named("series_of", series),
    ...(works.length || series.length ? named("works_of", works) : [element("p", {}, say("no_work"))]),
  ]);
}

// Whether a lever of a state moves no number that is shown, at a draw of every variant.
function movesNothing(runs, state, key) {
  const { [key]: own, ...others } = state.levers, { history } = runs.ensemble, years = spanOf(state, runs.model).last - runs.model.firstYear + 1;
  const draws = runs.someOfEach(1), ran = [state.levers, others].map((levers) => {
    const changes = changesOf({ ...state, levers }, page, runs.model, history);
    return runs.ensemble.run(runs.ensemble.pathsWith(changes), runs.names, { draws, years }).values;
  });
  return ran[0].every((value, at) => Math.abs(value - ran[1][at]) <= 1e-9 * (1 + Math.abs(value)) || Number.isNaN(value));
}

// After a lever is let go: those of the state that move nothing say so.
function tellIdle(levers, runs, state) {
  for (const lever of levers) {
    const { key } = lever.lever, own = state.levers[key], asked = own && JSON.stringify([state.scenarios, state.levers]);
    if (asked && lever.asked !== asked) [lever.asked, lever.idle] = [asked, movesNothing(runs, state, key)];
    if (own) lever.showWas();
  }
}
