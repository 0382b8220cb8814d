// What was changed and what is shown, as an address: v scheme, s scenarios, l levers, b the run compared (both in one, ~ between),
// p panels, y year, w years shown, q a position of a debate, t a step of a lesson, e within another page, m model and record.
"use strict";

const SCHEME = "1", USUAL_YEAR = 1932, LAST_SHOWN = 1939, AFTER_THE_WAR = 1946, LONGEST_LINK = 1500, HISTORY = "as_it_happened";
const A_STEP = /^s[1-8]\.\d{1,2}$/, A_POSITION = /^[a-z0-9_]+\.[a-z0-9_]+$/;

// A run is {scenarios, levers}; `compared` is one, or null where this run is compared with history. No panels are the usual ones.
function blankState() {
  return { scenarios: [], levers: {}, compared: null, panels: [], year: USUAL_YEAR, long: false, position: "", step: "", embedded: false };
}

// The state in an address, and sentences on what of it was not used.
function readState(hash, page, model) {
  const state = blankState(), ignored = [], not = (name, text) => ignored.push(say("not_understood", { part: `${name}=${text}` }));
  const readers = {
    v: (text) => text === SCHEME || ignored.push(say("other_scheme", { name: text, own: SCHEME })),
    s: (text) => readScenarios(text, state, ignored, page),
    l: (text) => readLevers(text, state, ignored, page, model),
    b: (text) => (state.compared = readRun(text, ignored, page, model)),
    p: (text) => readPanels(text, state, ignored, page),
    y: (text) => (/^\d{4}$/.test(text) && isYear(Number(text), model) ? (state.year = Number(text)) : not("y", text)),
    w: (text) => (text === "1970" ? (state.long = true) : not("w", text)),
    q: (text) => readPosition(text, state, ignored, page),
    t: (text) => (A_STEP.test(text) ? (state.step = text) : not("t", text)),
    e: (text) => (text === "1" ? (state.embedded = true) : not("e", text)),
    m: (text) => text === mark(model) || ignored.push(say("other_model")),
  };
  for (const part of partsOf(hash)) {
    const at = part.indexOf("="), [name, text] = [part.slice(0, at), part.slice(at + 1)];
    if (at < 0 && byId(part)) continue; // a part of the page
    if (at > 0 && Object.hasOwn(readers, name) && text) readers[name](text);
    else ignored.push(say("not_understood", { part }));
  }
  if (state.year > LAST_SHOWN) state.long = true; // such a year stands in the long view alone
  return [state, ignored];
}

// A year that can be shown: those of the war are none.
const isYear = (year, model) => Number.isInteger(year) && ((year >= model.firstYear && year <= LAST_SHOWN) || (year >= AFTER_THE_WAR && year < model.firstYear + model.years));

function readScenarios(text, run, ignored, page) {
  const names = page.scenarios.map((one) => one.key);
  for (const name of text.split("+")) {
    if (!names.includes(name)) ignored.push(say("unknown_scenario", { name, nearest: nearest(name, names) }));
    else if (name !== HISTORY && !run.scenarios.includes(name)) run.scenarios.push(name);
  }
}

function readLevers(text, run, ignored, page, model) {
  for (const lever of text.split(";")) readLever(lever, run, ignored, page, model);
}

// A run in one text, as `b` has it: scenarios, then ~ and levers. History is none.
function readRun(text, ignored, page, model) {
  const run = { scenarios: [], levers: {} }, [scenarios, levers] = text.split("~");
  if (scenarios) readScenarios(scenarios, run, ignored, page);
  if (levers) readLevers(levers, run, ignored, page, model);
  return isChanged(run) ? run : null;
}

function readPanels(text, state, ignored, page) {
  const keys = page.panels.map((one) => one.key);
  for (const name of text.split(",")) {
    if (!keys.includes(name)) ignored.push(say("unknown_panel", { name, nearest: nearest(name, keys) }));
    else if (state.panels.length >= MOST_PANELS) ignored.push(say("too_many_panels", { name, most: MOST_PANELS }));
    else if (!state.panels.includes(name)) state.panels.push(name);
  }
  if (state.panels.join() === usualPanels(page).join()) state.panels = [];
}

const MOST_PANELS = 12;
const usualPanels = (page) => page.panels.filter((panel) => panel.sets.includes("story")).map((panel) => panel.key);

// A position is known by the page that lists positions; elsewhere its form is looked at, and it is kept for that page.
function readPosition(text, state, ignored, page) {
  const names = page.positions && page.positions.map((one) => one.key ?? one);
  if (names && !names.includes(text)) ignored.push(say("unknown_position", { name: text, nearest: nearest(text, names) }));
  else if (!A_POSITION.test(text)) ignored.push(say("not_understood", { part: `q=${text}` }));
  else state.position = text;
}

function readLever(text, run, ignored, page, model) {
  const [, key, times, value, from, to] = /^([a-z_]+):(x?)(\d+(?:\.\d+)?)@(\d{4})-(\d{4})$/.exec(text) || [];
  const lever = page.levers.find((one) => one.key === key);
  if (!lever || lever.sets !== !times) {
    const name = text.split(":")[0], known = page.levers.find((one) => one.key === name);
    ignored.push(known ? say("not_understood", { part: text }) : say("unknown_lever", { name, nearest: nearest(name, page.levers.map((one) => one.key)) }));
  } else {
    const [least, most] = boundsOf(lever, +from, +to, model);
    if (+value >= least && +value <= most) run.levers[key] = { value: +value, from: +from, to: +to };
    else ignored.push(say("out_of_bounds", { name: lever.title, value, from, to }));
  }
}

// Between what a lever moves in some years; in none where they lie in the war, or on both sides of it, or history has nothing there.
const isLate = (year) => year >= AFTER_THE_WAR;
function boundsOf(lever, from, to, model) {
  const is = isLate(from) ? to < model.firstYear + model.years && lever.late : from >= model.firstYear && to <= LAST_SHOWN && [lever.least, lever.most];
  return (from <= to && is) || [];
}

// --- written -------------------------------------------------------------------------------------------------------------

// The address of a state: what differs from the usual. One that would be too long goes without what is said last in `PARTED`.
function writtenState(state, page, model) {
  return fitted(state, page, model).address;
}

const PARTED = [() => ({}), () => ({ compared: null }), () => ({ compared: null, panels: [] }), (blank) => blank];

// The longest address that may be, and whether the whole state is in it: the run that is compared is left out first.
function fitted(state, page, model) {
  const tries = PARTED.map((less) => addressOfState({ ...state, ...less({ ...blankState(), year: state.year, long: state.long }) }, page, model));
  const at = tries.findIndex((address) => address.length <= LONGEST_LINK);
  return { address: tries[at], isWhole: at === 0 };
}

function addressOfState(state, page, model) {
  const step = state.step || stepIn(location.hash); // a lesson goes on while its page changes
  const parts = [
    `v=${SCHEME}`,
    state.scenarios.length && `s=${state.scenarios.join("+")}`,
    movedLevers(state, page).length > 0 && `l=${writtenLevers(state, page)}`,
    state.compared && movesAnything(state.compared, page) && `b=${writtenRun(state.compared, page)}`,
    state.panels.length && `p=${state.panels.join(",")}`,
    state.year !== USUAL_YEAR && `y=${state.year}`,
    state.long && "w=1970",
    state.position && `q=${state.position}`,
    step && `t=${step}`,
    state.embedded && "e=1",
    (movesAnything(state, page) || state.compared || state.position) && `m=${mark(model)}`,
  ];
  return "#" + parts.filter(Boolean).join("&");
}

// The levers of a run without those that are back at their place: as it happened, which changes nothing unless a scenario has moved them.
function movedLevers({ scenarios, levers }, page) {
  const byScenarios = scenarios.flatMap((key) => page.scenarios.find((one) => one.key === key).levers);
  return Object.entries(levers).filter(([key, { value }]) => {
    const lever = page.levers.find((one) => one.key === key);
    return +value.toFixed(2) !== lever.place || lever.levers.some((name) => byScenarios.includes(name));
  });
}

const movesAnything = (run, page) => run.scenarios.length > 0 || movedLevers(run, page).length > 0;

function writtenLevers(run, page) {
  const written = ([key, { value, from, to }]) => `${key}:${page.levers.find((one) => one.key === key).sets ? "" : "x"}${+value.toFixed(2)}@${from}-${to}`;
  return movedLevers(run, page).map(written).join(";");
}

function writtenRun(run, page) {
  const levers = writtenLevers(run, page);
  return `${run.scenarios.join("+") || HISTORY}${levers && `~${levers}`}`;
}

const isChanged = (run) => run.scenarios.length > 0 || Object.keys(run.levers).length > 0;
const isSame = (run, other, page) => writtenRun(run, page) === writtenRun(other, page);
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
  const short = word.slice(0, 80);
  return names.reduce((best, name) => (apart(short, name) < apart(short, best) ? name : best));
}

// --- what a run changes ----------------------------------------------------------------------------------------------------

// The changes of a run to the paths of history, [place, value]: scenarios as `pyrrhic run` joins them, each document acting
// once on what those before it left, then levers.
function changesOf(run, page, model, history) {
  const changed = new Map(), before = (place) => (changed.has(place) ? changed.get(place) : history[place]);
  for (const name of new Set(run.scenarios.flatMap((scenario) => model.scenarios[scenario].documents))) {
    const { places, keeps, adds } = model.documents[name];
    places.forEach((place, index) => changed.set(place, keeps[index] * before(place) + adds[index]));
  }
  for (const [key, { value, from, to }] of Object.entries(run.levers)) {
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

// How far a run goes. One that changes anything before 1941 ends before the borders change: the losses of the war are shares of the
// people and herds of history. One whose changes all come after the war goes on to the end, and is history until then.
function spanOf(run, model) {
  const last = model.firstYear + model.years - 1, starts = (key) => (model.scenarios[key] ?? run.levers[key]).from, all = [...run.scenarios, ...Object.keys(run.levers)];
  const late = all.filter((key) => isLate(starts(key))), isAfterWar = late.length > 0 && late.length === all.length;
  const ends = Math.min(last, ...run.scenarios.map((name) => model.scenarios[name].ends));
  return isAfterWar ? { last: ends, isAfterWar, idle: [] } : { last: isChanged(run) ? Math.min(LAST_SHOWN, ends) : last, isAfterWar: false, idle: late };
}
