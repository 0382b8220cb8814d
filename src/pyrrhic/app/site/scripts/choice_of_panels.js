// Which panels are shown: a named set, or those that are ticked, twelve at most.
"use strict";

const panelsOfSet = (set) => page.panels.filter((panel) => panel.sets.includes(set)).map((panel) => panel.key);

class ChoiceOfPanels {
  constructor(laboratory) {
    this.laboratory = laboratory;
    byId("set").append(...page.sets.map((set) => element("option", { value: set }, say(`set_${set}`))), element("option", { value: "", hidden: "" }, say("set_own")));
    byId("set").addEventListener("change", (event) => laboratory.toPanels(panelsOfSet(event.target.value)));
    byId("choose").addEventListener("click", () => this.open());
  }

  show(keys) {
    byId("set").value = page.sets.find((set) => panelsOfSet(set).join() === keys.join()) || "";
    byId("count").textContent = say("panels_of", { count: keys.length, all: page.panels.length });
  }

  open() {
    const chosen = new Set(this.laboratory.panelsShown), says = element("p", { role: "status" });
    const ticks = page.panels.map((panel) => {
      const tick = element("input", { type: "checkbox", value: panel.key });
      tick.checked = chosen.has(panel.key);
      tick.addEventListener("change", () => this.tick(panel.key, tick.checked, ticks, says));
      return element("label", {}, tick, `${panel.title}, `, element("small", {}, panel.unit));
    });
    this.limit(ticks, says, chosen.size);
    openDialog(say("choose_panels"), element("div", { class: "ticks" }, ...ticks), says);
  }

  tick(key, isOn, ticks, says) {
    const shown = this.laboratory.panelsShown.filter((other) => other !== key), keys = isOn ? page.panels.map((panel) => panel.key).filter((other) => other === key || shown.includes(other)) : shown;
    if (keys.length) this.laboratory.toPanels(keys);
    this.limit(ticks, says, this.laboratory.panelsShown.length);
  }

  // At twelve nothing more can be ticked, at one nothing less.
  limit(ticks, says, count) {
    for (const { firstChild: tick } of ticks) tick.disabled = tick.checked ? count <= 1 : count >= MOST_PANELS;
    says.textContent = say("panels_chosen", { count, most: MOST_PANELS });
  }
}
