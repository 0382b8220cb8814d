// The theme of a page.
"use strict";

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = say(theme === "dark" ? "light" : "dark");
}
showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
byId("theme").addEventListener("click", () => showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
