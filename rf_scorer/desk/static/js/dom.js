/* Elements, built without markup in strings: whatever an interview or a rater says is only ever text. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === false || value === null || value === undefined) continue;
      if (name === "class") element.setAttribute("class", value);
      else if (name in RF.dom.PROPERTIES) element[name] = value;
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(3)) {
      if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
    }
    return element;
  }

  RF.dom = {
    /* What has to be set as a property, since the attribute is only where it begins. */
    PROPERTIES: { checked: 1, disabled: 1, value: 1, hidden: 1, open: 1, selected: 1, htmlFor: 1, tabIndex: 1 },

    /* h("p", {class: "dim"}, "text", child, …) */
    h: (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children),
    s: (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children),

    byId: (id) => document.getElementById(id),
    put: (parent, ...children) => parent.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== "")),

    /* A button that does nothing just now, and says so. Not "disabled": the focus would be lost to those who work without a mouse. */
    off: (button, off) => button.setAttribute("aria-disabled", String(off)),

    /* A key as it is shown on a button. */
    key: (...names) => names.map((name) => RF.dom.h("kbd", { "aria-hidden": "true" }, name)),

    /* A polite word to whoever listens rather than looks; said again even if it is the same. */
    say(text) {
      const region = document.getElementById("live");
      // What was wrong before is over.
      document.getElementById("alert").textContent = "";
      region.textContent = "";
      window.setTimeout(() => { region.textContent = text; }, 30);
    },
    warn(text) {
      const region = document.getElementById("alert");
      region.textContent = "";
      window.setTimeout(() => { region.textContent = text; }, 30);
    },

    /* A number with a true minus sign. */
    signed: (value, digits) => (digits === undefined ? String(value) : Number(value).toFixed(digits)).replace("-", "−"),
    range: (first, last) => `${RF.dom.signed(first)} to ${RF.dom.signed(last)}`,
    /* Hours and minutes of a time in UTC, by the rater's clock. */
    clock(iso) {
      const at = new Date(iso);
      return Number.isNaN(at.getTime()) ? "" : at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    },
    moment(iso) {
      const at = new Date(iso);
      if (Number.isNaN(at.getTime())) return "";
      return at.toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    },
    many: (count, one, more) => `${count} ${count === 1 ? one : more || `${one}s`}`,

    /* The unit that the address names behind its #, by its id or by that of its words (u-p03); empty where there is none. */
    named() {
      try {
        return decodeURIComponent(window.location.hash.slice(1)).replace(/^u-/, "");
      } catch {
        return "";
      }
    },

    /* Whether keys that are pressed here are meant as text. */
    typing(target) {
      if (!(target instanceof Element)) return false;
      if (target.closest("textarea, select, [contenteditable]")) return true;
      const input = target.closest("input");
      return input !== null && !["radio", "checkbox", "button", "submit"].includes(input.type);
    },
    still: () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
})();
