/* The decision on one unit: the ratings side by side, how far they lie apart, and the form, or what was decided. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, key, signed } = RF.dom;
  const MOST = 4000;
  const NEAR = 3600;

  /* What is behind a disagreement: what it means for the study, and the key. */
  const CODES = {
    guide_gap: ["i", "Neither rater did anything wrong. Write down what the guide should say, so that it does not happen again."],
    ambiguous: ["a", "Both ratings can be defended. The decision picks one, and the guide can stay as it is."],
    slip: ["s", "Something was overlooked, misread or mistyped. The guide is clear."],
  };
  const BY = {
    third: ["t", "By a third person", "Somebody who has not rated this interview."],
    consensus: ["c", "In consensus", "The raters talked it over and agreed."],
  };
  const keyOf = (value) => (value >= 0 && value <= 9 ? String(value) : value === -1 ? "-" : "");

  /*
   * The form. entry: {level, unratable, code, by, note, none}, which the caller keeps; hooks: changed(), save(), cancel() or null.
   */
  function form(id, entry, doc, { changed, save, cancel }) {
    const group = `ruling-${id}`;
    const radios = new Map();
    const problem = h("p", { class: "error", hidden: true });
    const anchor = h("p", { class: "chosen-anchor hint" });

    const levels = RF.spread.columns(h("div", { class: "line-levels columns" }, doc.scale.levels.map((level) => {
      const radio = h("input", { type: "radio", name: group, value: String(level.value), "aria-keyshortcuts": keyOf(level.value) || null,
        "aria-label": [signed(level.value), level.name].filter(Boolean).join(", ") });
      radios.set(level.value, radio);
      return h("label", { class: level.name ? "line-level named" : "line-level" }, radio, h("span", { "aria-hidden": "true" }, signed(level.value)));
    })), doc);
    const none = h("input", { type: "radio", name: group, value: "none", "aria-keyshortcuts": "x" });
    const why = h("select", { "aria-label": "Why there is no level", "data-settles": "" }, h("option", { value: "" }, "Choose a reason …"),
      doc.unratable.map((one) => h("option", { value: one.code }, one.label)));
    const level = h("fieldset", { class: "line" }, h("legend", {}, "Level"), levels, anchor,
      h("div", { class: "level no-level" }, h("label", { class: "none" }, none, h("span", {}, "Not ratable ", key("x"))), why));

    function choices(legend, name, rows) {
      return h("fieldset", { class: "choices part" }, h("legend", {}, legend), rows.map(([value, title, text, pressed]) =>
        h("label", { class: "pick" }, h("input", { type: "radio", name: `${group}-${name}`, value, checked: entry[name] === value, "aria-keyshortcuts": pressed, "aria-describedby": text ? `${group}-${name}-${value}` : null }),
          h("span", {}, h("span", { class: "pick-title" }, title, " ", key(pressed)), text && h("small", { id: `${group}-${name}-${value}` }, text)))));
    }
    const codes = choices("What was behind it", "code", doc.codes.map((one) => [one.code, one.label, (CODES[one.code] || [])[1], (CODES[one.code] || [""])[0]]));
    const by = choices("How it was decided", "by", Object.entries(BY).map(([value, [pressed, title, text]]) => [value, title, text, pressed]));

    const note = h("textarea", { id: `${group}-note`, rows: 3, "aria-describedby": `${group}-hint`, "aria-keyshortcuts": "n" });
    const hint = h("p", { class: "hint", id: `${group}-hint` });
    const button = h("button", { type: "button", class: "primary save-ruling", "aria-keyshortcuts": "Enter" });
    const away = cancel && h("button", { type: "button", class: "quiet" }, "Leave it as it was");
    const root = h("div", { class: "ruling" }, level,
      h("div", { class: "sheet" },
        h("div", { class: "mine" }, codes),
        h("div", { class: "more" }, h("div", { class: "field part note" }, h("label", { htmlFor: note.id }, "Note ", key("n")), note, hint), by)));
    const foot = [problem, h("div", { class: "actions" }, button, away)];

    const needed = () => entry.unratable === "other";

    function draw() {
      for (const [value, radio] of radios) {
        radio.checked = value === entry.level;
        radio.closest("label").classList.toggle("on", radio.checked);
      }
      none.checked = entry.none;
      none.closest(".level").classList.toggle("on", entry.none);
      why.value = entry.unratable || "";
      const found = doc.scale.levels.find((one) => one.value === entry.level);
      put(anchor, found ? [h("strong", {}, signed(found.value), found.name ? ` ${found.name}` : ""), found.anchor ? `: ${found.anchor}` : found.name ? "" : ", between two described levels."] : "The level of the unit, whichever of the ratings it is, or another.");
      if (note.value !== entry.note) note.value = entry.note;
      const length = [...entry.note].length;
      note.setAttribute("aria-required", String(needed()));
      hint.classList.toggle("needed", needed() && !entry.note.trim());
      hint.textContent = length > NEAR ? `${length} of ${MOST} characters` : needed() ? "Needed: why is there no level?" : "What decided it? Raters learn from this.";
      put(button, entry.level !== null || entry.unratable ? `Decide: ${RF.decide.said(entry, doc)} ` : "Save the decision ", key("Enter"));
    }

    function set(change) {
      Object.assign(entry, change);
      tell("");
      draw();
      changed();
    }

    function tell(text) {
      problem.textContent = text;
      problem.hidden = !text;
    }

    function freeze(off) {
      root.inert = off;
      button.setAttribute("aria-disabled", String(off));
    }

    /* What is missing, and where. */
    function lacking() {
      if (entry.level === null && !entry.unratable) return entry.none ? ["Say why the unit cannot be rated.", why] : ["Choose a level, or say why there is none.", [...radios.values()][0]];
      if (!entry.code) return ["Say what was behind the disagreement.", codes.querySelector("input")];
      if (!entry.by) return ["Say how it was decided.", by.querySelector("input")];
      if (needed() && !entry.note.trim()) return ["Say in the note why there is no level.", note];
      return null;
    }

    function press(action) {
      if (root.inert) return false;
      action();
      return true;
    }

    levels.addEventListener("change", (event) => set({ level: Number(event.target.value), unratable: null, none: false }));
    none.addEventListener("change", () => {
      set({ level: null, none: true });
      if (!entry.unratable) why.focus();
    });
    why.addEventListener("change", () => set({ level: null, none: true, unratable: why.value || null }));
    codes.addEventListener("change", (event) => set({ code: event.target.value }));
    by.addEventListener("change", (event) => set({ by: event.target.value }));
    note.addEventListener("input", () => {
      const characters = [...note.value];
      if (characters.length > MOST) note.value = characters.slice(0, MOST).join("");
      set({ note: note.value });
    });
    button.addEventListener("click", submit);
    if (away) away.addEventListener("click", cancel);
    draw();

    function submit() {
      const missing = lacking();
      if (!missing) {
        save();
        return;
      }
      tell(missing[0]);
      RF.dom.warn(missing[0]);
      missing[1].focus();
    }

    function pick(box, value) {
      const radio = [...box.querySelectorAll("input")].find((one) => one.value === value);
      radio.checked = true;
      radio.focus();
    }

    return {
      root, foot, tell, submit, freeze,
      level(pressed) {
        const value = [...radios.keys()].find((one) => keyOf(one) === pressed);
        return value === undefined ? false : press(() => {
          set({ level: value, unratable: null, none: false });
          radios.get(value).focus();
        });
      },
      refuse: () => press(() => {
        set({ level: null, none: true });
        why.focus();
      }),
      code(pressed) {
        const found = doc.codes.find((one) => (CODES[one.code] || [""])[0] === pressed);
        return found ? press(() => {
          set({ code: found.code });
          pick(codes, found.code);
        }) : false;
      },
      by(pressed) {
        const found = Object.keys(BY).find((one) => BY[one][0] === pressed);
        return press(() => {
          set({ by: found });
          pick(by, found);
        });
      },
      note: () => press(() => note.focus()),
      focus: () => (none.checked ? none : [...radios.values()].find((radio) => radio.checked) || [...radios.values()][0]).focus({ preventScroll: true }),
    };
  }

  /* What was decided, or what was decided and counts no more. */
  function card(decided, doc, { talk, titles, arrive = false }) {
    const code = doc.codes.find((one) => one.code === decided.code);
    const made = RF.decide.card({ ...decided, note: decided.note || "", markers: [] }, {
      doc, titles, talk, head: decided.void ? "Void: decided before a rating changed" : "Decided",
      about: decided.void ? "It is kept, and counts no more. Decide again below." : "",
      extra: h("dl", { class: "before-after" },
        h("div", {}, h("dt", {}, "Behind it"), h("dd", {}, code ? code.label : decided.code)),
        h("div", {}, h("dt", {}, "Decided"), h("dd", {}, BY[decided.by] ? BY[decided.by][1].toLowerCase() : decided.by))),
    });
    made.classList.add(decided.void ? "void" : "settled");
    if (arrive) made.querySelector("h3").dataset.arrive = "";
    return made;
  }

  /* Without the anchors of the levels: the scale below has them. */
  function ratings(found, doc, { talk, titles }) {
    return h("section", { class: "both", "aria-label": "Ratings" }, found.ratings.map((rating) =>
      RF.decide.card(rating, { doc, titles, talk, head: [RF.spread.letter(rating.name), h("span", {}, ` Rating ${rating.name}`)] })));
  }

  RF.ruling = { form, card, ratings, keyOf };
})();
