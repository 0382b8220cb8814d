// The runs behind a page: some draws at once while a lever moves, all of them from a worker when it is let go.
"use strict";

const LEVELS = [0.05, 0.5, 0.95];

const MOST_AT_ONCE = 60;

// Of the draws of a position so many as run at once, each as often as it weighs.
function fewOf({ draws, weights }) {
  if (draws.length <= MOST_AT_ONCE) return { draws, weights };
  const times = new Map();
  let [at, sum] = [0, weights[0]];
  for (let i = 0; i < MOST_AT_ONCE; i++) {
    while (sum < (i + 0.5) / MOST_AT_ONCE && at < draws.length - 1) sum += weights[++at];
    times.set(draws[at], (times.get(draws[at]) || 0) + 1 / MOST_AT_ONCE);
  }
  return { draws: [...times.keys()], weights: [...times.values()] };
}

class Runs {
  constructor(model, names) {
    [this.model, this.names] = [model, names];
    this.ensemble = new Ensemble(model);
    this.rows = rowsOf(model.program, names);
    this.hold(null);
    this.waiting = {};
  }

  // Run the draws that a position of a debate keeps, each with its weight under it; without one, all draws.
  hold(position) {
    const isPart = position && position.draws.length > 0;
    this.part = isPart ? { draws: position.draws, shares: position.weights } : {};
    this.few = isPart ? fewOf(position) : this.model.few;
    this.last = null;
  }

  // All draws, or those of the position that is held, and what each weighs; no weights where it is that of its structure.
  get allDraws() {
    return { draws: this.part.draws || this.ensemble.all, weights: this.part.shares || null };
  }

  // So many draws of each structure, evenly spaced.
  someOfEach(count) {
    const groups = this.model.draws.structures.map((_, of) => this.ensemble.all.filter((draw) => this.model.draws.structureOf[draw] === of));
    return groups.flatMap((draws) => Array.from({ length: Math.min(count, draws.length) }, (_, i) => draws[Math.floor(((i + 0.5) * draws.length) / count)]));
  }

  // The few draws that stand for all; only the years from the first in which the last of these runs differs.
  atOnce(changes, years) {
    const { draws, weights } = this.few, after = this.last?.years === years ? this.last : null;
    const options = { draws, years, shares: weights, keepStates: true, after };
    const run = this.ensemble.run(this.ensemble.pathsWith(changes), this.names, options);
    if (after && run.weights.every((weight, draw) => weight === after.weights[draw])) run.before = after.quantiles;
    return (this.last = run);
  }

  // All draws, from the worker, or those named. Of the questions in a slot only the latest is answered: `then` is not called for one
  // that was overtaken, or whose slot was cleared. A run that is looked at goes before one that is compared, that before others.
  whole(changes, years, then, { slot = "run", draws, names = this.names } = {}) {
    this.worker ||= this.hire();
    this.waiting[slot] = { slot, then, question: { changes, years, names, ...(draws ? { draws } : this.part) } };
    if (!this.busy) this.send();
  }

  send() {
    const slot = ["run", "other", ...Object.keys(this.waiting)].find((name) => this.waiting[name]);
    this.busy = this.waiting[slot];
    delete this.waiting[slot];
    this.worker.postMessage(this.busy.question);
  }

  // Forget what was asked in a slot.
  clear(slot) {
    delete this.waiting[slot];
    if (this.busy?.slot === slot) this.busy.then = () => {};
  }

  answered({ run }) {
    const { slot, then } = this.busy, isOvertaken = slot in this.waiting;
    this.busy = null;
    if (Object.keys(this.waiting).length) this.send();
    if (!isOvertaken) then(run);
  }

  // The worker's text is put together from this page's functions, for a worker cannot be loaded from a disk.
  hire() {
    const { program, ...rest } = this.model, { sizes, inputs, quantities } = program;
    const text = [
      '"use strict";',
      ...[roomFor, runMember, placesOf, unpacked, Drawn, Ensemble].map(String),
      `const program = Object.assign(${JSON.stringify({ sizes, inputs, quantities })}, {${program.once},${program.year},${program.close}});`,
      "let ensemble;",
      `onmessage = ({ data }) => {
        if (data.model) return (ensemble = new Ensemble({ ...data.model, program }));
        const run = ensemble.run(ensemble.pathsWith(data.changes), data.names, { years: data.years, draws: data.draws, shares: data.shares });
        delete run.paths;
        postMessage({ run }, [run.values.buffer]);
      };`,
    ].join("\n");
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => this.answered(data);
    worker.postMessage({ model: rest });
    return worker;
  }

  // The line of a panel, [low, median, high] of each year; worked out once for a run.
  line(run, panel) {
    run.lines ||= {};
    run.lines[panel.key] ||= run.held ? this.fromHeld(run, panel) : this.quantiles(run, panel);
    return (year) => run.lines[panel.key][year - this.model.firstYear];
  }

  quantiles(run, panel) {
    const sum = new Float64Array(run.draws.length), before = run.before?.[panel.key], same = before ? run.first : 0; // years that are those of the run before
    const worked = (year) => weightedQuantiles(lineOf(run, this.rows, panel, year, sum), run.weights, LEVELS);
    run.quantiles ||= {};
    return (run.quantiles[panel.key] = Array.from({ length: run.years }, (_, year) => (year < same ? before[year] : worked(year))));
  }

  // A line of few draws, moved by what few and all differ where the lever was taken hold of, so that nothing jumps then.
  fromHeld(run, panel) {
    const { all, few } = run.held, first = this.model.firstYear;
    return this.quantiles(run, panel).map((levels, index) => {
      const [whole, some] = [all, few].map((one) => this.line(one, panel)(first + index));
      const moved = levels.map((value, level) => value + whole[level] - some[level]);
      const bounds = levels[0] < 0 ? moved : moved.map((value) => Math.max(value, 0));
      return [Math.min(bounds[0], bounds[1]), bounds[1], Math.max(bounds[1], bounds[2])];
    });
  }

  // History as it is printed in the page: the lines of the panels and the numbers of the outcomes, without its draws.
  printed(page) {
    const by = (list) => Object.fromEntries(list.map((one) => [one.key, one.history]));
    return { lines: by(page.panels), levels: by(page.outcomes) };
  }

  // An outcome: [low, median, high].
  level(run, { key, measure }) {
    run.levels ||= {};
    return (run.levels[key] ||= weightedQuantiles(measured(run, this.rows, measure), run.weights, LEVELS));
  }

  // Its difference from another run at the same draws: [low, median, high], and the lowest and highest of the structures.
  difference(run, base, measure) {
    const [ours, theirs] = [run, base].map((one) => measured(one, this.rows, measure));
    const apart = ours.map((value, draw) => value - theirs[draw]), weights = weightsOfBoth(this.ensemble, run, base);
    return { levels: weightedQuantiles(apart, weights, LEVELS), structures: rangeOfStructures(this.ensemble, run, apart, weights) };
  }
}
