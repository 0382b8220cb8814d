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

  // A run: {rows, years, draws, values: Float64Array (year, row, draw), failed, weights}.
  run(paths, names, { draws = this.all, years = this.model.years } = {}) {
    const keep = names.flatMap((name) => placesOf(this.program, name)), width = draws.length;
    const values = new Float64Array(years * keep.length * width), failed = new Int16Array(width);
    const blocks = this.drawnBlocks(paths), own = paths.slice();
    draws.forEach((draw, column) => {
      const drawn = this.paths.at(draw);
      for (const [from, to] of blocks) own[to] = drawn[from];
      failed[column] = runMember(this.program, this.room, this.parameters.at(draw), this.opening.at(draw), own, years, keep,
        values, column, width, this.model.negative);
    });
    return { rows: keep.length, years, draws, values, failed, weights: this.weightsOf(draws, failed) };
  }

  // Where the numbers of paths that are part of a draw go, [place in the draw, place in the paths]: of those paths that
  // are history's, for where a scenario says otherwise it is believed.
  drawnBlocks(paths) {
    const years = this.model.years, wide = this.program.sizes.X, blocks = [];
    let from = 0;
    for (const name of this.model.draws.paths.names) {
      const [, start, kinds, places] = this.program.inputs[name], size = kinds * places, own = [];
      for (let i = 0; i < years * size; i++) own.push([from + i, Math.floor(i / size) * wide + start + (i % size)]);
      if (own.every(([, to]) => paths[to] === this.history[to])) blocks.push(...own);
      from += years * size;
    }
    return blocks;
  }

  // The weight of each structure shared by its draws that did not fail.
  weightsOf(draws, failed) {
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
