// Texts, numbers and years as the page's language writes them, and elements made of them.
"use strict";

const say = (key, values = {}) => page.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const MINUS = "\u2212", NARROW = "\u202f";
const FORMATS = [0, 1, 2, 3, 4].map(
  (digits) => new Intl.NumberFormat(page.language === "ru" ? "ru-RU" : "en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
);

// A rounded number, as pyrrhic.app.language.written writes it.
function number(value, decimals = 1) {
  const nought = Math.abs(value) < 0.5 * 10 ** -decimals;
  return FORMATS[decimals].format(nought ? 0 : value).replace("-", MINUS).replace(/\u00a0/g, NARROW);
}

const signed = (value, decimals) => (value >= 0.5 * 10 ** -decimals ? "+" : "") + number(value, decimals);
const agricultural = (year) => `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
// Two ends of a range: with a dash, or in words where there may be signs before them.
const range = (low, high) => `${low}\u2013${high}`;

const SVG = new Set(["svg", "path", "line", "circle", "rect", "text", "tspan", "g"]);
function element(tag, attributes = {}, ...children) {
  const space = SVG.has(tag) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
const byId = (id) => document.getElementById(id);
