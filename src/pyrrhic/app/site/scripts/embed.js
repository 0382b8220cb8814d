// A view within another page: the chosen panels and at most three levers, those of the address, without head and foot.
"use strict";
arrived("embed.js");

const MOST_EMBEDDED = 3;

function embed(laboratory) {
  const { state } = laboratory, keys = Object.keys(state.levers).slice(0, MOST_EMBEDDED);
  const levers = laboratory.levers.filter(({ lever }) => keys.includes(lever.key));
  byId("list").replaceChildren(...levers.map((lever) => lever.element));
  byId("levers").hidden = !levers.length;
  byId("levers").open = true;
  const deaths = laboratory.panelsShown.includes("deaths") && entryOf(page.panels, "deaths");
  document.documentElement.classList.toggle("withdeaths", Boolean(deaths));
  if (deaths) byId("lab").append(element("p", { class: "whole" }, deaths.note));
  const whole = element("a", { href: "", target: "_blank", rel: "noopener" }, say("open_whole"));
  const follow = () => (whole.href = addressWith({ ...laboratory.state, embedded: false }));
  for (const event of ["pointerenter", "focus", "click"]) whole.addEventListener(event, follow);
  follow();
  byId("lab").append(element("p", { class: "whole" }, whole, ` ${edition()}`));
}
