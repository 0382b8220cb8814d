// What opens over the laboratory: the table of a panel, the link.
"use strict";

function openDialog(title, ...contents) {
  const close = element("button", { class: "plain", type: "button" }, say("close"));
  close.addEventListener("click", () => byId("dialog").close());
  byId("dialog").setAttribute("aria-label", title);
  byId("dialog").replaceChildren(element("h2", {}, title), ...contents, element("p", {}, close));
  if (!byId("dialog").open) byId("dialog").showModal();
}

// A panel as a table: record, history, and the runs where they reach.
function openTable(panel, { runs, past, now, compared, state }) {
  const columns = [["history_interval", past.shown], now && ["run_interval", now], compared && ["compared_interval", compared]].filter(Boolean);
  const none = () => element("td", {}, "\u2013"), written = (value) => number(value, panel.decimals);
  const cell = (levels, when) => (levels ? element("td", {}, `${written(levels[1])} (${range(written(levels[0]), written(levels[2]))})`, when ? element("small", {}, ` ${when}`) : "") : none());
  const rows = yearsShown(state.long).map((year) => {
    const point = pointOf(panel, year), of = columns.map(([, run]) => cell(runs.line(run, panel)(year)));
    return element("tr", {}, element("th", { scope: "row" }, agricultural(year)), cell(point && [point[2], point[1], point[3]], point && whenOf(panel, point)), ...of);
  });
  const record = panel.record ? `${say("sources")}: ${panel.record.sources.join("; ")}.` : say("no_record");
  const heads = ["year", "record_range", ...columns.map(([key]) => key)].map((key) => element("th", { scope: "col" }, say(key)));
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  const body = element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": panel.title }, table);
  openDialog(`${panel.title}, ${panel.unit}`, ...(panel.note ? [element("p", {}, panel.note)] : []), body, element("p", {}, record));
}

function openLink(isWhole, laboratory) {
  const field = element("input", { readonly: "", value: location.href, "aria-label": say("link_title") });
  openDialog(say("link_title"), element("p", {}, say(isWhole ? "link_text" : "link_too_long", { most: number(LONGEST_LINK, 0) })), field);
  field.select();
  taking(() => field.after(...takesOfRun(laboratory)));
}

// The agricultural years that are shown: to 1939/40, or from then on after the war.
function yearsShown(long) {
  const last = long ? model.firstYear + model.years - 1 : LAST_SHOWN;
  return Array.from({ length: last - model.firstYear + 1 }, (_, index) => model.firstYear + index).filter((year) => isYear(year, model));
}
