// Search as you type over folded parts of a page: each is { shown, text }, its element and the words in which it is sought.
"use strict";

const plain = (text) => text.toLowerCase().replaceAll("ё", "е").replaceAll("_", " ");
const apart = (text) => ` ${text.replace(/[^\p{L}\p{N}]+/gu, " ")}`; // words with nothing but a space before each

// An English plural, and what a Russian word has after its stem in any case and number, with the vowel that may stand before its last letter.
const CASES = "ами|ями|ыми|ими|ого|его|ому|ему|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ью|[аеийоуыьюя]";
const ENDING = new RegExp(`^(.{3,}?)(?:e?s|(?:[ое]?к)?[иь]?(?:${CASES})?)$`);
const stem = (word) => word.replace(ENDING, "$1");

class Search {
  // `filters` are the controls beside the field that is typed into; `fits` says whether they let a part stand; `counted` is the text of the count.
  constructor(parts, filters, fits, counted = "found") {
    [this.controls, this.fits, this.counted] = [["sought", ...filters], fits, counted];
    this.parts = parts.map((part) => ({ ...part, words: apart(part.text) }));
    this.topics = [...document.querySelectorAll(".topic")];
    byId("search").hidden = false;
    for (const id of this.controls) byId(id).addEventListener("input", () => this.show());
    this.show();
  }

  // A word is sought as it is typed, and in its other forms where a word begins.
  show() {
    const words = plain(byId("sought").value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const part of this.parts) {
      const hidden = !this.fits(part) || !words.every((word) => part.text.includes(word) || part.words.includes(` ${stem(word)}`));
      if (!hidden) count++;
      if (part.shown.hidden !== hidden) part.shown.hidden = hidden;
    }
    for (const topic of this.topics) topic.hidden = !topic.querySelector(".series:not([hidden])");
    byId("count").textContent = say(this.counted, { count: number(count, 0), all: number(this.parts.length, 0) });
  }

  // A part that an address names, or in which it names something, is shown whatever is sought.
  reveal() {
    const target = byId(anchorIn(location.hash)), part = target?.closest(".series");
    if (!part?.hidden) return;
    for (const id of this.controls) byId(id).value = "";
    this.show();
    target.scrollIntoView({ behavior: "instant" });
  }
}
