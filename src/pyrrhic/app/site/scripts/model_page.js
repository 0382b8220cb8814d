// The page of the model: search as you type, and the value of every equation in the year chosen.
"use strict";

const plainWords = (text) => text.toLowerCase().replaceAll("ё", "е").replaceAll("_", " ");

class ModelPage {
  constructor() {
    this.parts = [...document.querySelectorAll("details.series")].map((shown) => ({ shown, text: plainWords(shown.textContent) }));
    this.topics = [...document.querySelectorAll(".topic")];
    byId("search").hidden = false;
    const years = Object.keys(values[Object.keys(values)[0]]);
    byId("inyear").append(...years.map((year) => element("option", { value: year }, agricultural(Number(year)))));
    byId("inyear").value = "1932";
    byId("inyear").addEventListener("change", () => this.showYear(byId("inyear").value));
    for (const id of ["sought", "kind"]) byId(id).addEventListener("input", () => this.search());
  }

  search() {
    const words = plainWords(byId("sought").value).split(/\s+/).filter(Boolean), kind = byId("kind").value;
    let count = 0;
    for (const { shown, text } of this.parts) {
      const fits = (!kind || !shown.dataset.kind || shown.dataset.kind === kind) && words.every((word) => text.includes(word));
      if (fits) count++;
      shown.hidden = !fits;
    }
    for (const topic of this.topics) topic.hidden = !topic.querySelector(".series:not([hidden])");
    byId("count").textContent = say("found", { count: number(count, 0), all: number(this.parts.length, 0) });
  }

  showYear(year) {
    for (const [name, of] of Object.entries(values)) {
      const shown = byId(name);
      shown.querySelector(".inyear").textContent = agricultural(Number(year));
      shown.querySelector(".value").textContent = of[year] ? this.written(of[year]) : "\u2013";
    }
  }

  // As the page is printed: four decimals below a tenth, two to ten, one to a hundred, none above.
  written(numbers) {
    const digits = (size) => (size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4);
    const [low, high] = [numbers[0], numbers[numbers.length - 1]].map((value) => number(value, digits(Math.abs(value))));
    return numbers.length > 1 ? say("to", { low, high }) : low;
  }
}
const modelPage = new ModelPage();
