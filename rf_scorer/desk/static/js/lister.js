/* The list of units beside the transcript: one stop of the Tab key, arrows walk through it. On a narrow screen it folds under the unit that is open. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId } = RF.dom;
  const PAGE = 8; // rows that PageUp and PageDown pass

  /*
   * meter: what the bar above the list counts; named(id): what a row is called; open(id, {from}).
   * lock(): what Enter does before it leads to the form; true where that was all.
   */
  function make({ meter: counted, named, open, lock = () => false }) {
    const box = h("ul", { role: "listbox", class: "passages", "aria-labelledby": "h-list", tabIndex: -1 });
    const meter = h("progress", { max: 1, "aria-label": counted });
    const told = h("p", { class: "progress-text small" });
    const lister = h("details", { class: "lister", open: true }, h("summary", { class: "button" }, h("span", { class: "lister-now" })), box);
    const narrow = window.matchMedia("(max-width: 63.99rem)");
    const fold = () => { lister.open = !narrow.matches; };
    let options = new Map();
    let current = null;
    put(byId("list-body"), h("div", { class: "progress" }, told, meter), lister);
    narrow.addEventListener("change", fold);
    fold();

    const row = (id, classes) => h("li", { role: "option", id: `o-${id}`, class: ["option-row", ...classes].join(" "), "data-open": id, tabIndex: -1, "aria-selected": "false" },
      h("span", { class: "sign", "aria-hidden": "true" }),
      h("span", { class: "what" }, h("span", { class: "name" }, named(id)), h("span", { class: "standing" })));

    /* Rows for these units, drawn anew only where others are listed than before. classes(id): of its row. */
    function rows(ids, classes) {
      if (ids.length === options.size && ids.every((id) => options.has(id))) return;
      const had = box.contains(document.activeElement);
      options = new Map(ids.map((id) => [id, row(id, classes(id))]));
      put(box, [...options.values()]);
      if (!options.has(current)) return;
      mark(current);
      if (had) options.get(current).focus({ preventScroll: true });
    }

    /* What stands beside a unit: its sign, and a word or two. */
    function show(id, { sign, text }) {
      const option = options.get(id);
      if (!option) return;
      if (option.dataset.sign !== sign) option.dataset.sign = sign;
      const standing = option.querySelector(".standing");
      if (standing.textContent !== text) standing.textContent = text;
    }

    function progress(done, all, text) {
      meter.max = Math.max(1, all);
      meter.value = done;
      meter.setAttribute("aria-valuetext", `${done} of ${all}`);
      told.textContent = text;
    }

    function mark(id) {
      const before = options.get(current);
      if (before) {
        before.setAttribute("aria-selected", "false");
        before.tabIndex = -1;
      }
      current = id;
      const option = options.get(id);
      option.setAttribute("aria-selected", "true");
      option.tabIndex = 0;
      put(lister.querySelector(".lister-now"), named(id));
      // Only this column scrolls: the transcript stays where it is.
      const top = option.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top + option.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3;
    }

    box.addEventListener("click", (event) => {
      const option = event.target.closest("[data-open]");
      if (!option) return;
      open(option.dataset.open, { from: "list" });
      option.focus({ preventScroll: true });
      if (narrow.matches) lister.open = false;
    });
    box.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const order = [...options.keys()];
      const at = order.indexOf(current);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1, PageDown: at + PAGE, PageUp: at - PAGE }[event.key];
      if (to !== undefined) {
        const next = order[Math.max(0, Math.min(order.length - 1, to))];
        open(next, { from: "list" });
        options.get(next).focus({ preventScroll: true });
      } else if (event.key === "Enter" || event.key === " ") {
        if (event.key === " " || !lock()) open(current, { from: "enter" });
        if (narrow.matches) lister.open = false;
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });

    return {
      rows, show, progress, mark,
      focus() {
        if (narrow.matches) lister.open = true;
        (options.get(current) || byId("h-list")).focus({ preventScroll: true });
        byId("list").scrollIntoView({ block: "nearest" });
      },
    };
  }

  RF.lister = { make };
})();
