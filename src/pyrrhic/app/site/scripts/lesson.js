// The step of a lesson that the address names (`t=s8.2`), as a bar below the page: what is said, what is done, back and next.
"use strict";

// A lesson and the number of its step, counted from 1; nothing where the address names none that there is.
function stepOf(hash) {
  const [, key, number] = /^(\w+)\.(\d+)$/.exec(stepIn(hash)) || [];
  const lesson = Object.hasOwn(lessons, key) ? lessons[key] : null, step = lesson?.steps[number - 1];
  return step && { key, lesson, step, number: Number(number) };
}

// The address of a step inside the site.
function linkOfStep(key, number) {
  const { page: name, hash } = lessons[key].steps[number - 1];
  return fileOfPage(name) + hashWith(hash, { step: `${key}.${number}` });
}

class LessonBar {
  constructor() {
    this.element = element("section", { class: "lesson screen", "aria-label": say("lesson"), hidden: "" });
    document.querySelector(".head").after(this.element);
    this.folded = matchMedia("(max-width: 900px) and (max-height: 640px)").matches && "lab" === document.body.dataset.page;
    new ResizeObserver(() => this.leaveRoom()).observe(this.element);
    for (const name of ["hashchange", "popstate"]) addEventListener(name, () => this.show());
    this.show();
  }

  show() {
    const shown = stepOf(location.hash), unknown = !shown && stepIn(location.hash);
    if (this.step === stepIn(location.hash)) return;
    this.step = stepIn(location.hash);
    this.element.hidden = !shown && !unknown;
    this.element.replaceChildren(...(shown ? this.contents(shown) : unknown ? [element("div", { class: "line" }, element("p", {}, say("no_step", { step: unknown })), this.leave())] : []));
    this.leaveRoom();
    if (shown && !anchorIn(location.hash)) this.begin(shown.number);
  }

  // What a step speaks of is to be seen: the first at the head of the page, a later one at its place where that lies below the screen.
  begin(number) {
    const place = number > 1 && document.querySelector("[data-begins]");
    const isBelow = place && place.getBoundingClientRect().bottom + scrollY > innerHeight - this.element.offsetHeight;
    if (isBelow) place.scrollIntoView();
    else scrollTo(0, 0);
  }

  contents({ key, lesson, step, number }) {
    const where = say("step", { number, all: lesson.steps.length, minute: step.minute });
    const head = element("p", { class: "where" }, element("span", { class: "label" }, `${say("lesson")} ${key.toUpperCase()}`), element("span", { class: "title" }, ` ${lesson.title} `), element("span", { class: "of" }, where));
    const ways = element("p", { class: "ways" }, this.way("back", key, number - 1), this.way("next", key, number + 1), this.fold(), this.leave());
    const says = (name) => element("p", {}, element("b", {}, say(`${name}_does`)), " ", step[name]);
    this.texts = element("div", { class: "texts", id: "lesson-texts", tabindex: 0, role: "group", "aria-label": step.title }, element("h2", {}, step.title), says("teacher"), says("student"));
    this.texts.hidden = this.folded;
    return [element("div", { class: "line" }, head, ways), this.texts];
  }

  way(name, key, number) {
    if (!lessons[key].steps[number - 1]) return element("span", { class: "off" }, say(name));
    return element("a", { href: linkOfStep(key, number), class: name, rel: name === "next" ? "next" : "prev" }, say(name));
  }

  fold() {
    const button = element("button", { class: "plain", type: "button", "aria-controls": "lesson-texts", "aria-expanded": String(!this.folded) }, say("lesson_text"));
    button.addEventListener("click", () => {
      this.texts.hidden = this.folded = !this.folded;
      button.setAttribute("aria-expanded", String(!this.folded));
    });
    return button;
  }

  leave() {
    const button = element("button", { class: "plain", type: "button" }, say("leave_lesson"));
    button.addEventListener("click", () => {
      history.replaceState(history.state, "", hashWith(location.hash, { step: "" }));
      dispatchEvent(new PopStateEvent("popstate", { state: history.state })); // the page reads its address again
    });
    return button;
  }

  // Room below the page, so that the bar covers nothing.
  leaveRoom() {
    document.documentElement.style.setProperty("--bar", `${this.element.hidden ? 0 : this.element.offsetHeight}px`);
  }
}
const lessonBar = new LessonBar();

// A lesson begins with its first step; the steps that a page lists carry the bar.
for (const link of document.querySelectorAll("a[data-lesson]")) if (lessons[link.dataset.lesson]) link.href = linkOfStep(link.dataset.lesson, 1);
for (const link of document.querySelectorAll("a[data-step]")) {
  const [key, number] = link.dataset.step.split(".");
  if (lessons[key]?.steps[number - 1]) link.href = linkOfStep(key, number);
}
