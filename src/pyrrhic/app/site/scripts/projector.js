// Projector (key P): one panel at a time with large type; arrows change the panel, Escape leaves.
"use strict";

const SMALLEST_TYPE = 28, TYPE_OF_PANELS = 11; // pixels
const WIDE = 520, HIGH = 315, ROOM_OF_WORDS = 128, LOWEST_CHART = 100; // of a panel, with title and figures, in its own pixels

class Projector {
  constructor() {
    this.place = -1;
    this.root = document.documentElement;
    this.line = element("p", { class: "projector-line screen", role: "status", hidden: "" });
    document.body.append(this.line);
    addEventListener("keydown", (event) => this.key(event), true);
    addEventListener("resize", () => this.on && this.show(this.place));
    for (const start of document.querySelectorAll("[data-projector]")) {
      start.hidden = false;
      start.addEventListener("click", () => this.show(0));
    }
  }

  get panels() {
    return [...document.querySelectorAll("main figure")];
  }

  get on() {
    return this.place >= 0;
  }

  key(event) {
    if (!isForPage(event)) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!this.on && isKey(event, "p", "з")) this.show(Math.max(0, this.panels.indexOf(document.activeElement.closest?.("figure"))));
    else if (this.on && step) this.show((this.place + step + this.panels.length) % this.panels.length);
    else if (this.on && (event.key === "Escape" || isKey(event, "p", "з"))) this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The panel is drawn small and enlarged as a whole, so that its smallest letters have the size that a room needs.
  show(place) {
    const figure = this.panels[place], least = Math.min(SMALLEST_TYPE / TYPE_OF_PANELS, innerWidth / 300); // a narrow screen has smaller type
    if (!figure) return;
    this.clear();
    this.place = place;
    const enlarged = Math.max(least, Math.min(innerWidth / WIDE, innerHeight / HIGH));
    this.root.dataset.projector = "on";
    this.root.style.setProperty("--times", enlarged);
    figure.classList.add("projected");
    figure.dataset.tallest = Math.max(LOWEST_CHART, Math.floor(innerHeight / enlarged) - ROOM_OF_WORDS);
    this.line.hidden = false;
    this.line.textContent = this.caption();
    document.dispatchEvent(new Event("redraw"));
    figure.focus({ preventScroll: true });
  }

  // What was changed, and where this panel stands among all.
  caption() {
    const changed = [...document.querySelectorAll("#changed li")].map((part) => part.firstChild.textContent.trim()).join("; ");
    return [changed, document.querySelector("#yearname")?.textContent, `${this.place + 1}/${this.panels.length}`].filter(Boolean).join(" · ");
  }

  clear() {
    const figure = document.querySelector(".projected");
    figure?.classList.remove("projected");
    if (figure) delete figure.dataset.tallest;
  }

  leave() {
    const figure = this.panels[this.place];
    this.clear();
    this.place = -1;
    delete this.root.dataset.projector;
    this.line.hidden = true;
    document.dispatchEvent(new Event("redraw"));
    figure?.focus();
  }
}
if (["lab", "year"].includes(document.body.dataset.page)) new Projector();
