// The run that this one is compared with: chosen from the scenarios, from what was kept, or pasted as a link; kept runs.
"use strict";

const PASTED = "link", OWN = "own", KEPT = "kept:";
const keptRuns = () => kept.list().filter((entry) => entry.page === "lab");

class Comparison {
  constructor(laboratory) {
    this.laboratory = laboratory;
    byId("compare").addEventListener("change", (event) => this.choose(event.target.value));
    byId("swap").addEventListener("click", () => laboratory.swap());
    byId("keep").addEventListener("click", () => this.openKept());
    addEventListener("kept", () => this.show(laboratory.state));
  }

  options() {
    const option = (value, text, more = {}) => element("option", { value, ...more }, text);
    const runs = keptRuns().map(({ name }) => option(KEPT + name, name));
    return [
      option(HISTORY, say("as_it_happened")),
      ...page.scenarios.filter(({ key }) => key !== HISTORY).map(({ key }) => option(key, titleOfScenario(key))),
      ...(runs.length ? [element("optgroup", { label: say("kept_runs") }, ...runs)] : []),
      option(PASTED, say("run_of_link")),
      option(OWN, say("another_run"), { hidden: "" }),
    ];
  }

  show({ compared }) {
    byId("compare").replaceChildren(...this.options());
    const [scenario, ...others] = compared ? compared.scenarios : [HISTORY], isPlain = !others.length && !(compared && Object.keys(compared.levers).length);
    byId("compare").value = isPlain && scenario ? scenario : this.keptAs(compared) || OWN;
    byId("comparedwith").textContent = compared ? runInWords(compared) : "";
    byId("key-compared").hidden = !compared;
    byId("swap").disabled = !compared && !isChanged(this.laboratory.state);
  }

  // Under which name a run was kept.
  keptAs(run) {
    const same = run && keptRuns().find(({ hash }) => isSame(readState(hash, page, model)[0], run, page));
    return same && KEPT + same.name;
  }

  choose(value) {
    const blank = { scenarios: [], levers: {} };
    if (value === PASTED) this.openPaste();
    else if (value.startsWith(KEPT)) this.laboratory.compareWith(readState(keptRuns().find(({ name }) => KEPT + name === value).hash, page, model)[0]);
    else this.laboratory.compareWith(value === HISTORY ? null : { ...blank, scenarios: [value] });
  }

  // --- a link that is pasted ---------------------------------------------------------------------------------------------

  openPaste() {
    this.show(this.laboratory.state); // the list goes back to what is compared, until a link is taken
    const field = element("input", { id: "pasted", autocomplete: "off", spellcheck: "false" }), says = element("p", { role: "alert" });
    const form = element("form", {}, element("label", { for: "pasted" }, say("paste_link")), field, element("button", { class: "plain" }, say("compare_these")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      says.textContent = this.take(field.value);
    });
    openDialog(say("run_of_link"), form, says);
    field.focus();
  }

  // Compare with the run of a link; returns what is wrong, if nothing could be used.
  take(text) {
    const [state, ignored] = readState(text.includes("#") ? text.slice(text.indexOf("#")) : `#${text.trim()}`, page, model);
    if (!isChanged(state)) return [say("link_changes_nothing"), ...(ignored.length ? [say("ignored", { what: ignored.join("; ") })] : [])].join(" ");
    byId("dialog").close();
    this.laboratory.compareWith(state, ignored);
    return "";
  }

  // --- kept runs ---------------------------------------------------------------------------------------------------------

  openKept(sentence = "") {
    const { laboratory } = this, field = element("input", { id: "keep-name", maxlength: 80, autocomplete: "off", value: runInWords(laboratory.state).slice(0, 80) });
    const form = element("form", {}, element("label", { for: "keep-name" }, say("keep_as")), field, element("button", { class: "plain" }, say("keep_this")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const isKept = kept.keep({ name: field.value, page: "lab", hash: location.hash || "#v=1" });
      this.openKept(say(isKept ? "is_kept" : "not_kept"));
    });
    const list = keptRuns().map((entry) => this.entry(entry)), none = element("p", {}, say("nothing_kept"));
    openDialog(say("kept_runs"), form, element("p", { role: "status" }, sentence), list.length ? element("ul", { class: "keptruns" }, ...list) : none);
    if (!sentence) field.select();
  }

  entry(entry) {
    const button = (text, act) => {
      const made = element("button", { type: "button", class: "plain", "aria-label": `${say(text)}: ${entry.name}` }, say(text));
      made.addEventListener("click", act);
      return made;
    };
    const open = () => [byId("dialog").close(), this.laboratory.open(entry.hash)], compare = () => [byId("dialog").close(), this.choose(KEPT + entry.name)];
    const remove = () => this.openKept(say(kept.remove(entry) ? "is_removed" : "not_kept"));
    return element("li", {}, element("span", {}, entry.name), button("open_kept", open), button("compare_kept", compare), button("remove_kept", remove));
  }
}
