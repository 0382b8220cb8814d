// What a page hands over: files, pictures as PNG, fields of CSV, texts that are copied.
"use strict";
arrived("files.js");

const TWICE = 2; // dots of a PNG to one of the page
const SAID_FOR = 1500; // milliseconds

function download(name, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type })), link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// A picture as PNG, drawn by the browser.
function savePngOf(name, { text, width, height }) {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: TWICE * width, height: TWICE * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(name, [blob], "image/png"), "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

// A field of CSV, in quotation marks where it needs them.
const fieldOf = (value) => (/[",\r\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));

// What is copied is said in place of the button's name for a moment.
function copied(part, text) {
  const name = part.textContent;
  navigator.clipboard?.writeText(text).then(
    () => {
      part.textContent = say("copied");
      setTimeout(() => (part.textContent = name), SAID_FOR);
    },
    () => {}
  );
}
