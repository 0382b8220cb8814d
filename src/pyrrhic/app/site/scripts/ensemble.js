// Runs of the model at draws of its posteriors: the twin of pyrrhic.runs.run. Needs members.js and the constant `model`.
"use strict";

// Base64 of little-endian float64, as numbers.
function unpacked(text) {
  const characters = atob(text), bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return new Float64Array(bytes.buffer);
}

// A group of inputs, of which some numbers differ between draws: `at(draw)` gives all numbers of a draw, in one array
// that the next call uses again.
class Drawn {
  constructor({ first, places, values }) {
    [this.numbers, this.places, this.values] = [unpacked(first), places, unpacked(values)];
  }
  at(draw) {
    const { numbers, places, values } = this;
    for (let i = 0, from = draw * places.length; i < places.length; i++, from++) numbers[places[i]] = values[from];
    return numbers;
  }
}

// An ensemble is made once; `run` keeps the named quantities of a scenario at some draws.
class Ensemble {
  constructor(model) {
    this.model = model;
    this.program = model.program;
    this.room = roomFor(model.program);
    this.history = unpacked(model.history);
    [this.parameters, this.opening, this.paths] = ["parameters", "opening", "paths"].map((of) => new Drawn(model.draws[of]));
    this.all = model.draws.weights.map((_, draw) => draw);
  }

  // The paths of history with the changes of scenarios and levers made: [place in (year, number), value] pairs.
  pathsWith(changes) {
    const paths = this.history.slice();
    for (const [place, value] of changes) paths[place] = value;
    return paths;
  }

  // A run: {rows, years, draws, values: Float64Array (year, row, draw), failed, weights}. `shares` are the weights of draws
  // that stand for all. With `after`, a run that kept its `states`, only the years from the first that differs are run.
  run(paths, names, { draws = this.all, years = this.model.years, shares = null, keepStates = false, after = null } = {}) {
    const keep = names.flatMap((name) => placesOf(this.program, name)), width = draws.length, wide = this.program.sizes.stocks;
    const values = new Float64Array(years * keep.length * width), failed = new Int16Array(width).fill(-1);
    const states = keepStates ? draws.map(() => new Float64Array(years * wide)) : null;
    const first = after ? this.firstApart(paths, after.paths, years) : 0, own = paths.slice(), inYear = this.program.sizes.X;
    const blocks = this.drawnBlocks(paths).filter(([, to]) => to >= first * inYear && to < years * inYear);
    if (first) values.set(after.values.subarray(0, first * keep.length * width));
    draws.forEach((draw, column) => {
      const drawn = this.paths.at(draw), before = first ? after.failed[column] : -1;
      for (const [from, to] of blocks) own[to] = drawn[from];
      const opening = first ? after.states[column].subarray((first - 1) * wide, first * wide) : this.opening.at(draw);
      if (first && states) states[column].set(after.states[column].subarray(0, first * wide));
      const last = runMember(this.program, this.room, this.parameters.at(draw), opening, own, years, keep, values, column, width,
        this.model.negative, first, states && states[column]);
      failed[column] = before >= 0 && before < first ? before : last;
    });
    return { rows: keep.length, years, first, draws, values, failed, paths, states, shares, weights: this.weightsOf(draws, failed, shares) };
  }

  // The first year whose paths differ, as far as they are run.
  firstApart(paths, others, years) {
    const wide = this.program.sizes.X;
    for (let place = 0; place < years * wide; place++) if (paths[place] !== others[place]) return Math.floor(place / wide);
    return years;
  }

  // Where the numbers of paths that are part of a draw go, [place in the draw, place in the paths]: of those numbers that
  // are history's, for where a scenario says otherwise it is believed.
  drawnBlocks(paths) {
    this.blocks ||= this.blocksOfDraws();
    return this.blocks.filter(([, to]) => paths[to] === this.history[to]);
  }

  blocksOfDraws() {
    const years = this.model.years, wide = this.program.sizes.X, blocks = [];
    let from = 0;
    for (const name of this.model.draws.paths.names) {
      const [, start, kinds, places] = this.program.inputs[name], size = kinds * places;
      for (let i = 0; i < years * size; i++) blocks.push([from + i, Math.floor(i / size) * wide + start + (i % size)]);
      from += years * size;
    }
    return blocks;
  }

  // The weight of each structure shared by its draws that did not fail; of draws with shares of their own, those that did not.
  weightsOf(draws, failed, shares = null) {
    if (shares) {
      const sound = shares.reduce((sum, share, column) => sum + (failed[column] < 0 ? share : 0), 0);
      return shares.map((share, column) => (failed[column] < 0 ? share / sound : 0));
    }
    const { weights, structureOf, structures } = this.model.draws;
    const whole = new Float64Array(structures.length), sound = new Float64Array(structures.length);
    draws.forEach((draw, column) => {
      whole[structureOf[draw]] += weights[draw];
      if (failed[column] < 0) sound[structureOf[draw]] += weights[draw];
    });
    const total = whole.reduce((sum, weight, index) => sum + (sound[index] > 0 ? weight : 0), 0);
    return draws.map((draw, column) => {
      const of = structureOf[draw];
      return failed[column] < 0 ? (weights[draw] * whole[of]) / sound[of] / total : 0;
    });
  }
}
