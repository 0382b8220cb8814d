// The record: search as you type, filters, and what can be taken away of a series that is opened.
"use strict";

// What a series can be found by: name, titles in both languages, topic, definition, authors, regions, notes, identifiers, works.
function indexOf(series) {
  const of = figuresOf(series).flatMap(({ note, source, region, id }) => [note, source, region, id]);
  const works = series.works.map((key) => record.works[key][0]);
  return plain([series.name, ...series.search.map(textOf), ...new Set(of), ...works].join(" "));
}

const FILTERS = ["topic", "grade", "region", "from", "to"];

// Regions of which there are figures, and the first and last year that each figure is of.
function reachOf(series) {
  const figures = figuresOf(series);
  return { regions: new Set(figures.map(({ region }) => region)), years: figures.map(({ year }) => spanOf(year)) };
}

// 1932; 1931/32; 1933-37, a period, but 1930-03 a month and 1930-03-01 a day.
function spanOf(year) {
  const first = Number(year.slice(0, 4)), [, sign, end] = year.match(/^\d{4}([/-])(\d{2}|\d{4})$/) || [];
  const isPeriod = sign === "/" || end?.length === 4 || Number(end) > 12;
  return [first, isPeriod ? Number(year.slice(0, 4 - end.length) + end) : first];
}

function fitsFilters({ series, regions, years }) {
  const [topic, grade, region, from, to] = FILTERS.map((id) => byId(id).value);
  const fits = (!topic || series.topic === topic) && (!grade || series.grades.includes(grade)) && (!region || regions.has(region));
  return fits && years.some(([first, last]) => (!from || last >= from) && (!to || first <= to));
}

// What is offered of a series that is opened: its files, and its citation.
function offer(series, shown) {
  const figure = shown.querySelector("figure"), cited = shown.querySelector(".cited cite"), { name } = series;
  const drawn = figure && [
    ["SVG", () => download(`${name}.svg`, [svgOf(series, figure).text], "image/svg+xml")],
    ["PNG", () => savePngOf(`${name}.png`, svgOf(series, figure))],
  ];
  const list = [
    ["CSV", () => download(`${name}.csv`, ["\ufeff", csvOf(series)], "text/csv;charset=utf-8")],
    ["JSON", () => download(`${name}.json`, [jsonOf(series, cited.textContent)], "application/json")],
    ...(drawn || []),
    ["BibTeX", () => download(`${name}.bib`, [bibtexOf(series)], "text/plain;charset=utf-8")],
  ];
  const button = (text, take) => {
    const made = element("button", { type: "button", class: "plain" }, text);
    made.addEventListener("click", () => take(made));
    return made;
  };
  const save = element("p", { class: "takes" }, element("span", {}, say("save_series")), ...list.map(([text, take]) => button(text, take)));
  shown.querySelector(".scroll").before(save);
  shown.querySelector(".cited").append(" ", button(say("copy_citation"), (made) => copied(made, cited.textContent)));
}

class RecordPage {
  constructor() {
    const parts = record.series.map((series) => ({ series, text: indexOf(series), shown: byId(series.name), ...reachOf(series) }));
    this.search = new Search(parts, FILTERS, fitsFilters);
    this.opened = new Set();
    for (const { series, shown } of this.search.parts) {
      shown.addEventListener("toggle", () => this.open(series, shown));
      if (shown.open) this.open(series, shown);
    }
    addEventListener("hashchange", () => this.search.reveal());
    this.search.reveal();
  }

  open(series, shown) {
    if (!shown.open || this.opened.has(series)) return;
    this.opened.add(series);
    offer(series, shown);
  }
}
const recordPage = new RecordPage();
