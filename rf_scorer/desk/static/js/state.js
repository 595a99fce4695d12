/* What is true of an interview: the ledger as the backend told it last, and on top of it what was entered here and is not stored yet. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const NEW = Object.freeze({ stage: "new", seq: 0, draft: null, blind: null, revealed_at: null, decision: null });
  const OVERALL = "overall";
  const SHORT_SCALE = 5;
  const MOST_STEPS = 200;

  const EMPTY = Object.freeze({ level: null, unratable: null, markers: Object.freeze([]), note: "" });
  const same = (one, other) => JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
  const given = (judgement) => judgement.level !== null || judgement.unratable !== null;

  function canonical(judgement) {
    const { level, unratable, markers, note } = judgement || EMPTY;
    return [level, unratable, note, markers.map((tag) => [tag.marker, tag.turn, tag.start, tag.end, Boolean(tag.suggested)])];
  }

  function make(given_case) {
    const doc = given_case;
    const units = new Map(doc.units.map((unit) => [unit.id, unit]));
    /* Sets to practise with have no whole: every answer is somebody else's. */
    const overall = doc.terms.overall === false ? [] : [OVERALL];
    for (const id of overall) {
      units.set(id, {
        id, title: "The whole interview", role: "overall", state: "answered", ratable: true, required: true,
        note: "", words: 0, asking: [], answering: [], question_id: null, topic: null, suggested_markers: [],
      });
    }
    const local = new Map(); // unit -> {now, past, future, typing}: only where something was entered here
    const busy = new Map(); // unit -> kind of event that is under way
    const conflicts = new Map(); // unit -> the judgement that was entered here while another window changed the unit
    const listeners = [];
    let ledger = doc.ledger;
    let revealed = { ...doc.revealed };

    const tell = (what, unit) => { for (const listener of listeners) listener(what, unit); };
    const rating = (id) => ledger.units[id] || NEW;
    const stage = (id) => rating(id).stage;
    const open = (id) => ["new", "draft"].includes(stage(id));
    const finished = () => ledger.status === "finished";
    /* What was stored of a unit. */
    function stored(id) {
      const found = rating(id);
      if (found.decision) return found.decision.judgement;
      return (found.blind && found.blind.judgement) || found.draft || EMPTY;
    }
    const judgement = (id) => (local.has(id) ? local.get(id).now : stored(id));
    const dirty = (id) => local.has(id) && !same(local.get(id).now, stored(id));
    const editable = (id) => units.get(id).ratable && open(id) && !finished() && !busy.has(id) && !conflicts.has(id);

    /* Enter something: a change of some of the judgement's fields. Keys typed in one go are one step back. */
    function edit(id, change, { typing = false } = {}) {
      if (!editable(id)) return false;
      const entry = local.get(id) || { now: stored(id), past: [], future: [], typing: false };
      const next = { ...entry.now, ...change };
      if (same(next, entry.now)) return false;
      if (!(typing && entry.typing)) entry.past = [...entry.past.slice(1 - MOST_STEPS), entry.now];
      entry.typing = typing;
      entry.future = [];
      entry.now = next;
      local.set(id, entry);
      tell("edit", id);
      return true;
    }

    function step(id, from, to) {
      const entry = local.get(id);
      if (!entry || !entry[from].length || !editable(id)) return false;
      entry[to].push(entry.now);
      entry.now = entry[from].pop();
      entry.typing = false;
      tell("edit", id);
      return true;
    }

    /*
     * Take what a backend, or another window, says; own: units whose changes are this page's. Entries that are not stored yet stay,
     * unless somebody else was first: then both are kept, and the rater chooses. What is older than what is known is passed over.
     */
    function take(newer, more, own = new Set()) {
      if (newer && newer.seq >= ledger.seq) {
        const before = ledger;
        const entered = new Map([...local.keys()].filter(dirty).map((id) => [id, local.get(id).now]));
        ledger = newer;
        for (const id of local.keys()) {
          if ((before.units[id] || NEW).seq === rating(id).seq || own.has(id)) continue;
          if (entered.has(id) && !busy.has(id)) conflict(id, entered.get(id));
          else if (!entered.has(id)) local.get(id).now = stored(id);
        }
        for (const id of [...local.keys()]) if (!open(id)) local.delete(id);
      }
      if (more) revealed = { ...revealed, ...more };
      for (const id of Object.keys(revealed)) if (!["revealed", "decided"].includes(stage(id))) delete revealed[id];
      tell("ledger");
    }

    /* Another window was first: both are kept until the rater chooses. */
    function conflict(id, mine) {
      local.delete(id);
      if (!same(mine, stored(id))) conflicts.set(id, mine);
    }

    function choose(id, mine) {
      const entered = conflicts.get(id);
      conflicts.delete(id);
      if (mine) local.set(id, { now: entered, past: [stored(id)], future: [], typing: false });
      tell("ledger");
      if (mine) tell("edit", id);
    }

    const required = [...doc.terms.required, ...overall];
    const locked = (id) => !open(id);
    /* What stands against finishing, and against rating the whole. */
    const openRequired = () => doc.terms.required.filter((id) => open(id));
    function missing() {
      const all = [...doc.terms.ratable, ...overall];
      return {
        required: required.filter((id) => open(id)),
        drafts: all.filter((id) => (stage(id) === "draft" || dirty(id)) && open(id) && !required.includes(id)),
        undecided: all.filter((id) => stage(id) === "revealed"),
        optional: doc.terms.ratable.filter((id) => open(id) && stage(id) === "new" && !dirty(id) && !required.includes(id)),
      };
    }

    function extreme(level) {
      const { minimum, maximum } = doc.scale;
      return level !== null && maximum - minimum + 1 > SHORT_SCALE && (level === minimum || level >= maximum - 1);
    }

    /* What a judgement still lacks before it can count: {code, message}, or null. The backend judges it again. */
    function lacks(entered) {
      if (!given(entered)) return { code: "incomplete", message: "Choose a level, or say why there is none." };
      if (entered.note.trim()) return null;
      if (entered.unratable === "other") return { code: "note_needed", message: "Say in the note why there is no level." };
      if (extreme(entered.level)) return { code: "note_needed", message: "A level at this end of the scale needs a note: which words speak for it?" };
      return null;
    }

    /* Whether a suggestion may be opened now: "", or why not. */
    function sealed(id) {
      const { control, reveal } = doc.assistance;
      if (control) return "This interview is rated without any help. There is no suggestion to see.";
      if (reveal === "never") return "In this study raters do not see suggestions.";
      if (reveal === "interview") {
        const left = required.filter((other) => open(other));
        if (left.length) return `The suggestion can be opened once every required passage ${overall.length ? "and the whole interview are" : "is"} locked.`;
      }
      return "";
    }

    return {
      doc, units, overall, rating, stage, open, finished, stored, judgement, dirty, editable, edit, take, conflict, choose, busy, conflicts,
      locked, openRequired, missing, extreme, lacks, sealed, required,
      undo: (id) => step(id, "past", "future"),
      redo: (id) => step(id, "future", "past"),
      can: (id, way) => local.has(id) && editable(id) && local.get(id)[way === "undo" ? "past" : "future"].length > 0,
      pause: (id) => { if (local.has(id)) local.get(id).typing = false; },
      revealed: (id) => revealed[id],
      get ledger() { return ledger; },
      get shown() { return revealed; },
      tell,
      listen: (listener) => listeners.push(listener),
    };
  }

  RF.state = { make, EMPTY, OVERALL, same, given };
})();
