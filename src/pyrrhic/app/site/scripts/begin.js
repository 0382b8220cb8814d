// The theme of a page.
"use strict";

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = say(theme === "dark" ? "light" : "dark");
}
showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
byId("theme").addEventListener("click", () => showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));

// The other language opens at the same place.
for (const link of document.querySelectorAll("[data-keeps]")) link.addEventListener("click", () => (link.href = link.dataset.keeps + location.hash));

// An address that names a part which is folded opens it.
function unfold() {
  const target = location.hash.length > 1 && byId(location.hash.slice(1));
  if (!target) return;
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  target.scrollIntoView({ behavior: "instant" });
}
addEventListener("hashchange", unfold);
unfold();
