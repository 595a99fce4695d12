/* The rating page: one interview, its passages, its words, and the rating of the unit that is open. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { byId, say, put, h } = RF.dom;
  const DWELL = 800; // ms after which a unit counts as visited

  function start(doc) {
    const state = RF.state.make(doc);
    const titles = new Map(doc.markers.map((marker) => [marker.id, marker.title]));
    const before = Object.entries(doc.ledger.units).map(([id, { blind, decision }]) => [id, (decision && decision.seconds) || (blind && blind.seconds) || 0]);
    const clock = RF.clock.make(Object.fromEntries(before), RF.backend.name === "server" ? `${doc.study} ${doc.rater} ${doc.interview}` : "");
    let current = null;
    let dwell = 0;
    let waiting = null; // what another tab told while something was on its way from here
    let keys = null;
    let beginning = false; // a fresh page: the passage to begin with is chosen, and its words are not scrolled to

    const status = RF.status.make(() => outbox.again());
    const outbox = RF.outbox.make(state, RF.backend, {
      status: status.show,
      refused: (error, id) => panel.refused(error, id),
      stored(answer) {
        sibling.tell(answer);
        if (waiting) state.take(...waiting);
        waiting = null;
      },
    });
    const sibling = RF.sibling.make(doc, (ledger, revealed) => {
      if (outbox.busy) waiting = [ledger, revealed];
      else state.take(ledger, revealed);
    });
    window.addEventListener("online", () => outbox.again());

    const sheet = RF.sheet.make();
    const talk = RF.talk.make(state, {
      shown: () => sheet.raise(false),
      taggable: () => panel.taggable(),
      tag: (at) => panel.tag(at),
    });
    const tagger = RF.tagger.make(doc, talk);
    const passages = RF.passages.make(state, open, () => (panel.unit === null ? finish.press() : RF.state.given(state.judgement(panel.unit)) && panel.lock()));
    const panel = RF.panel.make({ state, doc, talk, tagger, outbox, clock, titles, sheet, next: onward, drawn });
    const finish = RF.finish.make({ state, outbox, sheet, drawn });

    function drawn(stage) {
      if (keys) keys.tell(byId("rating"));
      RF.shortcuts.line(doc, stage);
    }

    /* ----- going from unit to unit ----- */
    function open(id, { from = "", scroll = true } = {}) {
      if (id === current && from !== "enter") return;
      beginning = false;
      if (current !== null) state.pause(current);
      outbox.flush();
      current = id;
      passages.mark(id);
      const unit = id !== RF.passages.FINISH;
      if (unit) finish.close();
      else panel.close();
      clock.open(unit ? id : null);
      talk.open(id, { scroll });
      if (unit) panel.open(id);
      else finish.open();
      window.clearTimeout(dwell);
      if (unit && state.units.get(id).ratable) dwell = window.setTimeout(() => outbox.visit(id), DWELL);
      if (from === "enter") sheet.title();
      if (from !== "list" && from !== "start") say(unit ? `${id === RF.state.OVERALL ? "Overall" : id}, ${RF.passages.standing(state, id).text}` : "Finish");
    }

    /* To what waits next; on a fresh page that is the passage which is open already. */
    function onward() {
      const here = beginning && state.open(current);
      beginning = false;
      if (here) {
        talk.open(current);
        say(`${current}, ${RF.passages.standing(state, current).text}`);
      } else {
        open(passages.after(current));
      }
    }

    function step(by) {
      const { ids } = passages;
      const to = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(current) + by))];
      // Somebody who walks with the keys is in the list, or stays where they are.
      const inside = sheet.contains(document.activeElement);
      open(to);
      if (inside) sheet.title();
    }

    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("button[data-open], [data-step]") : null;
      if (!link) return;
      if (link.dataset.step) {
        step(Number(link.dataset.step));
        const [same] = sheet.all(`[data-step="${link.dataset.step}"]`);
        if (same) same.focus({ preventScroll: true });
        else sheet.title();
      } else {
        const stay = Boolean(link.closest(".passage, #dock"));
        open(link.dataset.open, { scroll: !stay });
        sheet.title();
        if (stay) sheet.raise(true);
      }
    });

    /* What sticks below the bar has to know how high it is: it wraps where names or letters are large. */
    const bar = document.querySelector(".bar");
    const measure = () => document.documentElement.style.setProperty("--top", `${getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0}px`);
    if ("ResizeObserver" in window) new ResizeObserver(measure).observe(bar);
    window.addEventListener("resize", measure);
    measure();

    /* ----- regions ----- */
    const regions = [["list", () => passages.focus()], ["talk", () => talk.focus()], ["rating", () => { sheet.raise(true); panel.unit === null ? sheet.title() : panel.level(); }]];
    function region(step_by) {
      const at = regions.findIndex(([id]) => byId(id).contains(document.activeElement));
      const to = at < 0 ? (step_by > 0 ? 0 : regions.length - 1) : at + step_by;
      if (to < 0 || to >= regions.length) return false; // then the key is the browser's, which goes on to its own bars
      regions[to][1]();
      return true;
    }

    keys = RF.keys.make(
      RF.shortcuts.table({ doc, state, panel, finish, talk, tagger, sheet, onward, step, region, unit: () => current, go: (place) => regions[place][1](), help: () => keys.open() }),
      { signs: [byId("keys-line")] },
    );
    byId("help-open").addEventListener("click", () => keys.open());

    /* ----- nothing gets lost ----- */
    document.addEventListener("visibilitychange", () => { if (document.hidden) outbox.flush(); });
    window.addEventListener("blur", () => outbox.flush());
    window.addEventListener("pagehide", () => { if (outbox.unsaved()) outbox.last(); });
    window.addEventListener("beforeunload", (event) => {
      // What was typed a moment ago leaves with the page; what could not be stored, or is half written, does not.
      if (panel.writing || (outbox.unsaved() && (outbox.slow || outbox.held || status.troubled))) event.preventDefault();
      outbox.flush();
    });
    RF.settle = () => outbox.settle();

    /* ----- where the rater was ----- */
    const known = (id) => state.units.has(id) || id === RF.passages.FINISH;
    const todo = [doc.terms.required.find((id) => state.open(id)), doc.terms.ratable[0], ...state.overall, RF.passages.FINISH].find(Boolean);
    const wanted = [RF.dom.named()].filter(known);
    const at = [...wanted, state.ledger.at, todo].find(known);
    // Raters read from the beginning: as long as nothing was entered, the passage that comes first to be rated is chosen and not scrolled to.
    const fresh = !wanted.length && state.ledger.status === "new" && at === todo;
    open(at, { from: "start", scroll: !fresh && (wanted.length > 0 || at !== doc.units[0]?.id) });
    beginning = fresh;
    window.addEventListener("hashchange", () => {
      const id = RF.dom.named();
      if (!known(id)) return; // a skip link's place, for one
      if (id === current) talk.open(id);
      else open(id);
    });
    document.documentElement.dataset.ready = "true";
    return { state, open, outbox };
  }

  function begin() {
    const holder = byId("case");
    if (!holder) return;
    try {
      RF.page = RF.start(JSON.parse(holder.textContent));
    } catch (error) {
      // A fault of ours: the transcript can still be read, and nothing is entered that would not be kept.
      put(byId("rating-body"), h("div", { class: "notice bad" }, h("strong", {}, "This page did not start."), " Load it again. If that does not help, tell whoever looks after the study."));
      throw error;
    }
  }

  RF.start = start;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
