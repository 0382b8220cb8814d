// Shares of a difference among changes: over all coalitions of them, or over sampled orders. The twin of pyrrhic.studies.attribution.
// A coalition is a whole number whose bits say which changes are made; values are numbers (coalition, draw).
"use strict";
arrived("shapley.js");

const MOST_EXACT = 6, PAIRS = 8, SEED = 1926;
const everyChange = (players) => 2 ** players - 1;
const sizeOf = (coalition) => (coalition ? (coalition & 1) + sizeOf(coalition >>> 1) : 0);
const factorial = (whole) => (whole > 1 ? whole * factorial(whole - 1) : 1);

// So many orders at random, each followed by its reverse; always the same for a seed.
function sampledOrders(players, pairs, seed = SEED) {
  let state = seed;
  const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32), orders = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = Array.from({ length: players }, (_, player) => player);
    for (let at = players - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    orders.push(order, [...order].reverse());
  }
  return orders;
}

// The coalitions through which an order goes, from none to all.
const coalitionsOf = (order) => order.reduce((path, player) => [...path, path.at(-1) | (1 << player)], [0]);

// The coalitions to be run: all, or those of the orders with each change alone and each left out.
function coalitionsToRun(players, orders) {
  const whole = everyChange(players), single = Array.from({ length: players }, (_, player) => 1 << player);
  if (!orders) return Array.from({ length: whole + 1 }, (_, coalition) => coalition);
  return [...new Set([...orders.flatMap(coalitionsOf), ...single, ...single.map((bit) => whole ^ bit)])].sort((a, b) => a - b);
}

// The share of each change at each draw. `values` maps a coalition to its numbers.
function exactShares(values, players) {
  const draws = values.get(0).length, all = coalitionsToRun(players, null);
  return Array.from({ length: players }, (_, player) => {
    const share = new Float64Array(draws);
    for (const without of all.filter((coalition) => !(coalition & (1 << player)))) {
      const size = sizeOf(without), weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
      const [before, after] = [values.get(without), values.get(without | (1 << player))];
      for (let draw = 0; draw < draws; draw++) share[draw] += weight * (after[draw] - before[draw]);
    }
    return share;
  });
}

// The same over sampled orders: the shares of each pair of orders (pair, change, draw), and their mean (change, draw).
function sampledShares(values, players, orders) {
  const draws = values.get(0).length, pairs = [];
  for (let at = 0; at < orders.length; at += 2) {
    const shares = Array.from({ length: players }, () => new Float64Array(draws));
    for (const order of [orders[at], orders[at + 1]]) {
      coalitionsOf(order).slice(1).forEach((coalition, step) => {
        const [before, after] = [values.get(coalition ^ (1 << order[step])), values.get(coalition)];
        for (let draw = 0; draw < draws; draw++) shares[order[step]][draw] += 0.5 * (after[draw] - before[draw]);
      });
    }
    pairs.push(shares);
  }
  return { pairs, shares: pairs[0].map((_, player) => pairs[0][player].map((_, draw) => pairs.reduce((sum, shares) => sum + shares[player][draw], 0) / pairs.length)) };
}

// The standard error of a mean over sampled pairs.
function standardError(numbers) {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1) / numbers.length);
}

// Among whom a run's difference from history is divided: the levers of the model that it moves within so many years, each with its
// [place, value] pairs. Levers that one slider moves together are one; `groups` joins more of them.
function playersOf(changes, history, model, years, groups) {
  const wide = model.program.sizes.X, moved = changes.filter(([place, value]) => value !== history[place] && place < years * wide), players = new Map();
  const owner = Object.entries(model.program.inputs).filter(([, [array]]) => array === "X").flatMap(([name, [, start, kinds, places]]) => Array.from({ length: kinds * places }, (_, at) => [start + at, name]));
  const nameOf = new Map(owner);
  for (const pair of moved) {
    const lever = nameOf.get(pair[0] % wide), key = groups.find((group) => group.levers.includes(lever))?.key ?? lever;
    if (!players.has(key)) players.set(key, { key, levers: new Set(), changes: [] });
    players.get(key).levers.add(lever);
    players.get(key).changes.push(pair);
  }
  return [...players.values()];
}
