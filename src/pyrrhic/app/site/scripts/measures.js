// Numbers read out of a run: a series of a panel, a measure of an outcome. The twin of pyrrhic.runs.measure.
"use strict";

// Where the quantities that a run keeps begin among its rows.
function rowsOf(program, names) {
  const rows = {};
  let row = 0;
  for (const name of names) {
    const [, , kinds, places] = program.quantities[name] || program.inputs[name];
    rows[name] = { first: row, size: kinds * places };
    row += kinds * places;
  }
  return rows;
}

// The sum of some numbers of a quantity in a year, at every draw, times a weight, added to `sum`; null adds up all of them.
function addNumbers(sum, run, rows, quantity, places, year, weight) {
  const { first, size } = rows[quantity], width = run.draws.length, { values } = run, count = places ? places.length : size;
  for (let index = 0; index < count; index++) {
    const from = (year * run.rows + first + (places ? places[index] : index)) * width;
    for (let draw = 0; draw < width; draw++) sum[draw] += weight * values[from + draw];
  }
  return sum;
}

// A line of a panel in a year, at every draw: its rows are [quantity, places, sign].
function lineOf(run, rows, panel, year, sum = new Float64Array(run.draws.length)) {
  sum.fill(0);
  for (const [quantity, places, sign] of panel.rows) addNumbers(sum, run, rows, quantity, places, year, sign);
  return sum;
}

const REDUCED = {
  sum: (table) => table.reduce((sum, value) => sum + value, 0),
  mean: (table) => table.reduce((sum, value) => sum + value, 0) / table.length,
  greatest: (table) => Math.max(...table),
  least: (table) => Math.min(...table),
  ratio: (table) => table[table.length - 1] / table[0],
  loss: (table) => 1 - table[table.length - 1] / table[0],
  change: (table) => table[table.length - 1] - table[0],
};

// A measure at every draw of a run.
function measured(run, rows, measure) {
  const years = measure.parts.map((parts) =>
    parts.reduce(
      (sum, [quantity, places, year, weight]) => addNumbers(sum, run, rows, quantity, places, year, weight),
      new Float64Array(run.draws.length)
    )
  );
  const [over, minus] = [measure.over, measure.minus].map((part) =>
    typeof part === "number" ? () => part : ((numbers) => (draw) => numbers[draw])(measured(run, rows, part))
  );
  return run.draws.map((_, draw) => (measure.scale * REDUCED[measure.how](years.map((year) => year[draw]))) / over(draw) - minus(draw));
}

// The weights of draws that failed in neither of two runs, each structure's weight shared by those that are left.
function weightsOfBoth(ensemble, run, other) {
  const failed = run.failed.map((year, draw) => Math.max(year, other.failed[draw]));
  return ensemble.weightsOf(run.draws, failed, run.shares);
}

// The lowest and the highest median of a structure.
function rangeOfStructures(ensemble, run, numbers, weights) {
  const of = ensemble.model.draws.structureOf, groups = new Map();
  run.draws.forEach((draw, column) => {
    if (weights[column] > 0) groups.set(of[draw], [...(groups.get(of[draw]) || []), numbers[column]]);
  });
  const medians = [...groups.values()].map((values) => weightedQuantiles(values, values.map(() => 1), [0.5])[0]);
  return [Math.min(...medians), Math.max(...medians)];
}
