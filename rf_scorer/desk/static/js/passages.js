/* The list of passages: how far each one is, and which one is open. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, signed } = RF.dom;
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
    const ids = [...state.units.keys(), FINISH];
    const named = (id) => {
      if (id === FINISH) return "Finish";
      const { title } = state.units.get(id);
      return id === RF.state.OVERALL ? title : [h("span", { class: "pid" }, id), " ", title];
    };
    // Enter locks what is rated already and finishes, as everywhere; otherwise it leads to the scale.
    const lister = RF.lister.make({ meter: "Required ratings that are locked", named, open, lock });
    lister.rows(ids, (id) => {
      if (id === RF.state.OVERALL) return ["whole"];
      return id !== FINISH && state.units.get(id).required ? ["required"] : [];
    });

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

    const draw = (id) => lister.show(id, describe(id));

    function drawAll() {
      ids.forEach(draw);
      const all = state.required.length;
      const done = state.required.filter((id) => state.locked(id)).length;
      lister.progress(done, all, `${done} of ${all} required ratings locked`);
    }

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
      mark: lister.mark,
      focus: lister.focus,
      ids,
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
