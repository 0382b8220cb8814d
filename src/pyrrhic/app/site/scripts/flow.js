// The flow of grain through a year: the twin of pyrrhic.app.site.pages.one_year.flow, which draws it for reading without scripts.
// Paths lie in a box 1000 wide that is stretched to the page; heights are pixels, at one scale in every year.
"use strict";

const NARROW_FLOW = 720, ROOM_FOR_NAME = 22, COLUMN_BELOW = 2, OUTER = [0, 4], NOTHING = 0.05; // what is less is printed as nought

class Flow {
  constructor(declared, bands, labels) {
    Object.assign(this, { declared, bands, labels });
    this.nodes = Object.fromEntries(declared.nodes.map((node) => [node.key, { ...node, x: declared.across[node.column] }]));
    this.paths = Object.fromEntries([...bands.querySelectorAll("[data-flow]")].map((path) => [path.dataset.flow, path]));
    this.begin();
  }

  // Bars, marks and texts are made once; afterwards only their places and words change.
  begin() {
    const sided = (node, apart) => (node.column === OUTER[0] ? -apart : apart);
    const rect = (node, kind, width, apart) => element("rect", { class: kind, x: `${node.x / 10}%`, width, transform: `translate(${sided(node, apart) - (node.column === OUTER[0] ? width - 3 : 0)} 0)` });
    const text = (kind) => element("text", kind ? { class: kind } : {});
    this.parts = {};
    for (const node of Object.values(this.nodes)) this.parts[node.key] = { bar: rect(node, "node", 3, 0), past: rect(node, "past", 1.5, 4), mark: rect(node, "mark", 2.5, 7), first: text(), second: text("second") };
    for (const flow of this.labelled) this.parts[`flow ${flow.key}`] = { first: text(), second: text("second") };
    this.labels.replaceChildren(...Object.values(this.parts).flatMap((parts) => Object.values(parts)));
  }

  get labelled() {
    return this.declared.flows.filter((flow) => flow.label);
  }

  keysAt(node, end) {
    return this.declared.flows.filter((flow) => flow[end] === node);
  }

  size(node, values) {
    return Math.max(...["from", "to"].map((end) => this.keysAt(node, end).reduce((sum, { key }) => sum + values[key], 0)));
  }

  bar(node, values) {
    const height = this.size(node.key, values) * this.declared.scale;
    return { top: node.middle - height / 2, height };
  }

  // The upper and lower edge of every flow where it begins or ends, in the order of the nodes at its other end.
  edges(values, end, other) {
    const made = {};
    for (const node of Object.values(this.nodes)) {
      let y = this.bar(node, values).top;
      const flows = [...this.keysAt(node.key, end)].sort((one, two) => this.nodes[one[other]].middle - this.nodes[two[other]].middle);
      for (const { key } of flows) made[key] = [y, (y += values[key] * this.declared.scale)];
    }
    return made;
  }

  path(flow, [a, b], [c, d]) {
    const [left, right] = [flow.from, flow.to].map((key) => this.nodes[key].x), middle = Math.floor((left + right) / 2);
    const [upper, lower, upperEnd, lowerEnd] = [a, b, c, d].map((y) => y.toFixed(2));
    return `M${left} ${upper}C${middle} ${upper} ${middle} ${upperEnd} ${right} ${upperEnd}L${right} ${lowerEnd}C${middle} ${lowerEnd} ${middle} ${lower} ${left} ${lower}Z`;
  }

  // On a narrow page names lie on the flows, and what the record has stands in the table alone.
  fit() {
    this.isNarrow = this.bands.closest(".scroll").clientWidth < NARROW_FLOW;
    this.bands.parentElement.classList.toggle("narrow", this.isNarrow);
  }

  // Between what becomes of the villages' grain and what becomes of the state's.
  get gap() {
    const ends = ["left", "state"].map((key) => this.keysAt(key, "from").map((flow) => this.nodes[flow.to]).filter((node) => node.column === OUTER[1]).map((node) => node.middle));
    return (Math.max(...ends[0]) + Math.min(...ends[1])) / 2;
  }

  // Draw the means of a year; `past` are those of history where a run is drawn, else null.
  draw(values, past, year) {
    this.fit();
    const begins = this.edges(values, "from", "to"), ends = this.edges(values, "to", "from");
    for (const flow of this.declared.flows) {
      this.paths[flow.key].setAttribute("d", this.path(flow, begins[flow.key], ends[flow.key]));
      this.paths[flow.key].classList.toggle("nothing", values[flow.key] < NOTHING);
    }
    for (const node of Object.values(this.nodes)) this.showNode(node, values, past, year);
    for (const flow of this.labelled) this.showFlow(flow, begins[flow.key], ends[flow.key], { values, past, year });
  }

  showNode(node, values, past, year) {
    const { bar, past: before, mark, first, second } = this.parts[node.key], isOuter = OUTER.includes(node.column), { top, height } = this.bar(node, values);
    const length = (part, tall) => [part.setAttribute("y", (node.middle - tall / 2).toFixed(2)), part.setAttribute("height", tall.toFixed(2))];
    length(bar, height);
    length(before, past && isOuter ? this.bar(node, past).height : 0);
    length(mark, isOuter && node.record[year] ? node.record[year][1] * this.declared.scale : 0);
    if (this.isNarrow) return this.showNarrow(node, { top, height }, this.size(node.key, values));
    const place = { x: node.x / 10, dx: isOuter ? (node.column ? 14 : -14) : 0, anchor: isOuter ? (node.column ? "start" : "end") : "middle" };
    const y = isOuter ? node.middle - 3 : node.column === COLUMN_BELOW ? top + height + 17 : top - 10;
    this.write(first, { ...place, y }, node.title, this.size(node.key, values));
    this.underneath(second, { ...place, y: y + 14 }, isOuter || past ? this.second(node.record[year], past && this.size(node.key, past), !isOuter) : "");
    if (!isOuter && past && node.column !== COLUMN_BELOW) [first, second].forEach((part) => part.setAttribute("y", (Number(part.getAttribute("y")) - 14).toFixed(2)));
  }

  // A name without its date, on its flow; a thick bar of the first column has it above.
  showNarrow(node, { top, height }, value) {
    const { first, second } = this.parts[node.key], isOuter = OUTER.includes(node.column), isBelow = node.column === COLUMN_BELOW;
    const place = { x: node.x / 10, dx: isOuter ? (node.column ? -8 : 0) : 0, anchor: isOuter ? (node.column ? "end" : "start") : "middle" };
    const isWide = height > ROOM_FOR_NAME, beside = node.column ? node.middle + (isWide ? 4 : -5) : top - 7;
    this.write(first, { ...place, y: isBelow ? top + height + 17 : beside }, isOuter || isBelow ? node.title.replace(/, \d.*$/, "") : "", value);
    second.textContent = "";
  }

  // A flow's name in one line or in two, and its number below.
  showFlowNarrow({ first, second }, { upper, x }, { label, title, key }, values) {
    const words = title.split(" "), half = Math.ceil(words.length / 2), isWrapped = label === "above";
    const lines = isWrapped ? [words.slice(0, half).join(" "), words.slice(half).join(" ")] : [title];
    const place = { within: { x, y: upper + 17, dx: 0, anchor: "middle" }, above: { x, y: upper - 34, dx: 12, anchor: "start" }, below: { x: 100, y: this.gap, dx: -8, anchor: "end" } }[label];
    this.place(first, place);
    first.replaceChildren(...lines.map((line, index) => element("tspan", { x: `${place.x}%`, dy: index ? 14 : 0 }, line)));
    this.place(second, { ...place, y: place.y + 14 * lines.length });
    second.replaceChildren(element("tspan", { class: "value" }, number(values[key])));
  }

  showFlow(flow, begins, ends, { values, past, year }) {
    const { first, second } = this.parts[`flow ${flow.key}`], [upper, lower] = [0, 1].map((side) => (begins[side] + ends[side]) / 2);
    const x = (this.nodes[flow.from].x + this.nodes[flow.to].x) / 20, y = { within: (upper + lower) / 2 - 3, above: upper - 22, below: lower + 16 }[flow.label];
    const isWithin = flow.label === "within", place = { x, dx: isWithin ? 0 : 10, anchor: isWithin ? "middle" : "start" };
    this.write(first, { ...place, y }, flow.title, values[flow.key]);
    if (this.isNarrow) return this.showFlowNarrow({ first, second }, { upper, x }, flow, values);
    this.underneath(second, { ...place, y: y + 14 }, this.second(flow.record[year], past && past[flow.key]));
  }

  write(part, { x, y, dx, anchor }, name, value) {
    this.place(part, { x, y, dx, anchor });
    part.replaceChildren(...(name ? [`${name} `, element("tspan", { class: "value" }, number(value))] : []));
  }

  underneath(part, place, text) {
    this.place(part, place);
    part.textContent = text;
  }

  place(part, { x, y, dx, anchor }) {
    for (const [name, value] of [["x", `${x}%`], ["y", y.toFixed(2)], ["text-anchor", anchor], ["transform", `translate(${dx} 0)`]]) part.setAttribute(name, value);
  }

  // The record with its range, or that there is none; beside a run also what the model has as it happened.
  second(record, past, quiet) {
    const known = record && (typeof past === "number" ? number(record[1]) : ranged(record));
    const said = known ? say("of_record", { figure: known }) : "";
    if (typeof past === "number") return [say("of_history", { figure: number(past) }), said].filter(Boolean).join(", ");
    return said || (quiet ? "" : say("of_model"));
  }
}

// A number with its range, where it has one.
function ranged([low, value, high], decimals = 1) {
  const [from, to] = [low, high].map((end) => number(end, decimals));
  return `${number(value, decimals)}${from === to ? "" : ` (${range(from, to)})`}`;
}
