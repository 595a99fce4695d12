/* The list of disagreements: how far each one is, and which one is open. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h } = RF.dom;
  const OVERALL = "overall";

  /* open(id, {from}); describe(id) -> {title, sign, text, decided}. */
  function make(open, describe) {
    const lister = RF.lister.make({
      meter: "Disagreements that are decided",
      named: (id) => (id === OVERALL ? describe(id).title : [h("span", { class: "pid" }, id), " ", describe(id).title]),
      open,
    });

    function draw(ids) {
      lister.rows(ids, (id) => (id === OVERALL ? ["whole"] : []));
      const found = ids.map((id) => [id, describe(id)]);
      for (const [id, one] of found) lister.show(id, one);
      const done = found.filter(([, one]) => one.decided).length;
      lister.progress(done, ids.length, `${done} of ${ids.length} decided`);
    }

    return { draw, mark: lister.mark, focus: lister.focus };
  }

  RF.disagreements = { make };
})();
