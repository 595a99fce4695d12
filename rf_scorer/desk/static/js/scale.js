/* The scale: every level with its anchor, and the reasons for which there is none. Native radio buttons, so that arrow keys work as everywhere. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, signed } = RF.dom;
  let made = 0;

  /* The key that stands for a level: its digit, or - for one below zero; other levels have none. */
  const keyOf = (value) => (value >= 0 && value <= 9 ? String(value) : value === -1 ? "-" : "");

  /*
   * scale: as in a case; unratable: the reasons; changed({level, unratable}) is told what was chosen.
   * name: what is asked, for those who hear rather than see it.
   */
  function make(scale, unratable, { name, changed, keys = true }) {
    made += 1;
    const group = `level-${made}`;
    const radios = new Map();
    const rows = scale.levels.map((level) => {
      const key = keyOf(level.value);
      const radio = h("input", { type: "radio", name: group, value: String(level.value), "aria-describedby": level.anchor ? `${group}-a${level.value}` : null, "aria-keyshortcuts": keys && key ? key : null });
      radios.set(level.value, radio);
      return h("label", { class: level.anchor ? "level described" : "level" }, radio,
        h("span", { class: "value" }, signed(level.value)),
        h("span", { class: "says" },
          level.name && h("span", { class: "level-name" }, level.name),
          level.anchor && h("span", { class: "anchor", id: `${group}-a${level.value}` }, level.anchor),
          !level.name && h("span", { class: "unseen" }, "between its neighbours")));
    });
    const none = h("input", { type: "radio", name: group, value: "none", "aria-keyshortcuts": keys ? "x" : null });
    const reason = h("select", { id: `${group}-why`, "aria-label": "Why there is no level", "data-settles": "" },
      h("option", { value: "" }, "Choose a reason …"),
      unratable.map((entry) => h("option", { value: entry.code }, entry.label)));
    const now = h("p", { class: "anchor-now", "aria-hidden": "true" });
    const root = h("fieldset", { class: "scale" },
      h("legend", { class: "unseen" }, name),
      h("div", { class: "levels" }, rows),
      now,
      scale.levels.some((level) => level.anchor) ? h("p", { class: "hint whose" }, "In our own words: check against the manual.") : null,
      h("div", { class: "level no-level" }, h("label", { class: "none" }, none, h("span", {}, "Not ratable")), reason,
        h("p", { class: "hint" }, "Never a low rating.")));

    root.addEventListener("change", (event) => {
      if (event.target === reason) {
        none.checked = true;
        changed({ level: null, unratable: reason.value || null });
      } else if (event.target === none) {
        changed({ level: null, unratable: reason.value || null });
        if (!reason.value) reason.focus();
      } else {
        changed({ level: Number(event.target.value), unratable: null });
      }
      mark();
    });

    /* In low windows one anchor at a time: that of the level that is pointed at, else of the chosen one. */
    function tell(value) {
      const level = scale.levels.find((one) => one.value === value);
      const text = !level ? "Point at a level, or choose one, to read what it looks like." : level.anchor || (level.name ? "" : "Between its neighbours.");
      if (now.textContent !== text) now.textContent = text;
    }
    const chosen = () => [...radios].filter(([, radio]) => radio.checked).map(([value]) => value)[0];
    root.addEventListener("pointerover", (event) => {
      const row = event.target.closest("label.level");
      tell(row ? Number(row.querySelector("input").value) : chosen());
    });
    root.addEventListener("pointerleave", () => tell(chosen()));

    function mark() {
      tell(chosen());
      for (const radio of radios.values()) radio.closest(".level").classList.toggle("on", radio.checked);
      none.closest(".level").classList.toggle("on", none.checked);
    }

    function show({ level, unratable: why }) {
      for (const [value, radio] of radios) radio.checked = value === level;
      // A reason that is still to be chosen keeps its button pressed.
      none.checked = why !== null || (none.checked && level === null);
      reason.value = why || "";
      mark();
    }

    return {
      root, show,
      disable(off) { root.disabled = off; },
      /* A level by its key; false where no level has it. */
      press(key) {
        const value = scale.levels.map((level) => level.value).find((one) => keyOf(one) === key);
        if (value === undefined || root.disabled) return false;
        radios.get(value).checked = true;
        // Arrow keys go on from the level that was chosen.
        if (root.contains(document.activeElement)) radios.get(value).focus();
        mark();
        changed({ level: value, unratable: null });
        return true;
      },
      refuse() {
        if (root.disabled) return false;
        none.checked = true;
        mark();
        changed({ level: null, unratable: reason.value || null });
        reason.focus();
        return true;
      },
      focus() {
        const on = [...radios.values()].find((radio) => radio.checked) || [...radios.values()][0];
        (none.checked ? none : on).focus();
      },
    };
  }

  RF.scale = { make, keyOf };
})();
