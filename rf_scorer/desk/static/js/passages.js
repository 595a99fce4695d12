/* The list of passages: how far each one is, and which one is open. One stop of the Tab key; arrows walk through it. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, signed } = RF.dom;
  const FINISH = "finish";

  const UNRATED = { not_answered: "not answered", inaudible: "inaudible" };

  /* A unit's state in a word or two, and the name of its sign. */
  function standing(state, id) {
    const unit = state.units.get(id);
    const rating = state.rating(id);
    if (!unit.ratable) return { sign: "none", text: unit.state === "not_asked" ? "not asked" : "nothing said" };
    const level = (judgement) => (judgement.level === null ? "not ratable" : signed(judgement.level));
    if (rating.stage === "locked") return { sign: "locked", text: `locked ${level(rating.blind.judgement)}` };
    if (rating.stage === "revealed") return { sign: "seen", text: `seen: keep or change ${level(rating.blind.judgement)}` };
    if (rating.stage === "decided") {
      const { kept, judgement } = rating.decision;
      return { sign: "decided", text: kept ? `kept ${level(judgement)}` : `changed ${level(rating.blind.judgement)} → ${level(judgement)}` };
    }
    const entered = state.judgement(id);
    if (rating.stage === "draft" || state.dirty(id)) return { sign: "draft", text: RF.state.given(entered) ? `draft ${level(entered)}` : "draft" };
    if (unit.state in UNRATED) return { sign: "todo", text: UNRATED[unit.state] };
    return { sign: "todo", text: unit.required ? "to do" : "optional" };
  }

  function make(state, open, lock) {
    const root = document.getElementById("list");
    const box = h("ul", { role: "listbox", class: "passages", "aria-labelledby": "h-list", tabIndex: -1 });
    const meter = h("progress", { max: 1, "aria-label": "Required ratings that are locked" });
    const told = h("p", { class: "progress-text small" });
    const lister = h("details", { class: "lister", open: true }, h("summary", { class: "button" }, h("span", { class: "lister-now" })), box);
    const options = new Map();
    let current = null;

    const titleOf = (id) => (id === FINISH ? "Finish" : state.units.get(id).title);
    const ids = [...state.units.keys()];
    for (const id of [...ids, FINISH]) {
      const unit = state.units.get(id);
      const option = h("li", { role: "option", id: `o-${id}`, class: "option-row", "data-open": id, tabIndex: -1, "aria-selected": "false" },
        h("span", { class: "sign", "aria-hidden": "true" }),
        h("span", { class: "what" },
          h("span", { class: "name" }, unit && id !== RF.state.OVERALL ? [h("span", { class: "pid" }, id), " "] : "", titleOf(id)),
          h("span", { class: "standing" })));
      if (unit && unit.required && id !== RF.state.OVERALL) option.classList.add("required");
      if (id === RF.state.OVERALL) option.classList.add("whole");
      options.set(id, option);
      box.append(option);
    }
    put(document.getElementById("list-body"), h("div", { class: "progress" }, told, meter), lister);

    function describe(id) {
      if (id === FINISH) {
        const { required, drafts, undecided } = state.missing();
        const left = required.length + drafts.length + undecided.length;
        if (state.finished()) return { sign: "decided", text: "finished" };
        return { sign: left ? "todo" : "ready", text: left ? `${left} still open` : "everything is there" };
      }
      const found = standing(state, id);
      return { ...found, text: state.units.get(id).required ? `required · ${found.text}` : found.text };
    }

    function draw(id) {
      const option = options.get(id);
      if (!option) return;
      const { sign, text } = describe(id);
      if (option.dataset.sign !== sign) option.dataset.sign = sign;
      const standingText = option.querySelector(".standing");
      if (standingText.textContent !== text) standingText.textContent = text;
    }

    function tally() {
      const all = state.required.length;
      const done = state.required.filter((id) => state.locked(id)).length;
      meter.max = all;
      meter.value = done;
      meter.setAttribute("aria-valuetext", `${done} of ${all}`);
      told.textContent = `${done} of ${all} required ratings locked`;
    }

    function drawAll() {
      for (const id of options.keys()) draw(id);
      tally();
    }

    function mark(id) {
      if (current !== null) {
        options.get(current).setAttribute("aria-selected", "false");
        options.get(current).tabIndex = -1;
      }
      current = id;
      const option = options.get(id);
      option.setAttribute("aria-selected", "true");
      option.tabIndex = 0;
      const unit = state.units.get(id);
      put(lister.querySelector(".lister-now"), unit && id !== RF.state.OVERALL ? [h("span", { class: "pid" }, id), " "] : "", titleOf(id));
      // Only this column scrolls: the transcript stays where it is.
      const top = option.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top + option.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3;
    }

    const narrow = window.matchMedia("(max-width: 63.99rem)");
    const fold = () => { lister.open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();

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
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
      if (to !== undefined) {
        const next = order[Math.max(0, Math.min(order.length - 1, to))];
        open(next, { from: "list" });
        options.get(next).focus({ preventScroll: true });
      } else if (event.key === "Enter" || event.key === " ") {
        // Enter locks what is rated already, as everywhere; otherwise it leads to the scale.
        if (event.key === " " || !lock()) open(current, { from: "enter" });
        if (narrow.matches) lister.open = false;
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });

    state.listen((what, unit) => {
      if (what === "edit") {
        draw(unit);
        draw(FINISH);
      } else {
        drawAll();
      }
    });
    drawAll();

    return {
      mark,
      ids: [...options.keys()],
      focus() {
        if (narrow.matches) lister.open = true;
        if (current !== null) options.get(current).focus({ preventScroll: true });
        root.scrollIntoView({ block: "nearest" });
      },
      /* The next one that waits for something to be done, seen from here on and then from the start. */
      after(id) {
        const order = [...state.units.keys()];
        const at = order.indexOf(id);
        const waits = (one) => (state.units.get(one).required && state.open(one)) || state.stage(one) === "revealed" || state.stage(one) === "draft";
        return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].find(waits) || FINISH;
      },
    };
  }

  RF.passages = { make, standing, FINISH };
})();
