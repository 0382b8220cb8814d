// Teacher mode (key M): the run stays hidden until it is shown; a list of views as slides, with notes that are printed apart.
"use strict";
arrived("teacher.js");

const isSlide = (entry) => Boolean(entry) && isText(entry.title, 200) && isPlace(entry) && isText(entry.notes, LONGEST_TEXT);

class TeacherMode {
  constructor() {
    this.slides = new Kept("slides", isSlide);
    this.element = element("section", { class: "teacher screen", "aria-label": say("teacher_mode"), hidden: "" });
    document.querySelector(".head").after(this.element);
    new ResizeObserver(() => document.documentElement.style.setProperty("--strip", `${this.element.hidden ? 0 : this.line.offsetHeight}px`)).observe(this.element);
    addEventListener("keydown", (event) => isForPage(event) && isKey(event, "m", "ь") && this.turn(!curtain.on));
    addEventListener("hashchange", () => this.element.hidden || this.lift(curtain.lifted));
    for (const start of document.querySelectorAll("[data-teacher]")) {
      start.hidden = false;
      start.addEventListener("click", () => this.turn(true));
    }
    this.build();
    if (curtain.on) this.turn(true);
  }

  build() {
    this.shows = plainButton("", () => this.lift(!curtain.lifted), { class: "plain strong" });
    this.list = element("ol", { class: "slides" });
    this.says = element("p", { role: "status" });
    this.before = element("a", {}, say("slide_before"));
    this.after = element("a", {}, say("slide_after"));
    const runs = typeof model !== "undefined";
    this.fold = plainButton(say("slides"), () => this.open(this.more.hidden), { "aria-expanded": "false", "aria-controls": "slides" });
    this.line = element("div", { class: "line" }, element("span", { class: "label" }, say("teacher_mode")), ...(runs ? [this.shows] : []), this.before, this.after, this.fold, plainButton(say("leave_teacher"), () => this.turn(false)));
    const files = element(
      "p",
      { class: "ways" },
      plainButton(say("add_view"), () => this.add([this.slideOfNow()])),
      ...(Object.keys(lessons).length ? [this.ofLesson()] : []),
      plainButton(say("print_notes"), () => this.print()),
      plainButton(say("save_file"), () => fileToKeep("pyrrhic-slides.json", this.slides.asFile(), "application/json")),
      fileButton(say("open_file"), (text) => this.showSlides(this.slides.fromFile(text)))
    );
    this.more = element("div", { class: "more", id: "slides", hidden: "" }, files, this.says, this.list);
    this.element.append(this.line, this.more);
  }

  // Steps of a lesson become slides, with what the teacher says and the student does as notes.
  ofLesson() {
    const chosen = element("select", { "aria-label": say("lesson_as_slides"), class: "preset" }, element("option", { value: "" }, say("lesson_as_slides")));
    for (const [key, { title }] of Object.entries(lessons)) chosen.append(element("option", { value: key }, `${key.toUpperCase()} ${title}`));
    chosen.addEventListener("change", () => {
      const steps = lessons[chosen.value]?.steps || [], number = (place) => `${chosen.value}.${place + 1}`;
      this.add(steps.map((step, place) => ({ title: step.title, page: step.page, hash: hashWith(step.hash, { step: number(place) }), notes: notesOf(step) })));
      chosen.value = "";
    });
    return chosen;
  }

  slideOfNow() {
    const step = stepOf(location.hash)?.step;
    return { title: step ? step.title : titleOfPage(), ...placeOfNow(), notes: step ? notesOf(step) : "" };
  }

  turn(on) {
    curtain.on = on;
    this.element.hidden = !on;
    this.lift(false);
    this.showSlides("");
    if (on) this.line.querySelector("button, a")?.focus({ preventScroll: true });
  }

  lift(lifted) {
    curtain.lifted = lifted;
    this.shows.textContent = say(lifted ? "hide_run" : "show_run");
    this.shows.setAttribute("aria-pressed", String(lifted));
    document.documentElement.dataset.curtain = curtain.down ? "down" : "";
    document.dispatchEvent(new Event("redraw"));
    this.where();
  }

  open(open) {
    this.more.hidden = !open;
    this.fold.setAttribute("aria-expanded", String(open));
  }

  // --- slides ---------------------------------------------------------------------------------------------------------

  add(slides) {
    this.slides.set([...this.slides.list, ...slides.filter(isSlide)]);
    this.showSlides("");
  }

  showSlides(sentence) {
    this.list.replaceChildren(...this.slides.list.map((slide, place) => this.slide(slide, place)));
    this.says.textContent = this.slides.lasts ? sentence || (this.slides.list.length ? "" : say("no_slides")) : say("not_stored");
    this.where();
  }

  slide(slide, place) {
    const named = (key) => ({ "aria-label": `${say(key)}: ${slide.title}` });
    const title = element("input", { value: slide.title, maxlength: 200, ...named("slide_title") }), notes = element("textarea", { rows: 2, maxlength: LONGEST_TEXT, ...named("slide_notes") });
    notes.value = slide.notes;
    for (const [field, name] of [[title, "title"], [notes, "notes"]]) field.addEventListener("change", () => this.change(place, { [name]: field.value.trim() || (name === "title" ? slide.title : "") }));
    const move = (key, by) => plainButton(say(key), () => this.move(place, by), { ...named(key), ...(this.slides.list[place + by] ? {} : { disabled: "" }) });
    const ways = element("p", { class: "ways" }, element("a", { href: addressOf(slide) }, say("open_slide")), move("move_up", -1), move("move_down", 1), plainButton(say("take_out"), () => this.remove(place), named("take_out")));
    return element("li", {}, title, notes, ways);
  }

  // The list is not drawn anew: the button that is being pressed would go.
  change(place, fields) {
    this.slides.set(this.slides.list.map((slide, index) => (index === place ? { ...slide, ...fields } : slide)));
    this.says.textContent = this.slides.lasts ? "" : say("not_stored");
  }

  move(place, by) {
    const list = [...this.slides.list];
    [list[place], list[place + by]] = [list[place + by], list[place]];
    this.slides.set(list);
    this.showSlides("");
  }

  remove(place) {
    this.slides.set(this.slides.list.filter((_, index) => index !== place));
    this.showSlides("");
  }

  // Where this page stands among the slides, and the ways to the one before and the one after.
  where() {
    const place = this.slides.list.findIndex((slide) => slide.page === document.body.dataset.page && slide.hash === location.hash);
    for (const [link, next] of [[this.before, place - 1], [this.after, place + 1]]) {
      const slide = this.slides.list[next];
      link.hidden = !slide;
      if (slide) [(link.href = addressOf(slide)), (link.title = slide.title)];
    }
    this.fold.textContent = `${say("slides")} ${place >= 0 ? `${place + 1}/` : ""}${this.slides.list.length}`;
  }

  // The notes on a sheet of their own; the page behind them is not printed.
  print() {
    const entry = (slide) => element("li", {}, element("h3", {}, slide.title), element("p", { class: "address" }, addressOf(slide)), ...slide.notes.split("\n").map((line) => element("p", {}, line)));
    const sheet = element("section", { class: "sheet" }, element("h2", {}, say("notes_of_slides")), element("ol", {}, ...this.slides.list.map(entry)));
    document.querySelector(".sheet")?.remove();
    document.body.append(sheet);
    document.documentElement.dataset.print = "notes";
    addEventListener("afterprint", () => (delete document.documentElement.dataset.print, sheet.remove()), { once: true });
    print();
  }
}
const notesOf = (step) => `${say("teacher_does")} ${step.teacher}\n${say("student_does")} ${step.student}`;
const teacherMode = new TeacherMode();
