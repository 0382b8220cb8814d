// The files of a series: CSV, JSON, BibTeX from the data of the page, its picture as SVG and PNG. The package writes the same.
"use strict";

const NAMESPACE = "http://www.w3.org/2000/svg";
const textOf = (place) => record.texts[place];
const WORDS = ["territory", "region", "variant", "source", "seen", "note"]; // columns whose cells are places of texts
const LEFT = 90, RIGHT = 30, TOP = 78, BETWEEN = 46, LINE = 20, FOOT = 30, WIDE = 1000; // of the picture as a file

// The figures of a series, a value for each column.
function figuresOf(series) {
  return series.rows.map((row) => {
    const figure = Object.fromEntries(record.columns.map((name, place) => [name, row[place]]));
    for (const name of WORDS) figure[name] = textOf(figure[name]);
    return { ...figure, standing: record.standings[figure.standing], id: figure.id ? `PYR-${String(figure.id).padStart(6, "0")}` : "" };
  });
}

// The figures with a head of what they are, where they come from and which edition printed them.
function csvOf(series) {
  const headed = (name, words) => record.heads[name].replace("{words}", () => words);
  const head = [
    `${textOf(series.title)} (${series.name})`,
    headed("unit", textOf(series.unit)),
    headed("territory", series.territories.map(textOf).join("; ")),
    ...series.works.map((key) => headed("work", record.works[key][0])),
    record.edition,
  ];
  const lines = figuresOf(series).map((figure) => record.columns.map((name) => fieldOf(figure[name])).join(","));
  return `${[...head.map((line) => `# ${line}`), record.columns.join(","), ...lines].join("\n")}\n`;
}

function jsonOf(series, citation) {
  const shown = {
    series: series.name,
    title: textOf(series.title),
    unit: textOf(series.unit),
    about: textOf(series.about),
    do_not_mix: textOf(series.apart),
    territories: series.territories.map(textOf),
    works: Object.fromEntries(series.works.map((key) => [key, record.works[key][0]])),
    edition: record.edition,
    citation,
    figures: figuresOf(series),
  };
  return `${JSON.stringify(shown, null, 1)}\n`;
}

const bibtexOf = (series) => `${series.works.map((key) => record.works[key][1]).join("\n\n")}\n`;

// The picture of a series as it stands in the page, as a file that opens alone: its panels below each other, and its key.
function svgOf(series, figure) {
  const parts = [], title = textOf(series.title), unit = textOf(series.unit);
  const written = (x, at, text, name) => element("text", { ...(name ? { class: name } : {}), x, y: at }, text);
  let y = TOP;
  for (const panel of figure.querySelectorAll(".plot")) {
    const drawn = panel.querySelector("svg"), height = Number(drawn.getAttribute("height")), place = panel.previousElementSibling;
    if (place?.matches(".place")) {
      parts.push(written(LEFT, y, place.textContent));
      y += LINE - 6;
    }
    parts.push(element("svg", { x: LEFT, y, width: WIDE, height, overflow: "visible" }, ...drawn.cloneNode(true).childNodes));
    y += height + BETWEEN;
  }
  for (const entry of figure.querySelectorAll(".key li")) {
    parts.push(element("g", { transform: `translate(${LEFT + 6} ${y - 4})` }, ...entry.querySelector("svg").cloneNode(true).childNodes));
    parts.push(written(LEFT + 18, y, entry.textContent));
    y += LINE;
  }
  const width = LEFT + WIDE + RIGHT, height = y + FOOT - 10;
  const whole = element("svg", { xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}`, role: "img", lang: page.language });
  whole.append(
    plainElement("title", `${title}, ${unit}`),
    plainElement("style", record.style),
    element("rect", { width, height, fill: "#fff" }),
    written(LEFT, 28, title, "title"),
    written(LEFT, 48, unit),
    ...parts,
    written(LEFT, y + 10, `${record.edition}: ${series.name}`)
  );
  return { text: `${new XMLSerializer().serializeToString(whole)}\n`, width, height };
}

function plainElement(tag, text) {
  const made = document.createElementNS(NAMESPACE, tag);
  made.textContent = text;
  return made;
}
