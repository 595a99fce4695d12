/* The note: why this level. Counted in characters, as the study's files do. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h } = RF.dom;
  const MOST = 4000;
  const NEAR = 3600;

  /* changed(text) with every key; left() when the field is left. */
  function make(id, { changed, left }) {
    const area = h("textarea", { id: `note-${id}`, rows: 3, "aria-describedby": `note-hint-${id}`, "aria-keyshortcuts": "n" });
    const hint = h("p", { class: "hint", id: `note-hint-${id}` });
    const label = h("label", { htmlFor: area.id }, "Note ", RF.dom.key("n"));
    const root = h("div", { class: "field part note" }, label, area, hint);

    function told(needed) {
      const length = [...area.value].length;
      hint.classList.toggle("needed", needed && !area.value.trim());
      hint.textContent = length > NEAR ? `${length} of ${MOST} characters` : needed ? "Needed at this end of the scale: which words speak for it?" : "Which words speak for this level?";
    }

    let needed = false;
    area.addEventListener("input", () => {
      const characters = [...area.value];
      if (characters.length > MOST) area.value = characters.slice(0, MOST).join("");
      changed(area.value);
      told(needed);
    });
    area.addEventListener("blur", left);
    return {
      root, area,
      show(text, { required = false } = {}) {
        if (area.value !== text) area.value = text;
        needed = required;
        area.setAttribute("aria-required", String(required));
        told(needed);
      },
      disable(off) { area.readOnly = off; },
      focus: () => area.focus(),
    };
  }

  RF.note = { make, MOST };
})();
