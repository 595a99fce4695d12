/* How a page looks and listens: kept in this browser. No word, note or rating is ever kept here. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const root = document.documentElement;
  /* The first value of each is what holds until somebody chooses. */
  const VALUES = {
    theme: ["system", "light", "dark"],
    size: ["medium", "small", "large"],
    plain: ["off", "on"],
    shortcuts: ["on", "off"],
  };
  const listeners = [];
  /* A worksheet may lie on a borrowed machine: it leaves nothing there. */
  const keeps = !document.querySelector('meta[name="rf-keep"][content="nothing"]');

  function stored(name) {
    if (!keeps) return null;
    try {
      return window.localStorage.getItem(`rf-desk-${name}`);
    } catch {
      return null; // storage may be switched off, or the page a file
    }
  }

  function keep(name, value) {
    if (!keeps) return;
    try {
      window.localStorage.setItem(`rf-desk-${name}`, value);
    } catch {
      /* then it holds for this page alone */
    }
  }

  function get(name) {
    return root.dataset[name] || VALUES[name][0];
  }

  function apply(name, value) {
    if (!VALUES[name].includes(value)) return;
    root.dataset[name] = value;
    for (const input of document.querySelectorAll(`[data-switch="${name}"]`)) {
      input.checked = input.type === "radio" ? input.value === value : value === "on";
    }
    for (const listener of listeners) listener(name, value);
  }

  function set(name, value) {
    keep(name, value);
    apply(name, value);
  }

  function ready() {
    for (const name of Object.keys(VALUES)) apply(name, get(name));
    document.addEventListener("change", (event) => {
      const input = event.target;
      const name = input instanceof HTMLInputElement ? input.dataset.switch : undefined;
      if (!name) return;
      if (input.type === "radio") set(name, input.value);
      else set(name, input.checked ? "on" : "off");
    });
    // A menu closes as menus do: with Escape, or where somebody works elsewhere.
    document.addEventListener("keydown", (event) => {
      const menu = event.key === "Escape" ? document.querySelector("details.menu[open]") : null;
      if (!menu) return;
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    }, true);
    for (const kind of ["pointerdown", "focusin"]) {
      document.addEventListener(kind, (event) => {
        for (const menu of document.querySelectorAll("details.menu[open]")) {
          if (!menu.contains(event.target)) menu.open = false;
        }
      });
    }
  }

  for (const name of Object.keys(VALUES)) {
    const value = stored(name);
    root.dataset[name] = VALUES[name].includes(value) ? value : VALUES[name][0];
  }
  window.addEventListener("storage", (event) => {
    const name = (event.key || "").replace(/^rf-desk-/, "");
    if (name in VALUES && event.newValue) apply(name, event.newValue);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();

  RF.switches = { get, set, listen: (listener) => listeners.push(listener) };
})();
