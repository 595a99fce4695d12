/* The rating of the unit that is open: what the rater can do with it. It is drawn anew when its stage changes, and only touched in between. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});

  /* tools: {state, doc, talk, tagger, outbox, clock, titles, sheet, next(), drawn(stage)}. */
  function make(tools) {
    const { state, doc, talk, tagger, outbox, clock, titles, sheet } = tools;
    const changes = new Map(); // unit -> a change that is being written
    const problems = new Map(); // unit -> what was not taken
    let unit = null;
    let drawn = "";
    let parts = {};

    /* ----- what is done ----- */
    function complain(id, message) {
      problems.set(id, message);
      RF.dom.warn(message);
      refresh();
    }

    /* Something that is stored, and then said; what is refused stands in the panel. */
    async function act(kind, id, given, told) {
      problems.delete(id);
      try {
        await outbox.act(kind, id, given);
        RF.dom.say(told());
        arrive(id);
        return true;
      } catch (error) {
        complain(id, error.message);
        return false;
      }
    }

    function obstacle(id, entered) {
      if (id !== RF.state.OVERALL) return state.lacks(entered);
      const left = state.openRequired();
      if (left.length) return { code: "required_open", message: `Lock the required passages first: ${left.join(", ")}.` };
      if (!doc.terms.ratable.some((one) => state.locked(one))) return { code: "required_open", message: "Lock at least one passage first." };
      return state.lacks(entered);
    }

    function lock() {
      const id = unit;
      if (!parts.scale || !state.editable(id)) return;
      const entered = state.judgement(id);
      const lacking = obstacle(id, entered);
      if (lacking) {
        complain(id, lacking.message);
        if (lacking.code === "note_needed") parts.note.focus();
        else if (lacking.code === "incomplete") parts.scale.focus();
        return;
      }
      act("locked", id, { judgement: entered, seconds: clock.seconds(id) }, () => `${stages.name(id)} locked: ${RF.decide.said(state.stored(id), doc)}.`);
    }

    const unlock = () => act("unlocked", unit, {}, () => `${stages.name(unit)} can be edited again.`);
    const reveal = (id = unit) => act("revealed", id, {}, () => RF.reveal.sentence(state.revealed(id)));
    const keep = () => act("decided", unit, { judgement: state.rating(unit).blind.judgement, kept: true, reason: null, reason_note: "", seconds: clock.seconds(unit) }, () => "Kept.");

    function change() {
      const { decision, blind } = state.rating(unit);
      const { judgement, reason = null, reason_note = "" } = decision || blind;
      changes.set(unit, { judgement, reason, reason_note });
      refresh();
      parts.change.focus();
    }

    function cancel() {
      changes.delete(unit);
      refresh();
      sheet.focus();
    }

    async function save(decision) {
      const id = unit;
      await outbox.act("decided", id, { ...decision, seconds: clock.seconds(id) });
      changes.delete(id);
      RF.dom.say(decision.kept ? "Kept." : "Changed.");
      refresh();
      arrive(id);
    }

    function enter(given, options) {
      problems.delete(unit);
      state.edit(unit, given, options);
    }

    function addTag(tag) {
      const writing = parts.change ? changes.get(unit) : null;
      const markers = RF.tags.added((writing ? writing.judgement : state.judgement(unit)).markers, tag);
      if (!markers) {
        RF.dom.say("These words have this marker already.");
        return;
      }
      if (writing) {
        writing.judgement = { ...writing.judgement, markers };
        parts.change.redraw();
      } else {
        enter({ markers });
      }
      RF.dom.say(`Tagged: ${RF.tags.sign(tag.marker)}, ${titles.get(tag.marker)}.`);
    }

    function tag(at = talk.chosen) {
      if (!taggable()) return false;
      talk.unchoose();
      tagger.open(unit, at && at.unit === unit ? at : null, addTag);
      return true;
    }

    const taggable = () => unit !== null && unit !== RF.state.OVERALL && Boolean((parts.tags && state.editable(unit)) || parts.change);

    function choose(mine) {
      state.choose(unit, mine);
      sheet.focus();
    }

    const stages = RF.stages.make(tools, { enter, lock, unlock, reveal: () => reveal(), keep, change, cancel, save, choose, tag: () => tag(), next: tools.next });

    /* ----- what is drawn ----- */
    /* Everything that the drawing depends on; as long as it is the same, only values change. */
    function shape() {
      const { stage, seq } = state.rating(unit);
      const open = state.open(unit);
      const whole = unit === RF.state.OVERALL ? doc.terms.ratable.map((id) => state.rating(id).seq).join() : "";
      return [unit, open ? "open" : `${stage} ${seq}`, state.finished(), state.conflicts.has(unit), changes.has(unit), stage === "locked" && state.sealed(unit), whole].join("|");
    }

    function touch() {
      if (parts.scale) {
        const entered = state.judgement(unit);
        const busy = state.busy.has(unit);
        parts.scale.show(entered);
        // What is disabled cannot keep the focus.
        if (busy && parts.scale.root.contains(document.activeElement)) parts.lock.focus();
        parts.scale.disable(busy);
        if (parts.tags) parts.tags.show(entered.markers, { readonly: busy });
        parts.note.show(entered.note, { required: state.extreme(entered.level) || entered.unratable === "other" });
        parts.note.disable(busy);
        RF.dom.off(parts.lock, busy);
        parts.lock.firstChild.textContent = busy ? "Locking …" : "Lock rating";
        RF.dom.off(parts.undo, !state.can(unit, "undo"));
        RF.dom.off(parts.redo, !state.can(unit, "redo"));
        RF.dom.off(parts.clear, busy || RF.state.same(entered, RF.state.EMPTY));
      }
      if (parts.problem) {
        const text = problems.get(unit) || "";
        if (parts.problem.textContent !== text) parts.problem.textContent = text;
        parts.problem.hidden = !text;
      }
      const text = state.units.get(unit).ratable ? RF.passages.standing(state, unit).text : "nothing to rate";
      sheet.told(stages.name(unit), text);
    }

    function refresh() {
      if (unit === null) return;
      const now = shape();
      if (now !== drawn) {
        drawn = now;
        parts = {};
        const had = sheet.put(stages.head(unit), stages.view(unit, parts, changes.get(unit)));
        tools.drawn(state.open(unit) ? "open" : changes.has(unit) ? "changing" : state.stage(unit));
        if (had) sheet.focus();
      }
      touch();
    }

    /* After something was done the focus is on what came of it, unless the rater went on elsewhere meanwhile. */
    function arrive(id) {
      if (unit !== id) return;
      const { activeElement } = document;
      if (activeElement === document.body || activeElement === null || sheet.contains(activeElement) || RF.dom.byId("talk").contains(activeElement)) sheet.focus();
      sheet.top();
    }

    state.listen((what, id) => {
      if (unit === null) return;
      if (what === "edit" && id === unit) touch();
      else if (what === "ledger") refresh();
    });

    const ready = () => unit !== null && !state.finished() && !state.busy.has(unit) && !state.conflicts.has(unit);
    const if_ = (fits, run) => () => (ready() && fits() ? (run(), true) : false);
    const at = (...names) => names.includes(state.stage(unit));

    return {
      open(id) {
        unit = id;
        drawn = "";
        refresh();
        sheet.top();
      },
      close() {
        unit = null;
        drawn = "";
        parts = {};
      },
      tag, taggable,
      refused: (error, id) => complain(id, error.message),
      get unit() { return unit; },
      /* Whether a change is being written that is stored nowhere yet. */
      get writing() { return changes.size > 0; },
      /* Keys come here; false where they do not apply. */
      press: (pressed) => (parts.scale && state.editable(unit) ? parts.scale.press(pressed) : Boolean(parts.change) && parts.change.press(pressed)),
      refuse: () => (parts.scale && state.editable(unit) ? parts.scale.refuse() : Boolean(parts.change) && parts.change.refuse()),
      note() {
        if (parts.note) parts.note.focus();
        else if (parts.change) parts.change.note();
        else return false;
        return true;
      },
      level: () => (parts.scale ? parts.scale.focus() : sheet.focus()),
      lock: if_(() => Boolean(parts.scale), lock),
      save: if_(() => Boolean(parts.change), () => parts.change.submit()),
      unlock: if_(() => at("locked"), unlock),
      reveal: if_(() => at("locked") && !state.sealed(unit), () => reveal()),
      keep: if_(() => at("revealed") && !changes.has(unit), keep),
      change: if_(() => at("revealed", "decided") && !changes.has(unit), change),
      /* Buttons that show words, evidence before the rater's own markers. */
      places() {
        const evidence = sheet.all(".place");
        return evidence.length ? evidence : sheet.all(".tag-words");
      },
    };
  }

  RF.panel = { make };
})();
