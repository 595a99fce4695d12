/* Whether everything is stored: one line in the bar, said aloud when trouble begins and when it is over. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { byId, say, warn, clock } = RF.dom;

  /* again: what the button does, where storing has to be tried again. A worksheet has a line of its own. */
  function make(again) {
    const root = byId("save-status");
    if (!root) return { show() {}, get troubled() { return false; } };
    const text = root.querySelector(".save-text");
    const button = root.querySelector("button");
    let troubled = false;
    button.addEventListener("click", again);

    /* kind: saved, unsaved, saving, waiting (tried again by itself) or held (not before the rater says so). */
    function show({ kind, at, message }) {
      const saved = at ? `Saved ${clock(at.toISOString())}` : "Nothing to save";
      const said = { saved, unsaved: "Not saved yet", saving: "Saving …", waiting: `Not saved: ${message} Trying again. Leave this page open.`, held: `Not saved: ${message}` }[kind];
      const trouble = kind === "waiting" || kind === "held";
      root.dataset.kind = kind;
      if (text.textContent !== said) text.textContent = said;
      button.hidden = !trouble;
      // Once when it begins and once when it is over, not with every try.
      if (trouble && !troubled) warn(said);
      if (kind === "saved" && troubled) say(said);
      if (trouble) troubled = true;
      else if (kind === "saved") troubled = false;
    }

    return { show, get troubled() { return troubled; } };
  }

  RF.status = { make };
})();
