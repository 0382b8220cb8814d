// The laboratory: its state, its address and its runs. Lines follow the thumb; figures settle on release. What is shown of them is in
// panels.js, sentences.js and outcomes.js.
"use strict";

const FIGURES_EVERY = 120, WRITTEN_EVERY = 200, SPOKEN_AFTER = 600,
  ONE_STEP = 1000; // milliseconds

class Laboratory {
  constructor() {
    this.runs = new Runs(model, model.names);
    this.depth = history.state?.depth ?? 0;
    this.deepest = this.depth;
    this.read();
    this.levers = page.levers.map((lever) => new Lever(lever, this.runs, (...moved) => this.moved(...moved)));
    this.groups = new LeverGroups(this.levers);
    this.outcomes = page.outcomes.map((outcome) => new Outcome(outcome));
    this.panels = new Panels(this);
    this.sentences = new Sentences(this);
    this.choice = new ChoiceOfPanels(this);
    this.comparison = new Comparison(this);
    this.build();
    document.documentElement.classList.toggle("embedded", this.state.embedded);
    if (this.state.embedded) taking(() => later("embed.js")).then(() => (embed(this), this.refresh()));
    this.refresh();
    this.table();
  }

  // History at the draws of the position that is held; at those of all variants it is printed in the page.
  hold() {
    const { position } = this.state, held = model.positions[position] || null, isPrinted = !held || !(held.draws.length || held.scenario);
    if (this.position === position) return;
    [this.position, this.other, this.held, this.past] = [position, null, null, {}];
    this.runs.hold(held);
    const changes = this.changesOf({ scenarios: [], levers: {} });
    this.past.few = this.runs.atOnce(changes, isPrinted ? this.years(LAST_SHOWN) : model.years);
    this.past.shown = isPrinted ? this.runs.printed(page) : this.past.few;
    this.runs.whole(
      changes,
      model.years,
      (run) => {
        this.past.all = this.past.shown = isPrinted ? Object.assign(run, this.past.shown) : run;
        this.settle();
      },
      { slot: "past" }
    );
  }

  // The run that is shown: none while the teacher keeps it behind the curtain.
  get now() {
    return curtain.down ? null : this.computed;
  }

  set now(run) {
    this.computed = run;
  }

  build() {
    byId("list").append(...this.groups.elements);
    byId("body").append(...this.outcomes.map((outcome) => outcome.element));
    for (const scenario of page.scenarios) byId("preset").append(element("option", { value: scenario.key }, titleOfScenario(scenario.key)));
    byId("preset").addEventListener("change", (event) => this.begin(event.target.value));
    byId("reset").addEventListener("click", () => [(this.state.compared = null), this.begin(HISTORY)]);
    byId("undo").addEventListener("click", () => history.back());
    byId("redo").addEventListener("click", () => history.forward());
    byId("link").addEventListener("click", () => openLink(this.fits, this));
    byId("year").addEventListener("input", (event) => this.toYear(Number(event.target.value)));
    byId("before").addEventListener("click", () => this.byYears(-1));
    byId("after").addEventListener("click", () => this.byYears(1));
    for (const radio of document.getElementsByName("w")) radio.addEventListener("change", () => this.toPeriod(radio.value === "1970"));
    addEventListener("popstate", (event) => {
      this.depth = event.state?.depth ?? 0;
      this.read(event.state?.whole);
      this.refresh();
    });
    document.addEventListener("redraw", () => this.refresh()); // the curtain of the teacher, the projector
    let width = innerWidth;
    addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), this.reframe(), this.draw()));
    if (!history.state) history.replaceState({ depth: 0 }, "", location.href);
  }

  // The state of the address, or the whole of it, kept beside an address that was too short to hold it.
  read(whole = history.state?.whole) {
    [this.state, this.ignored] = readState(location.hash, page, model);
    if (whole) this.state = structuredClone(whole);
    this.fits = !whole;
  }

  // --- changes -----------------------------------------------------------------------------------------------------

  // A scenario, or all as it happened, which no position changes.
  begin(scenario) {
    if (scenario === HISTORY) this.state.position = "";
    this.state = { ...this.state, scenarios: scenario === HISTORY ? [] : [scenario], levers: {} };
    this.stepped();
  }

  // A lever moves, or is let go. A drag is one step for Back, and so are presses of a key that follow one another.
  moved(key, change, done) {
    const now = performance.now(), goesOn = this.dragging || (this.last?.key === key && now - this.last.at < ONE_STEP);
    this.dragging = !done;
    this.last = { key, at: now };
    this.state.levers = { ...this.state.levers, [key]: change };
    if (done || !goesOn || now - this.writtenAt > WRITTEN_EVERY) this.keep(!goesOn);
    if (done) this.refresh();
    else this.soon();
  }

  remove(part) {
    const { scenarios, levers } = this.state, { [part.lever]: gone, ...rest } = levers;
    this.state = { ...this.state, scenarios: scenarios.filter((name) => name !== part.scenario), levers: rest };
    if (part.position) this.state.position = "";
    this.stepped();
  }

  compareWith(run, ignored = []) {
    this.state.compared = run && isChanged(run) ? { scenarios: run.scenarios, levers: run.levers } : null;
    this.stepped(ignored);
  }

  swap() {
    const { scenarios, levers, compared } = this.state, own = { scenarios, levers };
    this.state = { ...this.state, ...(compared || { scenarios: [], levers: {} }), compared: isChanged(own) ? own : null };
    this.stepped();
  }

  open(hash) {
    const [state, ignored] = readState(hash, page, model);
    this.state = state;
    this.stepped(ignored);
  }

  // A change that Back undoes; what was said of the last address holds no longer.
  stepped(ignored = []) {
    this.ignored = ignored;
    this.keep(true);
    this.refresh();
  }

  toPanels(keys) {
    this.state.panels = keys.join() === usualPanels(page).join() ? [] : keys;
    this.keep(true);
    this.reframe();
    this.draw();
    this.figures();
  }

  byYears(step, figure) {
    const years = yearsShown(this.state.long), at = years.indexOf(this.state.year) + step;
    this.toYear(years[Math.max(0, Math.min(years.length - 1, at))], figure);
  }

  // To a year, or to the nearest that can be shown.
  toYear(year, figure) {
    const shown = yearsShown(this.state.long), apart = (other) => Math.abs(other - year);
    this.state.year = shown.reduce((best, other) => (apart(other) < apart(best) ? other : best));
    this.keep(false);
    this.draw();
    this.figures();
    this.speak(figure && figure.querySelector("svg").getAttribute("aria-label"));
  }

  toPeriod(long) {
    this.state.long = long;
    this.reframe();
    this.toYear(this.state.year);
    if (this.isSettled) this.table();
  }

  // Write the address: a new step that Back undoes, or in place of the last. What it cannot hold whole the browser keeps beside it.
  keep(step) {
    const { address, isWhole } = fitted(this.state, page, model), beside = isWhole ? {} : { whole: structuredClone(this.state) };
    [this.fits, this.writtenAt] = [isWhole, performance.now()];
    if (address === location.hash && isWhole) return;
    if (step && !this.state.embedded) history.pushState({ depth: (this.deepest = ++this.depth), ...beside }, "", address);
    else history.replaceState({ depth: this.depth, ...beside }, "", address);
    this.buttons();
  }

  buttons() {
    byId("undo").disabled = this.depth < 1;
    byId("redo").disabled = this.depth >= this.deepest;
    byId("reset").disabled = !isChanged(this.state) && !this.state.compared && !this.state.position;
    for (const link of document.querySelectorAll("[data-keeps]")) link.href = link.dataset.keeps + location.hash;
  }

  // --- running -----------------------------------------------------------------------------------------------------

  // What a run changes: the scenario that a position puts in the place of history comes before its own.
  changesOf({ scenarios, levers }) {
    const own = model.positions[this.state.position]?.scenario;
    return changesOf({ scenarios: own ? [...own.split("+"), ...scenarios] : scenarios, levers }, page, model, this.runs.ensemble.history);
  }

  get changes() {
    return this.changesOf(this.state);
  }

  get panelsShown() {
    return this.state.panels.length ? this.state.panels : usualPanels(page);
  }

  get spans() {
    return { run: spanOf(this.state, model), other: this.state.compared && spanOf(this.state.compared, model) };
  }

  years(last) {
    return last - model.firstYear + 1;
  }

  // The run that is compared: with all draws once they are in, and for differences with as many as this run has.
  get compared() {
    return this.other && !curtain.down && (this.other.all || this.other.few);
  }

  get comparedAlike() {
    return this.other && !curtain.down && (this.isSettled ? this.other.all : this.other.few);
  }

  few(run) {
    return isChanged(run) ? sound(this.runs.atOnce(this.changesOf(run), this.years(spanOf(run, model).last))) : null;
  }

  // The run that is compared is run once, until another is chosen.
  prepareOther() {
    const { compared } = this.state, key = compared && writtenRun(compared, page);
    if (key !== (this.other?.key ?? null)) this.other = compared && { key, few: this.few(compared) };
  }

  // The next frame shows where the lever is, with some draws.
  soon() {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0;
      this.isSettled = false;
      const run = this.few(this.state);
      this.now = run && Object.assign(run, { held: this.held?.all.years >= run.years ? this.held : undefined });
      this.base = this.pastFew(run);
      this.showLevers(this.last.key);
      if (this.breaksDown) this.showMessage();
      this.draw();
      if (performance.now() - (this.drawnAt || 0) > FIGURES_EVERY) this.figures();
    });
  }

  // Whether a run, or the one compared, fails at every draw that was tried, so that there is nothing to show.
  get breaksDown() {
    const { computed, other, state } = this;
    return (isChanged(state) && !computed) || (other && !(this.isSettled ? other.all : other.few));
  }

  // History at some draws, for as many years as a run needs.
  pastFew(run) {
    if (run && run.years > this.past.few.years) this.past.few = this.runs.atOnce(this.changesOf({ scenarios: [], levers: {} }), model.years);
    return this.past.few;
  }

  // Everything of the state as it is now: first with some draws, then, unless it has changed since, with all of them.
  refresh() {
    this.due = cancelAnimationFrame(this.due); // else the next frame would show some draws again, perhaps after all have come
    this.hold();
    this.isSettled = false;
    this.prepareOther();
    this.reframe();
    this.now = this.few(this.state);
    this.base = this.pastFew(this.now || this.other?.few);
    this.showLevers();
    this.showChanges();
    this.comparison.show(this.state);
    if (isChanged(this.state) || this.attribution)
      later("shapley.js"), later("attribution.js").then(() => (this.attribution ||= new OwnAttribution(this)).show(this.state));
    this.draw();
    this.figures();
    this.buttons();
    this.settle();
  }

  settle() {
    if (!this.past.all) return;
    const wanted = { run: isChanged(this.state) && this.state, other: this.other && !this.other.all && this.state.compared }, come = {};
    const other = this.other, missing = () => Object.keys(wanted).some((slot) => wanted[slot] && !come[slot]);
    const arrived = (slot) => (run) => {
      come[slot] = run;
      if (slot === "other") other.all = sound(run);
      if (!missing() && !this.dragging && other === this.other) this.settled(come.run ? sound(come.run) : null);
    };
    for (const slot of ["run", "other"]) {
      if (wanted[slot]) this.runs.whole(this.changesOf(wanted[slot]), this.years(spanOf(wanted[slot], model).last), arrived(slot), { slot });
      else this.runs.clear(slot);
    }
    if (!missing()) this.settled(null);
  }

  settled(run) {
    this.isSettled = true;
    this.showMessage();
    this.now = run;
    this.base = this.past.all;
    this.held = { all: run || this.past.all, few: run ? this.few(this.state) : this.past.few };
    this.draw();
    this.figures();
    this.table();
    tellIdle(this.levers, this.runs, this.state);
    this.speak();
  }

  // --- showing -----------------------------------------------------------------------------------------------------

  reframe() {
    this.panels.choose(this.panelsShown);
    this.choice.show(this.panelsShown);
    this.panels.reframe(this.state.long);
    byId("year").max = yearsShown(this.state.long).at(-1);
    document.querySelector(`[name=w][value="${this.state.long ? 1970 : 1940}"]`).checked = true;
  }

  draw() {
    this.panels.draw();
  }

  // All levers, or the one that moves.
  showLevers(key) {
    const paths = this.runs.ensemble.pathsWith(this.changes);
    for (const lever of this.levers) if (!key || lever.lever.key === key) lever.show(this.state.levers[lever.lever.key], paths);
    this.groups.show();
    const [scenario, ...others] = this.state.scenarios;
    byId("preset").value = others.length ? "" : scenario || HISTORY;
  }

  showChanges() {
    const parts = [...partOfPosition(this.state.position), ...partsOfRun(this.state)], moved = movedByScenarios(this.state);
    byId("changed").replaceChildren(...(parts.length ? parts.map((part) => this.change(part)) : [element("li", {}, say("nothing_changed"))]));
    byId("moved").hidden = !moved.length;
    byId("movedcount").textContent = say("moved_by_scenario", { count: moved.length });
    byId("movedlist").textContent = moved.join("; ");
    byId("address").textContent = location.href;
    this.showMessage();
  }

  change(part) {
    const button = element("button", { type: "button", "aria-label": say("remove", part) }, "\u00d7");
    button.addEventListener("click", () => this.remove(part));
    return element("li", {}, `${part.text} `, button);
  }

  // What of an address was not used, what a run cannot show, what an address cannot hold.
  showMessage() {
    const { run, other } = this.spans, idle = [...run.idle, ...(other ? other.idle : [])];
    const late = [run.isAfterWar && this.state, other?.isAfterWar && this.state.compared].filter(Boolean);
    const sentences = [
      this.ignored.length && say("ignored", { what: this.ignored.join("; ") }),
      idle.length && say("acts_too_late", { what: [...new Set(idle)].map(titleOfChange).join("; ") }),
      late.length && !this.state.long && say("acts_after_war", { what: late.map(runInWords).join("; "), first: model.firstYear, last: model.firstYear + model.years - 1 }),
      this.breaksDown && say("breaks_down"),
      !this.fits && say("link_too_long", { most: number(LONGEST_LINK, 0) }),
    ].filter(Boolean);
    byId("message").hidden = !sentences.length;
    byId("message").textContent = sentences.join(" ");
  }

  figures() {
    this.drawnAt = performance.now();
    const { year } = this.state;
    byId("year").value = year;
    byId("year").setAttribute("aria-valuetext", agricultural(year));
    byId("yearname").textContent = agricultural(year);
    this.panels.figures(year);
    this.spoken = this.sentences.show(year);
  }

  table() {
    const { now, base, comparedAlike: other, state, spans } = this, after = state.long || spans.run.isAfterWar || Boolean(spans.other?.isAfterWar);
    const shown = { base: this.past.all || this.past.shown, run: this.isSettled ? now : null, other: this.isSettled ? other : null, after };
    const heads = shown.other ? HEADS_OF_TWO : HEADS_OF_ONE;
    heads.forEach((key, index) => (byId(`head-${index}`).textContent = say(key)));
    for (const outcome of this.outcomes) outcome.show(this.runs, shown, this.isGiven(outcome.outcome.given));
    const failed = (run) => (run ? run.failed.filter((year) => year >= 0).length : 0), count = Math.max(failed(now), failed(other));
    byId("failed").textContent = count ? say("failed", { count, all: base.draws.length }) : "";
  }

  // Whether a lever that gives a quantity is moved by this run or by the one that it is compared with.
  isGiven(lever) {
    const moves = (run) => run && (lever in run.levers || run.scenarios.some((key) => entryOf(page.scenarios, key).levers.includes(lever)));
    return Boolean(lever) && Boolean(moves(this.state) || moves(this.state.compared));
  }

  // Once, when nothing has changed for a while: the panel that is read, or else the figures of the year.
  speak(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (byId("live").textContent = text || `${agricultural(this.state.year)}. ${this.spoken}`), SPOKEN_AFTER);
  }
}

// A run in which some draw did not fail.
const sound = (run) => (run.weights.some((weight) => weight > 0) ? run : null);

// On a narrow screen the levers are a sheet at the bottom that opens.
const wide = matchMedia("(min-width: 901px)");
const openSheet = () => (byId("levers").open = wide.matches);
wide.addEventListener("change", openSheet);
openSheet();
const laboratory = new Laboratory();
