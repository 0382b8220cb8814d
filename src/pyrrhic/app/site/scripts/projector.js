// Projector (key P): one panel at a time with large type; arrows change the panel, Escape leaves.
"use strict";
arrived("projector.js");

const SMALLEST_TYPE = 28, TYPE_OF_PANELS = 11; // pixels
const HIGH = 315, ROOM_OF_WORDS = 128, LOWEST_CHART = 100; // of a panel, with title and figures, in its own pixels
const PANELS = "main :is(figure, .flow, .tiles, .dots:not([hidden]))";
const widthOf = (panel) => (panel.matches(".flow") ? 940 : 520); // a flow with names on both sides is wide, and its type smaller

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
    return [...document.querySelectorAll(PANELS)];
  }

  get on() {
    return this.place >= 0;
  }

  key(event) {
    if (!isForPage(event)) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!this.on && isKey(event, "p", "з")) this.showFirst();
    else if (this.on && step) this.show((this.place + step + this.panels.length) % this.panels.length);
    else if (this.on && (event.key === "Escape" || isKey(event, "p", "з"))) this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The panel that has the focus, or the first.
  showFirst() {
    this.show(Math.max(0, this.panels.indexOf(document.activeElement.closest?.(PANELS))));
  }

  // The panel is drawn small and enlarged as a whole, so that its smallest letters have the size that a room needs.
  show(place) {
    const panel = this.panels[place];
    if (!panel) return;
    this.clear();
    this.place = place;
    this.root.dataset.projector = "on";
    panel.classList.add("projected");
    this.line.hidden = false;
    this.line.textContent = this.caption(panel);
    const least = Math.min(SMALLEST_TYPE / TYPE_OF_PANELS, innerWidth / (panel.matches("figure") ? 300 : widthOf(panel))); // a narrow screen has smaller type
    this.enlarge(panel, Math.max(least, Math.min(innerWidth / widthOf(panel), innerHeight / HIGH)));
    if (!panel.hasAttribute("tabindex")) panel.setAttribute("tabindex", -1);
    panel.focus({ preventScroll: true });
  }

  enlarge(panel, times) {
    this.root.style.setProperty("--times", times);
    panel.dataset.tallest = Math.max(LOWEST_CHART, Math.floor(innerHeight / times) - ROOM_OF_WORDS);
    document.dispatchEvent(new Event("redraw"));
    const fits = innerHeight / panel.scrollHeight;
    if (fits < 0.99 * times && times > 1) this.enlarge(panel, Math.max(1, 0.99 * fits)); // all of it is seen, if smaller
  }

  // What is shown where the panel does not say it itself, what was changed, the year, and where this panel stands among all.
  caption(panel) {
    const title = panel.matches("figure") ? "" : panel.closest("section").querySelector("h2").firstChild.textContent.trim();
    const measure = panel.matches(".tiles") && byId("measure").selectedOptions[0].textContent;
    const changed = [...document.querySelectorAll("#changed li")].map((part) => part.firstChild.textContent.trim()).join("; ");
    const option = document.querySelector("select#choice")?.selectedOptions[0], chosen = option?.value && option.textContent;
    const year = panel.matches(".dots") ? "" : document.querySelector("#yearname")?.textContent;
    return [title, measure, changed, chosen, year, `${this.place + 1}/${this.panels.length}`].filter(Boolean).join(" · ");
  }

  clear() {
    const panel = document.querySelector(".projected");
    panel?.classList.remove("projected");
    if (panel) delete panel.dataset.tallest;
  }

  leave() {
    const panel = this.panels[this.place];
    this.clear();
    this.place = -1;
    delete this.root.dataset.projector;
    this.line.hidden = true;
    document.dispatchEvent(new Event("redraw"));
    panel?.focus();
  }
}
const projector = new Projector();
