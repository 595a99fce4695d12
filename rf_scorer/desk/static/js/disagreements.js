/* The list of disagreements: one stop of the Tab key, arrows walk through it, as in the rater's list of passages. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId } = RF.dom;
  const OVERALL = "overall";

  /* open(id, {from}); describe(id) -> {title, sign, text, decided}. */
  function make(open, describe) {
    const box = h("ul", { role: "listbox", class: "passages", "aria-labelledby": "h-list", tabIndex: -1 });
    const meter = h("progress", { max: 1, "aria-label": "Disagreements that are decided" });
    const told = h("p", { class: "progress-text small" });
    const lister = h("details", { class: "lister", open: true }, h("summary", { class: "button" }, h("span", { class: "lister-now" })), box);
    const narrow = window.matchMedia("(max-width: 63.99rem)");
    const fold = () => { lister.open = !narrow.matches; };
    let options = new Map();
    let current = null;
    put(byId("list-body"), h("div", { class: "progress" }, told, meter), lister);
    narrow.addEventListener("change", fold);
    fold();

    function named(id) {
      const { title } = describe(id);
      return id === OVERALL ? title : [h("span", { class: "pid" }, id), " ", title];
    }

    function draw(ids) {
      const had = box.contains(document.activeElement);
      const same = ids.length === options.size && ids.every((id) => options.has(id));
      if (!same) {
        options = new Map(ids.map((id) => [id, h("li", { role: "option", id: `o-${id}`, class: id === OVERALL ? "option-row whole" : "option-row", "data-open": id, tabIndex: -1, "aria-selected": "false" },
          h("span", { class: "sign", "aria-hidden": "true" }), h("span", { class: "what" }, h("span", { class: "name" }, named(id)), h("span", { class: "standing" })))]));
        put(box, [...options.values()]);
      }
      let done = 0;
      for (const [id, option] of options) {
        const { sign, text, decided } = describe(id);
        option.dataset.sign = sign;
        option.querySelector(".standing").textContent = text;
        done += Number(decided);
      }
      meter.max = Math.max(1, ids.length);
      meter.value = done;
      meter.setAttribute("aria-valuetext", `${done} of ${ids.length}`);
      told.textContent = `${done} of ${ids.length} decided`;
      if (options.has(current)) mark(current);
      if (had && !same && options.has(current)) options.get(current).focus({ preventScroll: true });
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
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
      if (to !== undefined) {
        const next = order[Math.max(0, Math.min(order.length - 1, to))];
        open(next, { from: "list" });
        options.get(next).focus({ preventScroll: true });
      } else if (event.key === "Enter" || event.key === " ") {
        open(current, { from: "enter" });
        if (narrow.matches) lister.open = false;
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });

    return {
      draw, mark,
      focus() {
        if (narrow.matches) lister.open = true;
        if (options.has(current)) options.get(current).focus({ preventScroll: true });
        else byId("h-list").focus({ preventScroll: true });
        byId("list").scrollIntoView({ block: "nearest" });
      },
    };
  }

  RF.disagreements = { make };
})();
