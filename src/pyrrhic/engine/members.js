// The run over years, one draw after another. A program is printed from the equations; nothing here knows of grain.
"use strict";

// Room for a program's numbers: parameters P, what follows from them alone C, the paths of a year X, its values V.
function roomFor(program) {
  const room = { next: new Float64Array(program.sizes.stocks) };
  for (const array of ["P", "C", "X", "V"]) room[array] = new Float64Array(program.sizes[array]);
  return room;
}

// One run: parameters and opening stocks as flat arrays in the order of P and of the stocks, paths (year, number).
// `keep` lists the places of what is kept, [array, place]; their numbers go to out[(year * keep.length + row) * width].
// Returns the first year in which a stock stopped being a finite, non-negative number or a kept one finite, else -1.
// A run may begin later, with the stocks of that year as `opening`; `states` takes the stocks with which each next year opens.
function runMember(program, room, parameters, opening, paths, years, keep, out, column, width, negative, first = 0, states = null) {
  const { P, C, X, V, next } = room;
  let failed = -1;
  P.set(parameters);
  V.set(opening);
  program.once(P, C);
  for (let year = first; year < years; year++) {
    X.set(paths.subarray(year * X.length, (year + 1) * X.length));
    program.year(P, C, X, V);
    program.close(P, C, X, V, next);
    let sound = true;
    for (let i = 0; i < next.length; i++) sound = sound && Number.isFinite(next[i]) && next[i] >= negative;
    for (let row = 0; row < keep.length; row++) {
      const value = room[keep[row][0]][keep[row][1]];
      sound = sound && Number.isFinite(value);
      out[(year * keep.length + row) * width + column] = value;
    }
    if (!sound && failed < 0) failed = year;
    V.set(next);
    if (states) states.set(next, year * next.length);
  }
  return failed;
}

// The places of a quantity's numbers, kind by kind and region by region, as `keep` of runMember takes them.
function placesOf(program, name) {
  const [array, start, kinds, places] = program.quantities[name] || program.inputs[name];
  return Array.from({ length: kinds * places }, (_, index) => [array, start + index]);
}

// Quantiles of the numbers of a row over draws with weights, on a line between the middles of their shares; the twin of
// pyrrhic.runs.quantiles. Draws without weight do not count, draws of one value share their weight equally.
function weightedQuantiles(values, weights, levels) {
  const order = [];
  let whole = 0;
  for (let draw = 0; draw < values.length; draw++)
    if (weights[draw] > 0) {
      order.push(draw);
      whole += weights[draw];
    }
  order.sort((a, b) => values[a] - values[b]);
  const middles = new Float64Array(order.length);
  let passed = 0;
  for (let first = 0, end = 0; first < order.length; first = end) {
    let shared = 0;
    while (end < order.length && values[order[end]] === values[order[first]]) shared += weights[order[end++]];
    const each = shared / (end - first) / whole;
    for (let rank = first; rank < end; rank++) {
      middles[rank] = passed + each / 2;
      passed += each;
    }
  }
  return levels.map((level) => onTheLine(level, middles, (rank) => values[order[rank]]));
}

function onTheLine(level, middles, value) {
  const last = middles.length - 1;
  if (last < 0) return NaN;
  if (level <= middles[0]) return value(0);
  if (level >= middles[last]) return value(last);
  let above = 1;
  while (middles[above] <= level) above++;
  const share = (level - middles[above - 1]) / (middles[above] - middles[above - 1]);
  return value(above - 1) + share * (value(above) - value(above - 1));
}
