// What an address says beside the state of a page: a part of the page, which stands first (`#s8`), and the step of a lesson (`t=s8.5`).
"use strict";

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const partsOf = (hash) => decoded(hash.replace(/^#/, "")).split("&").filter(Boolean);
const valueIn = (hash, name) => (partsOf(hash).find((part) => part.startsWith(`${name}=`)) || "").slice(name.length + 1);
const anchorIn = (hash) => partsOf(hash).find((part) => !part.includes("=")) || "";
const stepIn = (hash) => valueIn(hash, "t");

// An address with a part of the page in front, with the step of a lesson, or without either.
function hashWith(hash, { anchor = anchorIn(hash), step = stepIn(hash) } = {}) {
  const others = partsOf(hash).filter((part) => part.includes("=") && !part.startsWith("t=")), mark = others.filter((part) => part.startsWith("m="));
  const state = others.filter((part) => !part.startsWith("m="));
  return `#${[anchor, ...state, step && `t=${step}`, ...mark].filter(Boolean).join("&")}`;
}

// The pages of the site by name, as the head of the page lists them: file and title.
const pagesOfSite = () => new Map([...document.querySelectorAll("nav [data-name]")].map((link) => [link.dataset.name, { file: link.getAttribute("href"), title: link.textContent }]));

// The file of a page: of this one its own, whatever it is called.
const fileOfPage = (name) => (name === document.body.dataset.page && decoded(location.pathname.split("/").pop())) || pagesOfSite().get(name)?.file || `${name}.${document.documentElement.lang}.html`;
