// Answers to a worksheet: they stay in this browser, and can be written to one file with questions and links.
"use strict";

const ANSWERS = "pyrrhic-answers";

// What is kept in the browser; nothing where it keeps nothing for a page from a disk, or not at all.
function keptAnswers() {
  try {
    return JSON.parse(localStorage.getItem(ANSWERS)) || {};
  } catch {
    return {};
  }
}

function keepAnswer(name, text) {
  try {
    localStorage.setItem(ANSWERS, JSON.stringify({ ...keptAnswers(), [name]: text }));
    return true;
  } catch {
    return false;
  }
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// One file to read anywhere: question of the lesson, its questions with the answers, and the links of its steps.
function answersAsPage(section, written) {
  const text = (selector) => escaped(section.querySelector(selector).textContent.trim());
  const here = location.href.replace(/#.*$/, "");
  const link = (address, name) => `<a href="${escaped(address)}">${escaped(name)}</a>`;
  const items = written.map(({ question, answer }) => `<li><p>${escaped(question)}</p><p><b>${escaped(answer || "\u2013").replace(/\n/g, "<br>")}</b></p></li>`);
  const steps = [...section.querySelectorAll(".steps a")].map((step) => `<li>${link(step.href, step.textContent)}</li>`);
  const head = `<!doctype html><html lang="${page.language}"><meta charset="utf-8"><title>${text("h2")}</title>`;
  const opening = `<h1>${text("h2")}</h1><p>${text(".thesis")}</p><p>${link(`${here}#${section.id}`, say("answers_from"))}</p>`;
  return `${head}${opening}<ol>${items.join("\n")}</ol><h2>${escaped(say("answers_steps"))}</h2><ol>${steps.join("\n")}</ol></html>\n`;
}

class Worksheet {
  constructor(list) {
    this.section = list.closest("section");
    this.fields = [...list.querySelectorAll("textarea")];
    this.status = byId(`${this.section.id}-saved`);
    const kept = keptAnswers();
    for (const field of this.fields) {
      field.value = kept[field.id] || "";
      field.addEventListener("input", () => keepAnswer(field.id, field.value) || (this.status.textContent = say("answers_not_kept")));
    }
    const button = this.section.querySelector("[data-save]");
    button.hidden = false;
    button.addEventListener("click", () => this.save());
    this.section.querySelector(".prints").addEventListener("click", (event) => {
      location.hash = event.target.hash; // what is the target is printed alone
      print();
    });
  }

  save() {
    const written = this.fields.map((field) => ({ question: field.labels[0].textContent, answer: field.value.trim() }));
    const file = new Blob([answersAsPage(this.section, written)], { type: "text/html;charset=utf-8" });
    const link = element("a", { href: URL.createObjectURL(file), download: `pyrrhic-${this.section.id}.html` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.status.textContent = say("answers_saved");
  }
}
const worksheets = [...document.querySelectorAll(".worksheet")].map((list) => new Worksheet(list));
