// The levers: a slider with history's mark, the years that it moves, and one line of what that means.
"use strict";

const STEP = 0.05;

class Lever {
  constructor(lever, runs, changed) {
    Object.assign(this, { lever, runs, changed });
    this.usual = { from: lever.from, to: lever.to };
    this.years = { ...this.usual };
    this.slider = element("input", { type: "range", min: lever.least, max: lever.most, step: STEP, id: `lever-${lever.key}` });
    this.what = element("output", { for: this.slider.id });
    this.says = element("p", { class: "says years" });
    this.selects = ["from", "to"].map((end) => this.select(end));
    this.numbers = element("span");
    this.says.append(this.selects[0], ` ${say("years_to")} `, this.selects[1], ": ", this.numbers);
    this.track = element("div", { class: "track" }, element("span", { class: "past" }), element("span", { class: "fill" }), this.slider);
    const head = element("div", { class: "top" }, element("label", { for: this.slider.id }, lever.title), this.what);
    this.element = element("div", { class: "lever" }, head, this.track, this.says);
    this.slider.addEventListener("input", () => this.move(false));
    this.slider.addEventListener("change", () => this.move(true));
  }

  select(end) {
    const first = this.runs.model.firstYear, years = Array.from({ length: LAST_SHOWN - first + 1 }, (_, index) => first + index);
    const made = element("select", { "aria-label": say(`${end}_year`, { name: this.lever.title }) }, ...years.map((year) => element("option", { value: year }, agricultural(year))));
    made.addEventListener("change", () => {
      this.years[end] = Number(made.value);
      if (this.years.from > this.years.to) this.years[end === "from" ? "to" : "from"] = this.years[end];
      this.move(true);
    });
    return made;
  }

  move(done) {
    this.changed(this.lever.key, { value: Number(this.slider.value), ...this.years }, done);
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
    const [now, then] = [this.meanIn(paths), this.meanIn(history)];
    const usual = lever.sets ? then : 1, value = change ? change.value : lever.sets ? now : then ? now / then : 1;
    const share = (number) => (number - lever.least) / (lever.most - lever.least), moved = change !== undefined || Math.abs(value - usual) > 1e-6;
    slider.value = Math.min(Math.max(value, lever.least), lever.most);
    slider.setAttribute("aria-valuetext", `${this.inWords(value, moved)}, ${this.named()}`);
    this.what.textContent = this.inWords(value, moved);
    this.element.classList.toggle("moved", moved);
    this.track.style.setProperty("--history", Math.min(Math.max(share(usual), 0), 1));
    this.track.style.setProperty("--now", Math.min(Math.max(share(value), 0), 1));
    this.selects.forEach((select, index) => (select.value = this.years[index ? "to" : "from"]));
    this.numbers.textContent = this.inYears(paths);
  }

  // The years that it moves.
  named() {
    const { from, to } = this.years;
    return from === to ? agricultural(from) : say("from_to", { from: agricultural(from), to: agricultural(to) });
  }

  inWords(value, moved) {
    if (!moved) return say("as_it_happened");
    if (Math.abs(value) < 1e-9) return say("none");
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
