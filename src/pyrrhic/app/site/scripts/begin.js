// Theme, and what a page begins with.
"use strict";

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = say(theme === "dark" ? "light" : "dark");
}
showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
byId("theme").addEventListener("click", () => showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
const wide = matchMedia("(min-width: 901px)");
const openSheet = () => (byId("levers").open = wide.matches);
wide.addEventListener("change", openSheet);
openSheet();
const laboratory = new Laboratory();
