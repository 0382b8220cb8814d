// In the laboratory that is one file: a link to another page of the site says that it stands in the folder of the site.
"use strict";

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]"), file = link && link.getAttribute("href");
  if (!file || !/^[a-z]+\.(en|ru)\.html/.test(file) || file.startsWith("laboratory.")) return;
  event.preventDefault();
  byId("message").textContent = say("elsewhere", { file: file.split("#")[0] });
  byId("message").hidden = false;
  byId("message").scrollIntoView({ block: "center" });
});
