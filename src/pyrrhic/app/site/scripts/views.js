// What a reader keeps on this device: views under a name, notes for those who made the site. Nothing is sent; files are written and read.
"use strict";

const MOST_KEPT = 500, LONGEST_TEXT = 4000, LONGEST_HASH = 1500;
const isText = (value, most) => typeof value === "string" && value.length <= most;
const isPlace = ({ page: name, hash }) => pagesOfSite().has(name) && isText(hash, LONGEST_HASH) && /^(#|$)/.test(hash);
const isView = (entry) => Boolean(entry) && isText(entry.name, 200) && isPlace(entry) && isText(entry.date, 40);

// A list that the browser keeps, or that lives as long as the page where it may not.
class Kept {
  constructor(name, isEntry) {
    [this.name, this.isEntry, this.lasts] = [`pyrrhic.${name}`, isEntry, true];
    this.read();
  }

  read() {
    try {
      this.list = this.checked(JSON.parse(localStorage.getItem(this.name) || "[]"));
    } catch {
      this.list ||= [];
    }
  }

  checked(list) {
    return Array.isArray(list) ? list.filter(this.isEntry).slice(0, MOST_KEPT) : [];
  }

  set(list) {
    this.list = list.slice(0, MOST_KEPT);
    try {
      localStorage.setItem(this.name, JSON.stringify(this.list));
    } catch {
      this.lasts = false;
    }
    dispatchEvent(new Event(this.event)); // other lists of the same things draw themselves anew
  }

  get event() {
    return this.name.split(".")[1];
  }

  // The list as a file of this kind, and back; what is not an entry is left out and counted.
  asFile() {
    return JSON.stringify({ kind: this.name, version: 1, list: this.list }, null, 2);
  }

  fromFile(text) {
    let content;
    try {
      content = JSON.parse(text);
    } catch {
      return say("file_not_read");
    }
    if (content?.kind !== this.name || !Array.isArray(content.list)) return say("file_not_ours");
    const known = new Set(this.list.map((entry) => JSON.stringify(entry))), entries = this.checked(content.list);
    this.set([...this.list, ...entries.filter((entry) => !known.has(JSON.stringify(entry)))]);
    return say("file_read", { count: number(entries.length, 0), all: number(content.list.length, 0) });
  }
}

// --- parts of the page ------------------------------------------------------------------------------------------------

function plainButton(text, act, attributes = {}) {
  const made = element("button", { type: "button", class: "plain", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

function fileToKeep(name, text, type) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A button that opens a file and hands its text over.
function fileButton(text, read) {
  const input = element("input", { type: "file", accept: ".json,application/json", class: "quiet", tabindex: -1, "aria-hidden": "true" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = ""; // so that the same file can be opened again
    if (file) read(await file.text().catch(() => ""));
  });
  return element("span", {}, plainButton(text, () => input.click()), input);
}

const placeOfNow = () => ({ page: document.body.dataset.page, hash: location.hash });
const addressOf = (view) => fileOfPage(view.page) + view.hash;
const titleOfPage = () => document.title.replace(/ – Pyrrhic$/, "");

// --- kept views -------------------------------------------------------------------------------------------------------

// The same list as that of the runs kept in the laboratory: {name, page, hash, date}.
class KeptViews {
  constructor(place) {
    this.kept = new Kept("kept", isView);
    place.hidden = false;
    this.name = element("input", { id: "view-name", maxlength: 80, autocomplete: "off" });
    this.list = element("ul", { class: "kept" });
    this.says = element("p", { role: "status" });
    const form = element("form", {}, element("label", { for: "view-name" }, say("view_name")), this.name, element("button", { class: "plain" }, say("keep_view")));
    form.addEventListener("submit", (event) => (event.preventDefault(), this.keep()));
    const files = element("p", { class: "ways" }, plainButton(say("save_file"), () => fileToKeep("pyrrhic-views.json", this.kept.asFile(), "application/json")), fileButton(say("open_file"), (text) => this.show(this.kept.fromFile(text))));
    place.append(form, this.list, files, this.says);
    addEventListener(this.kept.event, () => this.kept.lasts && (this.kept.read(), this.show("")));
    this.show("");
  }

  // The latest first, in place of one of the same name on the same page.
  keep() {
    const name = this.name.value.trim() || titleOfPage(), view = { name, ...placeOfNow(), date: new Date().toISOString() };
    this.kept.set([view, ...this.kept.list.filter((other) => other.name !== name || other.page !== view.page)]);
    this.name.value = "";
    this.show(say("view_kept"));
  }

  show(sentence) {
    const entry = (view, place) => element("li", {}, element("a", { href: addressOf(view) }, view.name), ` ${pagesOfSite().get(view.page).title} `, plainButton(say("take_out"), () => this.remove(place), { "aria-label": `${say("take_out")}: ${view.name}` }));
    this.list.replaceChildren(...this.kept.list.map(entry));
    this.says.textContent = this.kept.lasts ? sentence : say("not_stored");
  }

  remove(place) {
    this.kept.set(this.kept.list.filter((_, index) => index !== place));
    this.show("");
  }
}

// --- feedback ---------------------------------------------------------------------------------------------------------

class Feedback {
  constructor(place) {
    this.kept = new Kept("feedback", (note) => note && isText(note.text, LONGEST_TEXT) && isText(note.where, 2 * LONGEST_HASH) && isText(note.version, 100) && isText(note.date, 20));
    place.hidden = false;
    this.text = element("textarea", { id: "feedback-text", rows: 4, maxlength: LONGEST_TEXT });
    this.list = element("ul", { class: "kept" });
    this.says = element("p", { role: "status" });
    const form = element("form", {}, element("label", { for: "feedback-text" }, say("what_you_saw")), this.text, element("button", { class: "plain" }, say("keep_note")));
    form.addEventListener("submit", (event) => (event.preventDefault(), this.keep()));
    place.append(form, this.list, element("p", { class: "ways" }, plainButton(say("save_notes"), () => fileToKeep("pyrrhic-notes.txt", this.asText(), "text/plain"))), this.says);
    this.show("");
  }

  keep() {
    const text = this.text.value.trim();
    if (!text) return this.show(say("note_empty"));
    const where = `${titleOfPage()}: ${fileOfPage(document.body.dataset.page)}${location.hash}`;
    this.kept.set([...this.kept.list, { text, where, version: byId("version").textContent.trim(), date: new Date().toISOString().slice(0, 10) }]);
    this.text.value = "";
    this.show(say("note_kept"));
  }

  asText() {
    return this.kept.list.map(({ text, where, version, date }) => `${date}\n${where}\n${version}\n\n${text}\n`).join("\n---\n\n");
  }

  show(sentence) {
    const entry = ({ text, where }, place) => element("li", {}, `${text} `, element("small", {}, where), " ", plainButton(say("take_out"), () => this.remove(place), { "aria-label": `${say("take_out")}: ${text.slice(0, 60)}` }));
    this.list.replaceChildren(...this.kept.list.map(entry));
    this.says.textContent = this.kept.lasts ? sentence : say("not_stored");
  }

  remove(place) {
    this.kept.set(this.kept.list.filter((_, index) => index !== place));
    this.show("");
  }
}
const keptViews = new KeptViews(byId("kept-views")), feedback = new Feedback(byId("feedback"));
