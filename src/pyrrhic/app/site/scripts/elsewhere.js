// In the laboratory that is one file: a link to the record or to a work opens its place in the file; one to another page of the site
// says that this stands in the folder of the site.
"use strict";

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]"), file = link && link.getAttribute("href");
  if (!file || !/^[a-z]+\.(en|ru)\.html/.test(file) || file.startsWith("laboratory.")) return;
  event.preventDefault();
  const [, anchor] = file.split("#");
  if (anchor && byId(anchor)) byId("dialog").close();
  if (anchor && reveal(anchor)) return;
  byId("message").textContent = say("elsewhere", { file: file.split("#")[0] });
  byId("message").hidden = false;
  byId("message").scrollIntoView({ block: "center" });
});
