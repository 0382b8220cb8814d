// The page of the model: search in both languages, and the values of all equations in the year chosen.
"use strict";

// As the page is printed: decimals by the end that is farthest from nought, none from the first of these on, then one, and so on.
const LEAST = [100, 10, 0.1, 0.01, 0];
function decimalsOf(ends) {
  const size = Math.max(...ends.map(Math.abs));
  return size === 0 ? 2 : LEAST.findIndex((least) => size >= least);
}

// A value of a year, one number where all draws agree, else low, middle and high.
function valueInWords(value) {
  if (value === undefined) return "\u2013";
  const ends = Array.isArray(value) ? value : [value], digits = decimalsOf(ends);
  const [low, middle, high] = ends.map((end) => number(end, digits));
  return high === undefined || low === high ? middle ?? low : say("value_with_interval", { low, middle, high });
}

class ModelPage {
  constructor() {
    const parts = [...document.querySelectorAll("details.series")].map((shown) => ({ shown, text: plain(named[shown.id]) }));
    this.search = new Search(parts, ["kind"], ({ shown }) => this.isOfKind(shown), "found_in_model");
    const years = [...new Set(Object.values(values).flatMap((kinds) => kinds.flatMap(Object.keys)))].sort();
    byId("inyear").append(...years.map((year) => element("option", { value: year }, agricultural(Number(year)))));
    byId("inyear").value = byId("inyear").dataset.first;
    byId("inyear").addEventListener("change", () => this.showYear(byId("inyear").value));
    addEventListener("hashchange", () => this.search.reveal());
    this.search.reveal();
  }

  isOfKind(shown) {
    const kind = byId("kind").value;
    return !kind || (shown.dataset.kind || "").split(" ").includes(kind);
  }

  showYear(year) {
    for (const shown of document.querySelectorAll(".inyear")) shown.textContent = agricultural(Number(year));
    for (const [name, kinds] of Object.entries(values))
      byId(name).querySelectorAll(".value").forEach((shown, kind) => (shown.textContent = valueInWords(kinds[kind][year])));
  }
}
const modelPage = new ModelPage();
