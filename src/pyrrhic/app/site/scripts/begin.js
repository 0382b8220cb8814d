// The theme of a page, and the parts that an address names.
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
function reveal(anchor) {
  const target = anchor && byId(anchor);
  if (!target) return false;
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  target.scrollIntoView({ behavior: "instant" });
  return target;
}
addEventListener("hashchange", () => reveal(anchorIn(location.hash)));
reveal(anchorIn(location.hash));

// A link to a part of this page leaves the rest of the address as it is: what was changed, the step of a lesson.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href*='#']"), rest = partsOf(location.hash).some((part) => part.includes("="));
  if (!link || !rest || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname || link.hash.includes("=")) return;
  const anchor = anchorIn(link.hash), target = reveal(anchor);
  if (!target) return;
  event.preventDefault();
  if (typeof model === "undefined") history.pushState(history.state, "", hashWith(location.hash, { anchor }));
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", -1);
  target.focus({ preventScroll: true });
});
