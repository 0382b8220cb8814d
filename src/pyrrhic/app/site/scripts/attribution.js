// What each change did: the difference that this run makes to an outcome, divided among the levers that it moves, in the worker.
"use strict";
arrived("attribution.js");

const MOST_PLAYERS = 16, BY_LEVER = "lever", BY_GROUP = "group", SLOT_OF_SHARES = "shares";

class OwnAttribution {
  constructor(laboratory) {
    [this.laboratory, this.runs] = [laboratory, laboratory.runs];
    byId("shares-of").append(...page.outcomes.map(({ key, title, unit }) => element("option", { value: key }, `${title}, ${unit}`)));
    for (const id of ["shares-of", "shares-by"]) byId(id).addEventListener("change", () => this.clear());
    byId("shares-start").addEventListener("click", () => this.start());
    byId("shares-stop").addEventListener("click", () => this.stop(say("shares_stopped")));
  }

  // The part of the page is there where a run makes two changes or more; a result of another run goes.
  show(state) {
    const key = writtenRun(state, page), { isAfterWar } = spanOf(state, model);
    if (key === this.key) return;
    [this.key, this.run] = [key, { scenarios: state.scenarios, levers: state.levers }];
    byId("shares").hidden = this.players(model.years, BY_LEVER).length < 2;
    for (const option of byId("shares-of").options) option.hidden = option.disabled = entryOf(page.outcomes, option.value).afterWar !== isAfterWar;
    if (byId("shares-of").selectedOptions[0]?.disabled ?? true) byId("shares-of").value = page.outcomes.find(({ afterWar }) => afterWar === isAfterWar).key;
    byId("shares-by").value = this.players(model.years, BY_LEVER).length > MOST_EXACT ? BY_GROUP : BY_LEVER;
    this.clear();
  }

  // The levers that are moved, those of one slider together, or the groups of the package.
  players(years, way) {
    const { history } = this.runs.ensemble, together = Object.keys(this.run.levers).map((key) => entryOf(page.levers, key)).filter(({ levers }) => levers.length > 1);
    const groups = way === BY_GROUP ? page.groups : together;
    return playersOf(changesOf(this.run, page, model, history), history, model, years, groups).map((player) => ({ ...player, title: this.title(player, groups) }));
  }

  title({ key, levers }, groups) {
    return groups.find((group) => group.key === key)?.title ?? titleOfLever([...levers][0]);
  }

  clear() {
    this.stop("");
    byId("shares-result").replaceChildren();
    const outcome = entryOf(page.outcomes, byId("shares-of").value), years = lastOfMeasure(outcome.measure) + 1;
    const count = Object.fromEntries([BY_LEVER, BY_GROUP].map((way) => [way, this.players(years, way).length]));
    for (const option of byId("shares-by").options) option.textContent = say(`shares_by_${option.value}`, { count: count[option.value] });
    const players = count[byId("shares-by").value];
    byId("shares-start").disabled = players < 2 || players > MOST_PLAYERS;
    const sentence = players < 2 ? "shares_too_few" : players > MOST_PLAYERS ? "shares_too_many" : players > MOST_EXACT ? "shares_sampled" : "shares_exact";
    byId("shares-says").textContent = say(sentence, { count: players, runs: number(2 ** players, 0), orders: 2 * PAIRS, pairs: PAIRS, most: MOST_PLAYERS });
  }

  stop(sentence) {
    this.runs.clear(SLOT_OF_SHARES);
    this.asked = null;
    byId("shares-stop").hidden = byId("shares-progress").hidden = true;
    byId("shares-start").hidden = false;
    byId("shares-live").textContent = sentence;
  }

  start() {
    const outcome = entryOf(page.outcomes, byId("shares-of").value), { measure } = outcome, years = lastOfMeasure(measure) + 1;
    const players = this.players(years, byId("shares-by").value), orders = players.length > MOST_EXACT ? sampledOrders(players.length, PAIRS) : null;
    const names = quantitiesOf(measure), game = { outcome, years, players, orders, names, rows: rowsOf(model.program, names), done: 0, coalitions: coalitionsToRun(players.length, orders) };
    this.stop("");
    byId("shares-start").hidden = true;
    byId("shares-stop").hidden = byId("shares-progress").hidden = false;
    byId("shares-stop").focus();
    this.asked = game;
    const { few, allDraws } = this.runs;
    this.play(game, few, () => this.play(game, allDraws, () => this.stop(say("shares_done"))));
  }

  // One coalition after another at some draws, which have weights of their own or those of all; then their shares are shown.
  play(game, { draws, weights }, then) {
    const played = [], { coalitions, players } = game, progress = byId("shares-progress"), before = game.done;
    progress.max = coalitions.length * (this.runs.few.draws.length + this.runs.allDraws.draws.length);
    const next = () => {
      if (this.asked !== game) return;
      progress.value = game.done = before + played.length * draws.length;
      if (played.length === coalitions.length) return this.shown(game, played, weights), then();
      const changes = players.flatMap((player, at) => (coalitions[played.length] & (1 << at) ? player.changes : []));
      this.runs.whole(changes, game.years, (run) => (played.push(run), next()), { slot: SLOT_OF_SHARES, draws, names: game.names });
    };
    next();
  }

  shown(game, played, weights) {
    this.result = divided(game, played, this.runs.ensemble, weights);
    byId("shares-result").replaceChildren(...this.table(game, this.result));
  }

  table({ outcome, players, orders }, { shares, whole, draws, leftOut, error }) {
    const { decimals } = outcome, write = (value) => signed(value, decimals), ends = ([low, high]) => say("to", { low: write(low), high: write(high) });
    const cells = (of) => [["", write(of.mean), "shares_share"], ["", ends([of.low, of.high]), "head_interval"], ["", ends(of.structures), "head_structures"], ["", of.first === undefined ? "" : write(of.first), "shares_first"], ["", of.last === undefined ? "" : write(of.last), "shares_last"]];
    const row = (title, of, kind) => element("tr", { class: kind }, element("th", { scope: "row" }, title), ...cells(of).map(([name, text, label]) => element("td", { class: name, "data-label": say(label) }, text)));
    const order = players.map((_, at) => at).sort((a, b) => Math.abs(shares[b].mean) - Math.abs(shares[a].mean));
    const heads = ["shares_change", "shares_share", "head_interval", "head_structures", "shares_first", "shares_last"].map((key) => element("th", { scope: "col" }, say(key)));
    const body = [...order.map((at) => row(players[at].title, shares[at])), row(say("shares_whole"), whole, "whole")];
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body));
    const note = [
      say("shares_note", { title: outcome.title, unit: outcome.unit, draws: number(draws, 0) }),
      orders && say("shares_error", { orders: orders.length, error: number(error, 2) }),
      leftOut && say("shares_left_out", { count: leftOut }),
    ];
    return [element("p", {}, note.filter(Boolean).join(" ")), element("div", { class: "scroll", tabindex: 0, role: "group", "aria-labelledby": "h-shares" }, table)];
  }
}

const quantitiesOf = (measure) => [...new Set([...measure.parts.flat().map(([name]) => name), ...[measure.over, measure.minus].filter((part) => typeof part === "object").flatMap(quantitiesOf)])];

// The runs of all coalitions as shares of the difference, each with mean, interval, range of the variants, and what the change does
// where it is made first and last. A draw in which a run failed has no weight.
function divided({ outcome, players, orders, rows, coalitions }, played, ensemble, own) {
  const number_ = players.length, [first] = played, failed = first.failed.map((_, draw) => Math.max(...played.map((run) => run.failed[draw])));
  const weights = ensemble.weightsOf(first.draws, failed, own), values = new Map(played.map((run, at) => [coalitions[at], Float64Array.from(measured(run, rows, outcome.measure))]));
  const sound = (numbers) => numbers.map((value, draw) => (weights[draw] > 0 ? value : 0)), less = (a, b) => values.get(a).map((value, draw) => value - values.get(b)[draw]);
  const mean = (numbers) => sound(numbers).reduce((sum, value, draw) => sum + value * weights[draw], 0), all = everyChange(number_);
  const spreadOf = (numbers) => {
    const [low, , high] = weightedQuantiles(Array.from(sound(numbers)), weights, LEVELS);
    return { mean: mean(numbers), low, high, structures: rangeOfStructures(ensemble, first, numbers, weights) };
  };
  const sampled = orders && sampledShares(values, number_, orders), shares = sampled ? sampled.shares : exactShares(values, number_);
  const error = sampled ? Math.max(...players.map((_, at) => standardError(sampled.pairs.map((pair) => mean(pair[at]))))) : 0;
  const of = shares.map((share, at) => ({ ...spreadOf(share), first: mean(less(1 << at, 0)), last: mean(less(all, all ^ (1 << at))) }));
  return { shares: of, whole: spreadOf(less(all, 0)), draws: first.draws.length, leftOut: weights.filter((weight) => !(weight > 0)).length, error };
}
