// Teacher mode: whether it is on, and whether the run is hidden behind the curtain until it is shown.
"use strict";

const curtain = {
  get on() {
    try {
      return localStorage.getItem("pyrrhic.teacher") === "on";
    } catch {
      return this.kept;
    }
  },
  set on(value) {
    this.kept = value;
    try {
      if (value) localStorage.setItem("pyrrhic.teacher", "on");
      else localStorage.removeItem("pyrrhic.teacher");
    } catch {
      // it lasts as long as the page
    }
  },
  lifted: false,
  get down() {
    return Boolean(this.on) && !this.lifted;
  },
};

// Whether a key is meant for the page and not for a field in which something is written or chosen.
function isForPage(event) {
  const { target } = event, field = target.closest?.("input, select, textarea, [contenteditable]");
  const takesText = field && !(field.tagName === "INPUT" && ["range", "radio", "checkbox", "button", "file"].includes(field.type));
  return !takesText && !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented && !document.querySelector("dialog[open]");
}
const isKey = (event, ...letters) => letters.includes(event.key.toLowerCase());

// Teacher mode and the projector are read when a key or a button first asks for them; from then on they answer themselves.
function askedBy(file, letters, marked, begin) {
  const ask = () => file in coming || later(file).then(begin);
  addEventListener("keydown", (event) => isForPage(event) && isKey(event, ...letters) && ask());
  for (const start of document.querySelectorAll(marked)) {
    start.hidden = false;
    start.addEventListener("click", ask);
  }
}
askedBy("teacher.js", ["m", "\u044c"], "[data-teacher]", () => teacherMode.turn(true));
if (["lab", "year"].includes(document.body.dataset.page)) askedBy("projector.js", ["p", "\u0437"], "[data-projector]", () => projector.showFirst());
if (curtain.on) {
  document.documentElement.dataset.curtain = "down";
  addEventListener("DOMContentLoaded", () => later("teacher.js"));
}
