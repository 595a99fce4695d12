/* The adjudicator's page: the units whose ratings differ, the words, and the decision on the unit that is open. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId, say, warn, key } = RF.dom;
  const OVERALL = "overall";

  function start(doc) {
    const titles = new Map(doc.markers.map((marker) => [marker.id, marker.title]));
    const units = new Map(doc.units.map((unit) => [unit.id, unit]));
    units.set(OVERALL, { id: OVERALL, title: "The whole interview", note: "" });
    let found = new Map(doc.disagreements.map((one) => [one.unit, one]));
    const drafts = new Map(); // unit -> what is entered and not stored
    const again = new Set(); // decided units that are being decided again
    const problems = new Map();
    const sheet = RF.sheet.make();
    const levelKeys = [...new Set(doc.scale.levels.map((one) => RF.ruling.keyOf(one.value)).filter(Boolean))];
    const { body } = sheet;
    const foot = byId("rating-actions");
    let current = null;
    let parts = {};
    let keys = null;

    const name = (id) => (id === OVERALL ? "Overall" : id);
    const stands = (id) => Boolean(found.get(id).decided && !found.get(id).decided.void);
    const ids = () => [...found.keys()];
    const draft = (id) => drafts.get(id) || { level: null, unratable: null, none: false, code: null, by: doc.by, note: "" };
    const writing = (id) => drafts.has(id) && !verdicts.pending(id);

    function describe(id) {
      const one = found.get(id);
      const said = one.ratings.map((rating) => (rating.level === null ? "no level" : RF.dom.signed(rating.level))).join(" and ");
      const decided = stands(id);
      const facts = { title: units.get(id).title, decided, sign: "todo", text: `${said}: open` };
      if (verdicts.pending(id)) return { ...facts, sign: "draft", text: `${said}: saving …` };
      if (problems.has(id)) return { ...facts, sign: "seen", text: `${said}: not saved` };
      if (writing(id)) return { ...facts, sign: "draft", text: `${said}: begun` };
      if (decided) return { ...facts, sign: "decided", text: `${said}: ${RF.decide.said(one.decided, doc)}` };
      return one.decided ? { ...facts, sign: "seen", text: `${said}: void, decide again` } : facts;
    }

    /* ----- saving ----- */
    const status = RF.status.make(() => verdicts.again());
    const verdicts = RF.verdicts.make(RF.backend, {
      status: status.show,
      stored(answer, id) {
        drafts.delete(id);
        again.delete(id);
        problems.delete(id);
        take(answer.disagreements);
        const one = found.get(id);
        if (one && one.decided) say(`${name(id)} decided: ${RF.decide.said(one.decided, doc)}.`);
        if (id === current) arrive();
      },
      refused(error, id) {
        problems.set(id, error.message);
        warn(`${name(id)} was not saved. ${error.message}`);
        if (error.disagreements) take(error.disagreements);
        else draw();
      },
    });
    window.addEventListener("online", () => verdicts.again());

    /* What is true now; what is entered here stays. */
    function take(disagreements) {
      found = new Map(disagreements.map((one) => [one.unit, one]));
      for (const id of [...drafts.keys()]) {
        if (found.has(id)) continue;
        drafts.delete(id);
        problems.delete(id);
        say(`The ratings of ${name(id)} do not differ any more.`);
      }
      if (!found.has(current)) current = null;
      draw();
      if (current === null && found.size) open(ids()[0], { from: "start" });
    }

    function save() {
      const id = current;
      if (verdicts.pending(id)) return;
      const { level, unratable, code, by, note } = draft(id);
      problems.delete(id);
      verdicts.save(id, { level, unratable, note, code, by, of: found.get(id).of });
      draw();
    }

    /* ----- what is drawn ----- */
    const talk = RF.talk.make(RF.state.make({ ...doc, units: doc.units.map((unit) => ({ ...unit, ratable: false })) }), {
      shown: () => sheet.raise(false),
      taggable: () => false,
      tag: () => {},
    });
    const list = RF.disagreements.make(open, describe);
    const tools = { talk, titles };

    function head(id) {
      const unit = units.get(id);
      return h("header", { class: "panel-head" },
        h("div", { class: "panel-title" },
          h("h2", { id: "rating-title", tabIndex: -1 }, id === OVERALL ? "" : [h("span", { class: "pid" }, id), " "], unit.title),
          h("div", { class: "steps" },
            h("button", { type: "button", class: "quiet icon", "data-step": -1, "aria-label": "Previous disagreement", title: "Previous (k)" }, "‹"),
            h("button", { type: "button", class: "quiet icon", "data-step": 1, "aria-label": "Next disagreement", title: "Next (j)" }, "›"))),
        unit.note ? h("p", { class: "protocol-note" }, h("strong", {}, "For raters: "), unit.note) : null);
    }

    function onward() {
      const next = after(current);
      const back = h("a", { class: next ? "button quiet" : "button primary", href: "/" }, "All interviews");
      const go = next && h("button", { type: "button", class: "primary", "aria-keyshortcuts": "u" }, `Next: ${name(next)} `, key("u"));
      if (go) go.addEventListener("click", () => open(next, { from: "enter" }));
      const change = h("button", { type: "button", class: "quiet" }, "Decide again …");
      change.addEventListener("click", () => {
        again.add(current);
        const { level, unratable, code, by, note } = found.get(current).decided;
        drafts.set(current, { level, unratable, none: unratable !== null, code, by, note: note || "" });
        draw();
        parts.form.focus();
      });
      return h("div", { class: "actions" }, go, change, back);
    }

    function drawForm(id) {
      const entry = draft(id);
      parts.form = RF.ruling.form(id, entry, doc, {
        changed: () => {
          drafts.set(id, entry);
          list.draw(ids());
        },
        save,
        cancel: again.has(id) && !verdicts.pending(id) ? () => {
          again.delete(id);
          drafts.delete(id);
          problems.delete(id);
          draw();
          sheet.title();
        } : null,
      });
      // Nothing is changed while it is on its way.
      parts.form.freeze(verdicts.pending(id));
      if (problems.has(id)) parts.form.tell(`Not saved. ${problems.get(id)}`);
      return parts.form.root;
    }

    /* Everything that the panel depends on; while it stays the same, the form is not drawn anew under somebody's hands. */
    const shape = (id) => [id, JSON.stringify(found.get(id)), again.has(id), verdicts.pending(id), problems.get(id) || ""].join("|");
    let drawn = "";

    function draw() {
      list.draw(ids());
      if (current === null) {
        put(body, h("header", { class: "panel-head" }, h("div", { class: "panel-title" }, h("h2", { id: "rating-title", tabIndex: -1 }, "Nothing differs"))), h("p", { class: "notice calm part" }, "The ratings of this interview lie close enough together. There is nothing to decide."));
        put(foot, h("div", { class: "actions" }, h("a", { class: "button primary", href: "/" }, "All interviews")));
        sheet.told("", "Nothing differs");
        return;
      }
      const one = found.get(current);
      sheet.told(name(current), describe(current).text);
      if (shape(current) === drawn) return;
      drawn = shape(current);
      parts = {};
      const had = sheet.contains(document.activeElement) && document.activeElement !== byId("sheet-toggle");
      const settled = stands(current) && !again.has(current);
      put(body, head(current), RF.ruling.ratings(one, doc, tools),
        one.decided && one.decided.void ? RF.ruling.card(one.decided, doc, tools) : null,
        h("figure", { class: "apart" }, RF.spread.draw(one.ratings, doc), settled ? RF.spread.axis(doc, one.decided.level) : null),
        settled ? RF.ruling.card(one.decided, doc, { ...tools, arrive: true }) : drawForm(current));
      put(foot, settled ? onward() : parts.form.foot);
      byId("keys-save").hidden = settled;
      byId("keys-levels").hidden = settled || !levelKeys.length;
      if (keys) keys.tell(byId("rating"));
      if (had) sheet.title();
    }

    function arrive() {
      const target = body.querySelector("[data-arrive]");
      if (target && (document.activeElement === document.body || byId("rating").contains(document.activeElement))) target.focus({ preventScroll: true });
      sheet.top();
    }

    /* ----- going from unit to unit ----- */
    function open(id, { from = "" } = {}) {
      current = id;
      drawn = "";
      draw();
      list.mark(id);
      sheet.top();
      if (from !== "start" || id !== ids()[0]) talk.open(id);
      else talk.open(id, { scroll: id !== doc.units[0].id });
      if (from === "enter") sheet.title();
      if (from === "" || from === "enter") say(`${name(id)}, ${describe(id).text}`);
    }

    /* The next one that is still open, from here on and then from the start; null where all are decided. */
    function after(id) {
      const order = ids();
      const at = order.indexOf(id);
      return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].find((one) => !stands(one) && !verdicts.pending(one)) || null;
    }

    function step(by) {
      const order = ids();
      const to = order[Math.max(0, Math.min(order.length - 1, order.indexOf(current) + by))];
      const inside = byId("rating").contains(document.activeElement);
      if (to === undefined || to === current) return;
      open(to);
      if (inside) sheet.title();
    }

    body.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      step(Number(button.dataset.step));
      const same = body.querySelector(`[data-step="${button.dataset.step}"]`);
      if (same) same.focus({ preventScroll: true });
    });

    /* ----- keys ----- */
    const regions = [["list", () => list.focus()], ["talk", () => talk.focus()], ["rating", () => {
      sheet.raise(true);
      if (parts.form) parts.form.focus();
      else sheet.title();
    }]];
    function region(by) {
      const at = regions.findIndex(([id]) => byId(id).contains(document.activeElement));
      const to = at < 0 ? (by > 0 ? 0 : regions.length - 1) : at + by;
      if (to < 0 || to >= regions.length) return false;
      regions[to][1]();
      return true;
    }

    let last = -1;
    function evidence() {
      const places = [...body.querySelectorAll(".tag-words")];
      if (!places.length) return false;
      const at = places.indexOf(document.activeElement);
      last = ((at >= 0 ? at : last) + 1) % places.length;
      places[last].focus({ preventScroll: false });
      places[last].click();
      return true;
    }

    function enter() {
      if (parts.form) parts.form.submit();
      else if (current !== null && after(current)) open(after(current), { from: "enter" });
      else return false;
      return true;
    }

    /* What is chosen by a key is seen, where the form is folded away on a narrow screen. */
    const onForm = (run) => (event) => {
      if (!parts.form) return false;
      sheet.raise(true);
      return run(parts.form, event.key.toLowerCase());
    };
    keys = RF.keys.make([
      { group: "Disagreements", keys: ["j", "Alt+ArrowDown"], does: "Next disagreement", run: () => step(1) },
      { group: "Disagreements", keys: ["k", "Alt+ArrowUp"], does: "Previous disagreement", run: () => step(-1) },
      { group: "Disagreements", keys: ["u"], does: "Next one that is open", run: () => (after(current) ? open(after(current), { from: "enter" }) : false) },
      { group: "Disagreements", keys: ["g"], does: "Back to the words of the open one", run: () => talk.open(current) },
      { group: "Disagreements", keys: ["e"], does: "Next words that a rater tagged", run: evidence },
      { group: "Disagreements", keys: ["b"], does: "Back to where you were", run: () => talk.goBack() },
      { group: "Decision", keys: levelKeys, show: levelKeys, together: true, does: "Choose that level", run: onForm((form, pressed) => form.level(pressed)) },
      { group: "Decision", keys: ["x"], does: "Not ratable, and why", run: onForm((form) => form.refuse()) },
      { group: "Decision", keys: ["t", "c"], does: "By a third person, or in consensus", run: onForm((form, pressed) => form.by(pressed)) },
      { group: "Decision", keys: ["i", "a", "s"], does: "Behind it: the guide, an ambiguous passage, a slip", run: onForm((form, pressed) => form.code(pressed)) },
      { group: "Decision", keys: ["n"], does: "Write the note", run: onForm((form) => form.note()) },
      { group: "Decision", keys: ["Enter"], does: "Save; after that, go on to the next open one", run: enter },
      { group: "Decision", keys: ["Ctrl+Enter"], does: "Save, also from within the note", always: true, run: enter },
      { group: "Reading", keys: ["h"], does: "Highlights on or off", run: () => talk.highlights() },
      { group: "Reading", keys: ["p"], does: "Plain text on or off", run: () => RF.switches.set("plain", RF.switches.get("plain") === "on" ? "off" : "on") },
      { group: "Moving", keys: ["F6"], does: "Next part of the page", always: true, run: () => region(1) },
      { group: "Moving", keys: ["Shift+F6"], does: "Previous part of the page", always: true, run: () => region(-1) },
      { group: "Moving", keys: ["Alt+1"], does: "Disagreements", always: true, run: () => regions[0][1]() },
      { group: "Moving", keys: ["Alt+2"], does: "Transcript", always: true, run: () => regions[1][1]() },
      { group: "Moving", keys: ["Alt+3"], does: "Decision", always: true, run: () => regions[2][1]() },
      { group: "Moving", keys: ["?"], does: "This help", run: () => keys.open() },
    ], { signs: [...document.querySelectorAll(".keys-line")] });
    byId("help-open").addEventListener("click", () => keys.open());

    /* ----- nothing gets lost ----- */
    window.addEventListener("beforeunload", (event) => {
      if (verdicts.unsaved || drafts.size) event.preventDefault();
    });
    RF.settle = () => verdicts.settle();

    put(byId("keys-levels"), RF.keys.levels(levelKeys));
    window.addEventListener("hashchange", () => {
      if (found.has(RF.dom.named())) open(RF.dom.named());
    });
    const wanted = RF.dom.named();
    const first = found.has(wanted) ? wanted : ids().find((id) => !stands(id)) || ids()[0];
    if (first === undefined) draw();
    else open(first, { from: first === wanted ? "named" : "start" });
    document.documentElement.dataset.ready = "true";
    return { open, drafts, verdicts };
  }

  function begin() {
    try {
      RF.page = start(JSON.parse(byId("case").textContent));
    } catch (error) {
      // A fault of ours: the transcript can still be read, and nothing is entered that would not be kept.
      put(byId("rating-body"), h("div", { class: "notice bad" }, h("strong", {}, "This page did not start."), " Load it again. If that does not help, tell whoever looks after the study."));
      throw error;
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
