// What a run changes, in words.
"use strict";

const entryOf = (list, key) => list.find((one) => one.key === key);
const titleOfScenario = (key) => entryOf(page.scenarios, key).short || entryOf(page.scenarios, key).title;
const titleOfChange = (key) => (entryOf(page.scenarios, key) ? titleOfScenario(key) : entryOf(page.levers, key).title);
// A lever of the model: the title of the slider that moves it, or the package's own.
const titleOfLever = (name) => page.levers.find(({ levers }) => levers.includes(name))?.title ?? page.leverTitles[name] ?? name;
const yearsInWords = (from, to) => (from === to ? agricultural(from) : say("from_to", { from: agricultural(from), to: agricultural(to) }));

function amountInWords({ sets, isShare, unit }, value) {
  if (Math.abs(value) < 1e-9) return say("none");
  if (!sets) return say("times_history", { value: number(value, 2) });
  if (!isShare && unit) return `${number(value, 0)} ${unit}`;
  return value > 1 - 1e-9 ? say("in_full") : `${number(100 * value, 0)} %`;
}

function leverInWords(key, { value, from, to }) {
  const lever = entryOf(page.levers, key);
  return `${lever.title}: ${amountInWords(lever, value)}, ${yearsInWords(from, to)}`;
}

// The changes of a run one by one, each with the part of the state that holds it.
function partsOfRun({ scenarios, levers }) {
  return [
    ...scenarios.map((scenario) => ({ scenario, name: titleOfScenario(scenario), text: titleOfScenario(scenario) })),
    ...Object.entries(levers).map(([lever, change]) => ({ lever, name: entryOf(page.levers, lever).title, text: leverInWords(lever, change) })),
  ];
}

const runInWords = (run) => (run && isChanged(run) ? partsOfRun(run).map(({ text }) => text).join("; ") : say("as_it_happened"));

// What the scenarios of a run move, by the titles of the levers: a slider shows some of it, and other levers have none.
const movedByScenarios = ({ scenarios }) => [...new Set(scenarios.flatMap((key) => entryOf(page.scenarios, key).levers))].map(titleOfLever);

// The position of a debate that is held, with how many draws of equal weight it is worth here.
function partOfPosition(key) {
  const position = page.positions.find((one) => one.key === key);
  if (!position) return [];
  const { draws, weights } = model.positions[key], worth = draws.length ? 1 / weights.reduce((sum, weight) => sum + weight * weight, 0) : model.draws.weights.length;
  const name = `${position.debate}: ${position.title}`;
  return [{ position: key, name, text: say("held_position", { ...position, draws: number(worth, 0) }) }];
}
