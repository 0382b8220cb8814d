// Views kept in this browser under names of the reader's: entries {name, page, hash, date}. `page` is the name of a page ("lab"),
// `hash` the address after #, `date` when it was kept. Nothing leaves the browser; where it refuses to store, `keep` says so.
"use strict";

const kept = {
  PLACE: "pyrrhic.kept",
  MOST: 200,

  // The latest first. What another program has written in the same place is passed over.
  list() {
    try {
      const read = JSON.parse(localStorage.getItem(kept.PLACE) || "[]");
      return Array.isArray(read) ? read.filter(kept.isEntry) : [];
    } catch {
      return [];
    }
  },

  isEntry(entry) {
    const whole = entry && ["name", "page", "hash", "date"].every((key) => typeof entry[key] === "string" && entry[key].length <= 2000);
    return Boolean(whole && entry.name && /^[a-z]+$/.test(entry.page) && /^(#|$)/.test(entry.hash));
  },

  // Keep an entry, in place of that which has its name on its page. Returns whether the browser has stored it.
  keep({ name, page, hash, date = new Date().toISOString() }) {
    const entry = { name: String(name).trim().slice(0, 80), page, hash, date };
    if (!kept.isEntry(entry)) return false;
    return kept.write([entry, ...kept.list().filter((other) => !(other.name === entry.name && other.page === entry.page))].slice(0, kept.MOST));
  },

  // Remove the entry of a name on a page. Returns whether the browser has stored what is left.
  remove({ name, page }) {
    return kept.write(kept.list().filter((other) => !(other.name === name && other.page === page)));
  },

  write(entries) {
    try {
      localStorage.setItem(kept.PLACE, JSON.stringify(entries));
      dispatchEvent(new Event("kept")); // lists on the same page draw themselves anew
      return true;
    } catch {
      return false;
    }
  },
};
