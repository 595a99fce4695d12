/* Keys: what they do, where they do nothing, and the help that lists them. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId, typing } = RF.dom;

  /*
   * actions: rows of {keys: [...], does, run(event) -> false if it did not apply, group, always}.
   * Keys are written as KeyboardEvent.key has them, with "Alt+", "Ctrl+" or "Shift+" before; `always` ones work in fields as well.
   */
  function make(actions, { signs }) {
    const help = byId("help");
    const names = { ArrowDown: "↓", ArrowUp: "↑", "-": "−", Escape: "Esc" };
    const shown = (name) => name.split("+").map((part) => names[part] || part);

    function draw() {
      const groups = new Map();
      for (const action of actions) groups.set(action.group, [...(groups.get(action.group) || []), action]);
      put(help, h("form", { method: "dialog" }, h("h2", { id: "help-title" }, "Keys"),
        h("div", { class: "help-groups" }, [...groups].map(([title, rows]) => h("section", {}, h("h3", {}, title),
          h("dl", { class: "help-keys" }, rows.map((row) => h("div", {},
            h("dt", {}, (row.show || row.keys).map((name, place) => [place ? (row.together ? " " : " or ") : "", shown(name).map((part) => h("kbd", {}, part))])), h("dd", {}, row.does))))))),
        h("label", { class: "option" }, h("input", { type: "checkbox", "data-switch": "shortcuts", checked: letters() }), h("span", {}, "Single keys work", h("small", {}, "Switch them off if you dictate or use a screen reader that needs them. Keys with Alt or Ctrl, and the buttons, stay."))),
        h("div", { class: "actions" }, h("button", { type: "submit", class: "primary" }, "Close"))));
    }

    const letters = () => RF.switches.get("shortcuts") === "on";
    const table = new Map();
    for (const action of actions) for (const name of action.keys) table.set(name, action);

    function named(event) {
      const mods = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}`;
      // A sign such as ? is what it is, however it is typed; letters with Ctrl or Alt and named keys have Shift in front.
      const long = event.key.length > 1;
      const shift = event.shiftKey && (long || mods) ? "Shift+" : "";
      return mods + shift + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
    }

    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]")) return;
      const name = named(event);
      const action = table.get(name);
      if (!action) return;
      const plain = !/^(?:Ctrl|Alt)\+|^(?:Shift\+)?F\d/.test(name);
      // In a list whose choice completes the rating Enter does what it does everywhere else.
      const settled = name === "Enter" && event.target instanceof HTMLSelectElement && "settles" in event.target.dataset && event.target.value !== "";
      if (typing(event.target) && !action.always && !settled) return;
      if (plain && !action.always) {
        if (name === "Enter") {
          // Enter belongs to whatever is operated by it.
          if (!settled && event.target instanceof Element && event.target.closest("button, a, summary, select, [role=option]")) return;
        } else if (name !== "Escape" && !letters()) {
          return;
        }
      }
      if (action.run(event) === false) return;
      event.preventDefault();
    });

    /* Buttons tell their keys only while keys work. */
    function tell(root) {
      for (const element of root.querySelectorAll("[aria-keyshortcuts], [data-keys]")) {
        const keys = element.dataset.keys || element.getAttribute("aria-keyshortcuts");
        element.dataset.keys = keys;
        if (letters() || /Enter|Control|Alt/.test(keys)) element.setAttribute("aria-keyshortcuts", keys);
        else element.removeAttribute("aria-keyshortcuts");
      }
    }
    RF.switches.listen((name) => {
      if (name !== "shortcuts") return;
      tell(document);
      for (const line of signs) line.hidden = !letters();
    });
    tell(document);
    for (const line of signs) line.hidden = !letters();

    return {
      tell,
      open() {
        draw();
        if (!help.open) help.showModal();
      },
    };
  }

  /* The keys of a scale's levels, for a line of keys: − 0–9 level. Empty where no level has one. */
  function levels(names) {
    const digits = names.filter((name) => name !== "-");
    const sign = (name) => h("kbd", {}, name);
    const ends = digits.length > 1 ? [sign(digits[0]), "–", sign(digits[digits.length - 1])] : digits.map(sign);
    const below = names.includes("-") ? [sign("−"), digits.length ? " " : ""] : [];
    return names.length ? [...below, ...ends, " level"] : [];
  }

  RF.keys = { make, levels };
})();
