// The record: search as you type, filters, the picture of a series that is opened, and its figures as CSV.
"use strict";

const FEWEST_YEARS = 3; // that make a picture

// What a series can be found by: name, titles in both languages, topic, definition, notes, works.
function indexOf(series) {
  const rows = rowsOfSeries(series), places = new Set([...series.search, ...rows.flatMap(({ note, source, region }) => [note, source, region])]);
  const works = series.works.map((key) => record.works[key]);
  return plain([series.name, ...[...places].map((place) => record.texts[place]), ...works].join(" "));
}

function fitsFilters(series) {
  const [topic, grade] = ["topic", "grade"].map((id) => byId(id).value);
  return (!topic || series.topic === topic) && (!grade || series.grades.includes(grade));
}

// A field of CSV, in quotation marks where it needs them.
const field = (value) => (/[",\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));

// The figures with a head of what they are, where they come from and which edition printed them.
function csvOf(series) {
  const rows = rowsOfSeries(series), text = (place) => record.texts[place];
  const territories = [...new Set(rows.flatMap(({ territory }) => text(territory) || []))];
  const head = [
    `${text(series.title)} (${series.name})`,
    `${say("csv_unit")}: ${text(series.unit)}`,
    `${say("csv_territory")}: ${territories.join("; ")}`,
    ...series.works.map((key) => `${say("csv_source")}: ${record.works[key]}`),
    `Pyrrhic ${record.version}`,
  ];
  const columns = ["year", "value", "low", "high", "territory", "region", "standing", "source", "grade", "note"];
  const lines = rows.map((row) => [row.year, row.value, row.low, row.high, text(row.territory), text(row.region), ["", "rival", "variant"][row.rival], text(row.source), row.grade, text(row.note)]);
  return `${[...head.map((line) => `# ${line}`), columns.join(","), ...lines.map((line) => line.map(field).join(","))].join("\n")}\n`;
}

// A series that is opened: its picture, where there are years enough, and the file.
class Opened {
  constructor(series, shown) {
    [this.series, this.shown] = [series, shown];
    const file = new Blob(["\ufeff", csvOf(series)], { type: "text/csv;charset=utf-8" });
    const link = element("a", { href: URL.createObjectURL(file), download: `${series.name}.csv` }, say("csv"));
    shown.append(element("p", { class: "says" }, link));
    const points = rowsOfSeries(series).filter(({ region, at }) => !region && at !== null);
    if (new Set(points.map(({ at }) => at)).size < FEWEST_YEARS) return;
    const unit = record.texts[series.unit], title = record.texts[series.title];
    const svg = element("svg", { role: "img", "aria-label": say("series_picture", { title, unit }) });
    const caption = element("figcaption", {}, element("span", {}, say("of_country")), element("small", {}, unit));
    shown.querySelector(".scroll").before(element("figure", { class: "drawn" }, caption, svg));
    this.chart = new SeriesChart(points, svg);
    this.chart.frame();
  }
}

class RecordPage {
  constructor() {
    const parts = record.series.map((series) => ({ series, text: indexOf(series), shown: byId(series.name) }));
    this.search = new Search(parts, ["topic", "grade"], ({ series }) => fitsFilters(series));
    this.opened = new Map();
    for (const { series, shown } of this.search.parts) {
      shown.addEventListener("toggle", () => this.open(series, shown));
      if (shown.open) this.open(series, shown);
    }
    let width = innerWidth;
    addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), this.redraw()));
    addEventListener("hashchange", () => this.search.reveal());
    this.search.reveal();
  }

  open(series, shown) {
    if (shown.open && !this.opened.has(series.name)) this.opened.set(series.name, new Opened(series, shown));
  }

  redraw() {
    for (const { chart } of this.opened.values()) chart?.frame();
  }
}
const recordPage = new RecordPage();
