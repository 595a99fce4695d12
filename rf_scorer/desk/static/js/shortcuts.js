/* The keys of the rating page: every one of them, and the few that matter just now. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId } = RF.dom;

  /* Keys of the scale's levels: digits, and - for one below zero. */
  const levelsOf = (scale) => [...new Set(scale.levels.map((one) => RF.scale.keyOf(one.value)).filter(Boolean))];

  /* What each stage of a rating is worked with, in a line below the panel. */
  function line(doc, stage) {
    const rows = {
      open: [[["Enter"], "lock"], [["n"], "note"]],
      changing: [[["Enter"], "save"], [["n"], "note"]],
      locked: [[["r"], doc.mode === "practice" ? "label" : "suggestion"], [["u"], "next that is open"]],
      revealed: [[["y"], "keep"], [["c"], "change"], [["e"], "evidence"], [["b"], "back"]],
      decided: [[["u"], "next that is open"], [["e"], "evidence"], [["b"], "back"]],
      finish: [[["Enter"], "finish"]],
    }[stage] || [];
    const level = stage === "open" || stage === "changing" ? RF.keys.levels(levelsOf(doc.scale)) : [];
    put(byId("keys-line"), level.length ? h("span", {}, level) : null, [...rows, [["j", "k"], "passage"], [["?"], "all keys"]].map(([names, does]) =>
      h("span", {}, names.map((name, place) => [place ? " " : "", h("kbd", {}, name)]), ` ${does}`)));
  }

  /* page: {doc, state, panel, finish, talk, tagger, sheet, onward(), step(by), unit(), region(by), go(region)}. */
  function table(page) {
    const { doc, state, panel, finish, talk, tagger, sheet } = page;
    const levels = levelsOf(doc.scale);
    let last = -1;

    /* The words of one piece of evidence after the other. */
    function evidence() {
      const places = panel.places();
      if (!places.length) return false;
      const at = places.indexOf(document.activeElement);
      last = ((at >= 0 ? at : last) + 1) % places.length;
      places[last].focus();
      places[last].click();
      return true;
    }

    /* While words are selected, letters begin a marker's sign. */
    function sign(event) {
      if (!talk.chosen || !tagger.begins(event.key) || !panel.tag()) return false;
      return tagger.type(event.key);
    }

    /* What the open unit waits for. */
    const settle = () => panel.lock() || panel.save() || finish.press();

    function away() {
      if (talk.goBack()) return true;
      return sheet.lower();
    }

    const group = (title, rows) => rows.map(([keys, does, run, more]) => ({ group: title, keys, does, run, ...more }));
    return [
      ...group("Passages", [
        [["j", "Alt+ArrowDown"], "Next passage", () => page.step(1)],
        [["k", "Alt+ArrowUp"], "Previous passage", () => page.step(-1)],
        [["u"], "Next one that is open", page.onward],
        [["g"], "Back to the open passage’s words", () => talk.open(page.unit())],
      ]),
      ...group("Rating", [
        [levels, "Choose that level", (event) => panel.unit !== null && panel.press(event.key), { together: true }],
        [["x"], "Not ratable, and why", () => panel.refuse()],
        [["n"], "Write the note", () => panel.note()],
        [["m"], "Tag words with a marker", () => panel.tag()],
        [["a", "d", "l"], "While words are selected: a marker’s first letter, then its number", sign, { show: ["a", "b", "c", "d", "l"], together: true }],
        [["Enter"], "Lock the rating; save the change; finish the interview", settle],
        [["Ctrl+Enter"], "The same, also from within the note", settle, { always: true }],
        [["Ctrl+z"], "Undo, or undo the lock", () => state.undo(page.unit()) || panel.unlock()],
        [["Ctrl+Shift+z", "Ctrl+y"], "Redo", () => state.redo(page.unit())],
      ]),
      ...group("Suggestion", [
        [["r"], "Open the suggestion of a locked rating", () => panel.reveal()],
        [["y"], "Keep the rating", () => panel.keep()],
        [["c"], "Change the rating", (event) => sign(event) || panel.change()],
        [["e"], "Next words of the evidence", evidence],
        [["b"], "Back to where you were", (event) => sign(event) || talk.goBack()],
      ]),
      ...group("Reading", [
        [["h"], "Highlights on or off", () => talk.highlights()],
        [[], "Find words, by the browser’s own search", () => false, { show: ["Ctrl+f"] }],
        [["p"], "Plain text on or off", () => RF.switches.set("plain", RF.switches.get("plain") === "on" ? "off" : "on")],
      ]),
      ...group("Moving", [
        [["F6"], "Next part of the page", () => page.region(1), { always: true }],
        [["Shift+F6"], "Previous part of the page", () => page.region(-1), { always: true }],
        [["Alt+1"], "Passages", () => page.go(0), { always: true }],
        [["Alt+2"], "Transcript", () => page.go(1), { always: true }],
        [["Alt+3"], "Rating", () => page.go(2), { always: true }],
        [["Escape"], "Back from the evidence; fold the rating on a narrow screen", away],
        ...(RF.backend.name === "file" ? [[[], "Save", () => false, { show: ["Ctrl+s"] }]] : []),
        [["?"], "This help", () => page.help()],
      ]),
    ];
  }

  RF.shortcuts = { table, line };
})();
