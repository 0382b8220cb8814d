// What can be taken away: a panel as SVG, PNG, CSV or a sentence with its source, a run as a scenario file, a view for another page.
"use strict";
arrived("export.js");

const DRAWN_AS = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity"];
const WRITTEN_AS = ["font-family", "font-size", "font-weight"];
const HEAD = 38, FOOT = 20; // room above and below a picture
const ENDS = 1940;

const edition = () => `Pyrrhic ${page.version}, ${say("mark", { mark: mark(model) })}`;

// --- a panel as a picture --------------------------------------------------------------------------------------------

// A colour with an opacity as two attributes, for a reader of SVG that knows no other.
function paint(copy, name, value) {
  const [, red, green, blue, opacity] = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(value) || [];
  copy.setAttribute(name, opacity ? `rgb(${red}, ${green}, ${blue})` : value);
  if (opacity) copy.setAttribute(`${name}-opacity`, opacity);
}

// The look that the page's styles give to an element, written into its copy.
function dress(original, copy) {
  const look = getComputedStyle(original);
  for (const name of [...DRAWN_AS, ...(original.tagName === "text" ? WRITTEN_AS : [])]) {
    const value = look.getPropertyValue(name);
    if (name === "fill" || name === "stroke") paint(copy, name, value);
    else if (!(name.endsWith("opacity") && (value === "1" || copy.hasAttribute(name)))) copy.setAttribute(name, value);
  }
  copy.removeAttribute("class");
}

// What a picture says to those who do not see it.
function said(tag, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  made.textContent = text;
  return made;
}

// The picture of a panel with its title and where it comes from; it opens alone.
function pictureOf({ panel, svg, width, height }) {
  const copy = svg.cloneNode(true), originals = svg.querySelectorAll("*"), look = getComputedStyle(document.body), ink = look.color;
  [...copy.querySelectorAll("*")].forEach((part, index) => {
    if (getComputedStyle(originals[index]).visibility === "hidden" || (part.tagName === "path" && !part.getAttribute("d"))) part.dataset.gone = "";
    else dress(originals[index], part);
  });
  for (const part of copy.querySelectorAll("[data-gone]")) part.remove();
  const written = (text, size, y, weight, fill = ink) => element("text", { x: 0, y, "font-family": "sans-serif", "font-size": size, "font-weight": weight, fill }, text);
  const whole = element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: height + HEAD + FOOT, viewBox: `0 ${-HEAD} ${width} ${height + HEAD + FOOT}`, role: "img", lang: page.language });
  const soft = getComputedStyle(svg.closest("figure").querySelector("small")).color;
  whole.append(
    said("title", `${panel.title}, ${panel.unit}`),
    said("desc", [svg.getAttribute("aria-label"), runInWords(laboratory.state), ...sourcesOf(panel), edition(), location.href].join(". ")),
    element("rect", { x: 0, y: -HEAD, width, height: height + HEAD + FOOT, fill: look.backgroundColor }),
    written(panel.title, 13.5, 14 - HEAD, 600),
    written(panel.unit, 11.5, 29 - HEAD, 400, soft),
    ...copy.childNodes,
    written(edition(), 10, height + FOOT - 6, 400, soft)
  );
  return { text: new XMLSerializer().serializeToString(whole), width, height: height + HEAD + FOOT };
}

function saveSvg(chart) {
  download(`${chart.panel.key}.svg`, [`<?xml version="1.0" encoding="UTF-8"?>\n${pictureOf(chart).text}\n`], "image/svg+xml");
}

const savePng = (chart) => savePngOf(`${chart.panel.key}.png`, pictureOf(chart));

// --- a panel as figures and as a sentence ----------------------------------------------------------------------------

const sourcesOf = (panel) => panel.record?.sources ?? [];
const columnsOf = ({ past, now, compared }) => [["history", past.shown], now && ["run", now], compared && ["compared", compared]].filter(Boolean);

// The figures of a panel as they are shown, under a head of what they are and where they come from.
function csvOfPanel(panel) {
  const { runs, state } = laboratory, columns = columnsOf(laboratory), written = (value) => (value === undefined ? "" : value.toFixed(panel.decimals));
  const head = [
    panel.title,
    `${say("csv_unit")}: ${panel.unit}`,
    `${say("csv_territory")}: ${panel.record?.territories.join("; ") || say("territory_of_model")}`,
    ...sourcesOf(panel).map((source) => `${say("csv_source")}: ${source}`),
    ...(panel.note ? [panel.note] : []),
    ...(panel.record?.points.some((point) => whenOf(panel, point)) ? [say(panel.record.isDay ? "record_of_1_january" : "record_of_calendar_years")] : []),
    `${say("run")}: ${runInWords(state)}`,
    ...(state.compared ? [`${say("compared")}: ${runInWords(state.compared)}`] : []),
    `${edition()} (${model.fingerprint})`,
    location.href,
  ];
  const names = ["year", ...["record", ...columns.map(([key]) => key)].flatMap((key) => [key, `${key}_low`, `${key}_high`])];
  const rows = yearsShown(state.long).map((year) => {
    const point = pointOf(panel, year), of = columns.map(([, run]) => runs.line(run, panel)(year));
    const cells = [point && [point[2], point[1], point[3]], ...of].flatMap((levels) => (levels ? [levels[1], levels[0], levels[2]].map(written) : ["", "", ""]));
    return [agricultural(year), ...cells];
  });
  return `${[...head.map((line) => `# ${line}`), names.join(","), ...rows.map((row) => row.map(fieldOf).join(","))].join("\n")}\n`;
}

// One sentence on the year that is shown: record, model and run, each with its range, and where it comes from.
function sentenceWithSource(panel) {
  const { runs, state } = laboratory, { year } = state, written = (value) => number(value, panel.decimals), point = pointOf(panel, year);
  const levels = ([low, middle, high]) => (written(low) === written(high) ? written(middle) : `${written(middle)} (${range(written(low), written(high))})`);
  const named = { history: "in_model", run: "in_run", compared: "in_compared" };
  const parts = [
    point ? [say("in_record", { value: levels([point[2], point[1], point[3]]) }), whenOf(panel, point)].filter(Boolean).join(", ") : say("no_figure"),
    ...columnsOf(laboratory).flatMap(([key, run]) => (runs.line(run, panel)(year) ? [say(named[key], { value: levels(runs.line(run, panel)(year)) })] : [])),
  ];
  const changed = [isChanged(state) && `${say("run")}: ${runInWords(state)}`, state.compared && `${say("compared")}: ${runInWords(state.compared)}`].filter(Boolean);
  const notes = [say("interval_meant"), ...changed, ...sourcesOf(panel).map((source) => source.replace(/\.$/, "")), `${edition()}, ${location.href}`];
  return `${panel.title}, ${panel.unit}, ${agricultural(year)}: ${parts.join("; ")}. ${notes.join(". ")}`;
}

// A text that is copied where the browser lets a page do so, and lies selected in any case.
function openText(title, says, text) {
  const field = element("textarea", { readonly: "", rows: 6, "aria-label": title }), told = element("p", { role: "status" });
  field.value = text;
  openDialog(title, element("p", {}, says), field, told);
  field.select();
  navigator.clipboard?.writeText(text).then(() => (told.textContent = say("copied")), () => {});
}

// --- what is offered -------------------------------------------------------------------------------------------------

function choices(list) {
  return element("p", { class: "takes" }, ...list.map(([text, take]) => {
    const button = element("button", { type: "button", class: "plain" }, text);
    button.addEventListener("click", take);
    return button;
  }));
}

// What a panel can be saved as; key D.
function openSaving(chart) {
  const { panel } = chart, title = `${say("save")}: ${panel.title}`;
  const list = [
    [say("save_svg"), () => saveSvg(chart)],
    [say("save_png"), () => savePng(chart)],
    [say("save_csv"), () => download(`${panel.key}.csv`, ["\ufeff", csvOfPanel(panel)], "text/csv;charset=utf-8")],
    [say("copy_sentence"), () => openText(say("copy_sentence"), say("text_selected"), sentenceWithSource(panel))],
  ];
  openDialog(title, element("p", {}, say("save_says")), choices(list), ...sourceTexts(panel));
}

function sourceTexts(panel) {
  const list = sourcesOf(panel);
  if (!list.length) return [element("p", {}, say("no_record"))];
  return [element("h3", {}, say("sources")), element("ul", { class: "works" }, ...list.map((source) => element("li", {}, source)))];
}

// The works behind a panel's record; key S.
const openSources = ({ panel }) => openDialog(panel.title, ...sourceTexts(panel), ...(panel.note ? [element("p", {}, panel.note)] : []));

// --- the whole state -------------------------------------------------------------------------------------------------

// The run as a scenario file that the package runs. A multiple is one of history, whatever the scenarios before it did.
function scenarioFile({ scenarios, levers }) {
  const quoted = JSON.stringify, both = (texts) => `{ en = ${quoted(texts.en)}, ru = ${quoted(texts.ru)} }`, spans = new Map();
  for (const [key, { value, from, to }] of Object.entries(levers)) {
    const { levers: names, sets } = entryOf(page.levers, key), years = `from = ${from}, to = ${to}`;
    const own = sets ? [`{ ${years}, value = ${value} }`] : [`{ ${years}, value = "history" }`, `{ ${years}, times = ${value} }`];
    for (const name of names) spans.set(name, [...(spans.get(name) || []), ...own]);
  }
  const ends = Object.values(levers).some(({ from }) => !isLate(from)) ? [`ends = ${ENDS}`] : []; // levers move what the war's losses are shares of
  const { title, description } = page.scenarioFile, changes = runKey({ scenarios, levers });
  const filled = (texts) => ({ en: texts.en.replace("{changes}", changes), ru: texts.ru.replace("{changes}", changes) });
  const head = [`title = ${both(title)}`, `description = ${both(filled(description))}`, `extends = [${scenarios.map(quoted).join(", ")}]`, ...ends, "sources = []"];
  return `${[...head, "", "[levers]", ...[...spans].map(([name, list]) => `${name} = [${list.join(", ")}]`)].join("\n")}\n`;
}

const runKey = (run) => writtenRun(run, page);

// Where a view of this page stands: the page's address with a state.
const addressWith = (state) => location.href.replace(/#.*$/, "") + writtenState(state, page, model);

// The text that shows the panels of this view within another page, with a link to the whole.
function embedText(state) {
  const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"), shown = { ...state, embedded: true };
  const title = attribute(`Pyrrhic: ${runInWords(state)}`), whole = attribute(addressWith({ ...state, embedded: false }));
  const frame = `<iframe src="${attribute(addressWith(shown))}" title="${title}" width="100%" height="640" loading="lazy"></iframe>`;
  return `${frame}\n<p><a href="${whole}">${title}</a></p>`;
}

// What is offered beside the link of a run.
function takesOfRun({ state }) {
  const embed = () => openText(say("embed"), say(location.protocol === "file:" ? "embed_from_disk" : "embed_says"), embedText(state));
  const file = isChanged(state) ? [[say("scenario_file"), () => download("laboratory.toml", [scenarioFile(state)], "application/toml")]] : [];
  return [choices([...file, [say("embed"), embed]]), ...(file.length ? [element("p", {}, say("scenario_file_says"))] : [])];
}
