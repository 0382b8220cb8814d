// What was changed, as an address: v scheme, s scenarios, l levers, y year, w years shown, t step of a lesson, m model and record.
"use strict";

const SCHEME = "1", USUAL_YEAR = 1932, LAST_SHOWN = 1939;

function blankState() {
  return { scenarios: [], levers: {}, year: USUAL_YEAR, long: false };
}

// The state in an address, and sentences on what of it was not used.
function readState(hash, page, model) {
  const state = blankState(), ignored = [];
  const keys = (list) => list.map((one) => one.key);
  const readers = {
    v: (text) => text === SCHEME || ignored.push(say("other_scheme", { name: text, own: SCHEME })),
    s: (text) => {
      for (const name of text.split("+")) {
        if (keys(page.scenarios).includes(name)) state.scenarios.push(name);
        else ignored.push(say("unknown_scenario", { name, nearest: nearest(name, keys(page.scenarios)) }));
      }
    },
    l: (text) => text.split(";").forEach((one) => readLever(one, state, ignored, page, model)),
    y: (text) => {
      const year = Number(text);
      if (Number.isInteger(year) && year >= model.firstYear && year <= LAST_SHOWN) state.year = year;
      else ignored.push(say("not_understood", { part: `y=${text}` }));
    },
    w: (text) => (state.long = text === "1970"),
    t: () => {}, // lesson.js reads it
    m: (text) => text === mark(model) || ignored.push(say("other_model")),
  };
  for (const part of partsOf(hash)) {
    const at = part.indexOf("="), [name, text] = [part.slice(0, at), part.slice(at + 1)];
    if (at < 0 && byId(part)) continue; // a part of the page
    if (Object.hasOwn(readers, name) && text) readers[name](text);
    else ignored.push(say("not_understood", { part }));
  }
  return [state, ignored];
}

function readLever(text, state, ignored, page, model) {
  const [, key, times, value, from, to] = /^([a-z_]+):(x?)(\d+(?:\.\d+)?)@(\d{4})-(\d{4})$/.exec(text) || [];
  const lever = page.levers.find((one) => one.key === key);
  if (!lever || lever.sets !== !times) {
    const name = text.split(":")[0];
    ignored.push(say("unknown_lever", { name, nearest: nearest(name, page.levers.map((one) => one.key)) }));
  } else if (+value < lever.least || +value > lever.most || +from > +to || +from < model.firstYear || +to > LAST_SHOWN) {
    ignored.push(say("out_of_bounds", { name: lever.title, value, from, to }));
  } else state.levers[key] = { value: +value, from: +from, to: +to };
}

function writtenState(state, page, model) {
  const levers = Object.entries(state.levers).map(([key, { value, from, to }]) => {
    const { sets } = page.levers.find((one) => one.key === key);
    return `${key}:${sets ? "" : "x"}${+value.toFixed(2)}@${from}-${to}`;
  });
  const parts = [
    `v=${SCHEME}`,
    state.scenarios.length && `s=${state.scenarios.join("+")}`,
    levers.length && `l=${levers.join(";")}`,
    state.year !== USUAL_YEAR && `y=${state.year}`,
    state.long && "w=1970",
    stepIn(location.hash) && `t=${stepIn(location.hash)}`,
    isChanged(state) && `m=${mark(model)}`,
  ];
  return "#" + parts.filter(Boolean).join("&");
}

const isChanged = (state) => state.scenarios.length > 0 || Object.keys(state.levers).length > 0;
const mark = (model) => model.fingerprint.slice(0, 8);

// The name nearest to a word, by the number of letters to change.
function nearest(word, names) {
  const apart = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      row = next;
    }
    return row[b.length];
  };
  return names.reduce((best, name) => (apart(word, name) < apart(word, best) ? name : best));
}

// The changes of a state to the paths of history, [place, value]: scenarios one after another, then levers.
function changesOf(state, page, model, history) {
  const changed = new Map();
  for (const name of state.scenarios) {
    const { places, values } = model.scenarios[name];
    places.forEach((place, index) => changed.set(place, values[index]));
  }
  for (const [key, { value, from, to }] of Object.entries(state.levers)) {
    const { levers, sets } = page.levers.find((one) => one.key === key);
    for (const name of levers)
      for (const place of placesOfLever(model, name, from, to)) changed.set(place, sets ? value : history[place] * value);
  }
  return [...changed];
}

// The places of a lever's numbers in (year, number), from one agricultural year to another.
function placesOfLever(model, name, from, to) {
  const [, start, kinds, places] = model.program.inputs[name], found = [];
  for (let year = from; year <= to; year++)
    for (let i = 0; i < kinds * places; i++) found.push((year - model.firstYear) * model.program.sizes.X + start + i);
  return found;
}
