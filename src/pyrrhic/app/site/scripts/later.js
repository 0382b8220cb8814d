// Scripts that the first view does not need: each is read when it is first asked for. The edition in one file has them from the start.
"use strict";

const coming = {};

// Said by such a script itself.
function arrived(file) {
  coming[file] ||= Promise.resolve();
}

// A promise of a script, which is asked for once; those asked for together are read in this order.
function later(file) {
  return (coming[file] ||= new Promise((resolve) => {
    const script = Object.assign(document.createElement("script"), { src: file, async: false });
    script.addEventListener("load", resolve);
    document.body.append(script);
  }));
}
