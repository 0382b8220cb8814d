// Claims: a position that is chosen stands first in the table of its debate; a claim is copied, linked and printed by itself.
"use strict";

// The cells of a position come before those of the others in every row, which stay beside it in a quieter ink.
class Debate {
  constructor(section) {
    this.section = section;
    this.radios = [...section.querySelectorAll("input[type=radio]")];
    this.rows = [...section.querySelectorAll(".under tr")].map((row) => ({ row, cells: [...row.children] }));
    this.all = section.querySelector(".together");
    if (this.radios.length < 2 || this.rows[0].cells.length < 4) return; // all positions have the same numbers
    for (const radio of this.radios) {
      radio.hidden = false;
      radio.addEventListener("change", () => this.show(radio.value));
    }
    this.all.addEventListener("click", () => this.show(""));
  }

  show(name) {
    const mine = (cell) => (cell.dataset.of || "").split(" ").includes(name);
    for (const { row, cells } of this.rows) {
      const fixed = cells.filter((cell) => !cell.dataset.of), others = cells.filter((cell) => cell.dataset.of && !mine(cell));
      row.append(...fixed, ...cells.filter(mine), ...others);
      for (const cell of cells) cell.classList.toggle("chosen", mine(cell));
    }
    this.section.classList.toggle("onechosen", name !== "");
    for (const radio of this.radios) radio.checked = radio.value === name;
    this.all.hidden = name === "";
  }
}
for (const section of document.querySelectorAll(".debate")) new Debate(section);

function printed(claim) {
  claim.classList.add("alone");
  document.documentElement.dataset.alone = "";
  print();
}
addEventListener("afterprint", () => {
  delete document.documentElement.dataset.alone;
  for (const claim of document.querySelectorAll(".alone")) claim.classList.remove("alone");
});

for (const claim of document.querySelectorAll(".claim")) {
  const address = () => new URL(`#${claim.id}`, location.href).href;
  const [copy, press] = [".copy", ".print"].map((name) => claim.querySelector(name));
  copy.hidden = press.hidden = false;
  copy.addEventListener("click", () => copied(copy, `${claim.querySelector(".citation q").textContent} ${address()}`));
  press.addEventListener("click", () => printed(claim));
  claim.querySelector(".here").addEventListener("click", (event) => copied(event.target, address()));
}
