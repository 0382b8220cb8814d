// The eleven regions as tiles of one size, in five steps that are the same in all years, and their table.
"use strict";

class Tiles {
  constructor(declared, parts) {
    Object.assign(this, { declared, parts });
    this.tiles = Object.fromEntries([...parts.tiles.children].map((tile) => [tile.dataset.region, tile]));
    this.rows = Object.fromEntries([...parts.table.querySelectorAll("tbody tr")].map((row) => [row.dataset.region, row]));
  }

  // `numbers(measure)` gives [low, mean, high] for each region, null where there is none.
  draw(chosen, numbers) {
    const { measures, tiles } = this.declared, measure = measures.find((one) => one.key === chosen), shown = numbers(measure);
    for (const tile of tiles) this.tile(this.tiles[tile.key], shown[tile.index], measure);
    this.legend(measure);
    measures.forEach((each, column) => {
      const values = each === measure ? shown : numbers(each);
      this.parts.table.querySelectorAll("thead th")[column + 1].classList.toggle("chosen", each === measure);
      for (const tile of tiles) {
        const cell = this.rows[tile.key].cells[column + 1], value = values[tile.index];
        cell.textContent = value ? ranged(value, 0) : "\u2013";
        cell.classList.toggle("chosen", each === measure);
      }
    });
    const said = tiles.map((tile) => `${tile.short} ${shown[tile.index] ? number(shown[tile.index][1], 0) : say("no_number")}`).join("; ");
    this.parts.tiles.setAttribute("aria-label", `${measure.title}: ${said}`);
  }

  tile(tile, value, { steps }) {
    const step = value ? steps.filter((bound) => value[1] >= bound).length : "none";
    tile.className = tile.className.replace(/\bstep\w+/, `step${step}`);
    tile.querySelector("b").textContent = value ? number(value[1], 0) : "\u2013";
  }

  legend({ steps }) {
    const bounds = steps.map((bound) => number(bound, 0)), last = bounds.length;
    const words = (step) => (step === 0 ? say("step_below", { bound: bounds[0] }) : step === last ? say("step_above", { bound: bounds[last - 1] }) : say("to", { low: bounds[step - 1], high: bounds[step] }));
    this.parts.steps.replaceChildren(...Array.from({ length: last + 1 }, (_, step) => element("span", {}, element("i", { class: `step${step}` }), words(step))));
  }
}
