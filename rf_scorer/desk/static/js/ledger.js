/*
 * One rater's ledger of one interview, for pages that have no server: the machine of rf_scorer/review/ledger.py, rule for rule
 * and word for word. Both are held against tests/review/ledger_scripts.json.
 *
 * RF.ledger.make(terms, events) judges every event; RF.ledger.replay(terms, events) takes them as judged. An event may have a
 * `seq`; without one it is numbered next. apply and applyAll throw {code, message, where, remedy} and change nothing then.
 */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});

  const LARGEST = Number.MAX_SAFE_INTEGER;
  const LONGEST_TEXT = 4000;
  const LONGEST_TIME = 1e6;
  const MOST_MARKERS = 100;
  const SHORT_SCALE = 5;
  const OVERALL = "overall";

  const UNRATABLE = ["not_answered", "inaudible", "supplied", "no_opportunity", "other"];
  const REASONS = ["overlooked", "guide", "slip", "other"];
  const OF_A_UNIT = new Set(["drafted", "locked", "unlocked", "revealed", "decided"]);
  const WITHOUT_UNIT = new Set(["finished", "reopened"]);
  /* What a body must have, and what it may have. */
  const BODIES = {
    visited: [[], []],
    drafted: [["judgement", "after"], []],
    locked: [["judgement", "after"], ["seconds"]],
    unlocked: [["after"], []],
    revealed: [["after"], []],
    decided: [["judgement", "after", "kept"], ["reason", "reason_note", "seconds"]],
    finished: [[], []],
    reopened: [["reason"], []],
    adjudicated: [[], []], // known, and never a rater's
  };
  /* At which stages something may happen to a unit, and what is said at another. */
  const STAGES = {
    drafted: [["new", "draft"], "This rating is locked and cannot be edited."],
    locked: [["new", "draft"], "This rating is locked already."],
    unlocked: [["locked"], "Only a locked rating whose suggestion was not seen can be unlocked."],
    revealed: [["locked"], "A suggestion is seen only once the rating is locked."],
    decided: [["revealed", "decided"], "A rating is decided only once its suggestion was seen."],
  };
  /* Stages at which nothing may be left, and what is said then. */
  const LEFT = {
    revealed: ["is not decided yet: its suggestion was seen.", "Keep your rating or change it; then finish the interview."],
    draft: ["was begun and is not locked.", "Lock the rating or empty it; then finish the interview."],
  };

  const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  const UNIT = /^[A-Za-z0-9._-]{1,100}$/;
  const MARKER = /^[A-Za-z][A-Za-z0-9._]{0,39}$/;
  const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
  const HALF = /[\ud800-\udfff]/u;
  const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;
  /* What a browser and Python both take for nothing to read. */
  const BLANK = /^[\t\n\v\f\r \x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]*$/;

  class Refused extends Error {
    constructor(code, message, where = null, remedy = null) {
      super(message);
      Object.assign(this, { name: "Refused", code, where, remedy });
    }
  }

  /* ---- shape: values, checked one by one */

  const bad = (message, where) =>
    new Refused("shape", message, where, "Load the page again; if it stays so, tell who runs the study.");

  function object(value, where, required, optional) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw bad("An object is expected here.", where);
    const keys = Object.keys(value);
    if (!required.every((key) => keys.includes(key))) throw bad("A key is missing.", where);
    if (!keys.every((key) => required.includes(key) || optional.includes(key))) {
      throw bad("There is a key that is not known.", where);
    }
    return value;
  }

  function text(value, where) {
    if (typeof value !== "string") throw bad("Text is expected here.", where);
    const pairs = value.length > LONGEST_TEXT ? (value.match(PAIRS) || []).length : 0;
    if (value.length - pairs > LONGEST_TEXT) throw bad(`The text is too long: at most ${LONGEST_TEXT} characters.`, where);
    if (HALF.test(value)) throw bad("The text has a character that cannot be stored.", where);
    return value;
  }

  function matching(value, pattern, where) {
    if (typeof value !== "string" || !pattern.test(value)) throw bad("This is not an id.", where);
    return value;
  }

  function code(value, codes, where) {
    if (!codes.includes(value)) throw bad("This is not one of the codes.", where);
    return value;
  }

  const codeOrNull = (value, codes, where) => (value === null || value === undefined ? null : code(value, codes, where));

  function truth(value, where) {
    if (typeof value !== "boolean") throw bad("True or false is expected here.", where);
    return value;
  }

  function whole(value, where, low, high) {
    if (!Number.isInteger(value) || value < low || value > high) throw bad("A whole number is expected here.", where);
    return value + 0;
  }

  function duration(value, where) {
    if (value === null || value === undefined) return null;
    if (typeof value !== "number" || !(value >= 0 && value < LONGEST_TIME)) {
      throw bad("A number of seconds is expected here.", where);
    }
    return value + 0;
  }

  function time(value, where) {
    if (typeof value === "string" && TIME.test(value) && !value.startsWith("0000")) {
      const read = new Date(value);
      if (!Number.isNaN(read.getTime()) && read.toISOString() === value) return value;
    }
    throw bad("A time in UTC is expected here.", where);
  }

  function marker(tag, where) {
    object(tag, where, ["marker", "turn", "start", "end"], ["suggested"]);
    matching(tag.marker, MARKER, `${where}.marker`);
    const [turn, start, end] = ["turn", "start", "end"].map((key) => whole(tag[key], `${where}.${key}`, 0, LARGEST));
    if (start >= end) throw bad("A marker has no words.", where);
    const suggested = truth("suggested" in tag ? tag.suggested : false, `${where}.suggested`);
    return { marker: tag.marker, turn, start, end, suggested };
  }

  function markers(tags, where) {
    if (!Array.isArray(tags)) throw bad("A list is expected here.", where);
    if (tags.length > MOST_MARKERS) throw bad(`There are too many markers: at most ${MOST_MARKERS} in one unit.`, where);
    const places = new Set();
    return tags.map((given, number) => {
      const tag = marker(given, `${where}[${number}]`);
      places.add(JSON.stringify([tag.marker, tag.turn, tag.start, tag.end]));
      if (places.size === number) {
        throw bad("The same marker stands twice on the same words.", `${where}[${number}]`);
      }
      return tag;
    });
  }

  function judgementOf(given, where) {
    object(given, where, [], ["level", "unratable", "markers", "note"]);
    const missing = given.level === null || given.level === undefined;
    const level = missing ? null : whole(given.level, `${where}.level`, -LARGEST, LARGEST);
    const unratable = codeOrNull(given.unratable, UNRATABLE, `${where}.unratable`);
    if (level !== null && unratable !== null) throw bad("A unit has a level or a reason for none, never both.", where);
    return {
      level,
      unratable,
      markers: markers("markers" in given ? given.markers : [], `${where}.markers`),
      note: text("note" in given ? given.note : "", `${where}.note`),
    };
  }

  function bodyOf(kind, unit, body) {
    if ((unit === null) !== WITHOUT_UNIT.has(kind)) {
      throw bad("A unit is named where there is none, or none where there is one.", "$.unit");
    }
    const [required, optional] = BODIES[kind];
    object(body, "$.body", required, optional);
    if (!required.length) return {};
    if (kind === "reopened") return { text: text(body.reason, "$.body.reason") };
    const after = whole(body.after, "$.body.after", 0, LARGEST);
    if (!required.includes("judgement")) return { after };
    const judgement = judgementOf(body.judgement, "$.body.judgement");
    if (kind === "drafted") return { judgement, after };
    const seconds = duration(body.seconds, "$.body.seconds");
    if (kind === "locked") return { judgement, after, seconds };
    return {
      judgement,
      after,
      seconds,
      kept: truth(body.kept, "$.body.kept"),
      reason: codeOrNull(body.reason, REASONS, "$.body.reason"),
      text: text("reason_note" in body ? body.reason_note : "", "$.body.reason_note"),
    };
  }

  function eventOf(raw) {
    object(raw, "$", ["id", "kind", "unit", "at", "body"], ["seq"]);
    const kind = code(raw.kind, Object.keys(BODIES), "$.kind");
    if (raw.unit !== null) matching(raw.unit, UNIT, "$.unit");
    matching(typeof raw.id === "string" ? raw.id.toLowerCase() : raw.id, ID, "$.id");
    const at = time(raw.at, "$.at");
    const seq = "seq" in raw ? whole(raw.seq, "$.seq", 0, LARGEST) : 0;
    if (kind === "adjudicated") throw bad("This is not for a rater's ledger.", "$.kind");
    return { kind, unit: raw.unit, at, seq, body: bodyOf(kind, raw.unit, raw.body) };
  }

  /* ---- rules: what may happen when */

  const blank = (words) => BLANK.test(words);
  /* All of these units, and last the overall rating where there is one; terms that do not say have one. */
  const withOverall = (terms, units) => (terms.overall === false ? units : [...units, OVERALL]);
  const name = (unit) => (unit === OVERALL ? "The rating of the whole interview" : `Passage ${unit}`);

  const extreme = ({ minimum, maximum }, level) =>
    maximum - minimum + 1 > SHORT_SCALE && (level === minimum || level >= maximum - 1);

  function fits(unit, judgement, terms) {
    const { level } = judgement;
    if (level !== null && (level < terms.minimum || level > terms.maximum)) {
      const message = `The scale goes from ${terms.minimum} to ${terms.maximum}.`;
      throw new Refused("off_scale", message, unit, "Choose a level of the scale.");
    }
    const turns = Object.hasOwn(terms.turns, unit) ? terms.turns[unit] : {};
    for (const tag of judgement.markers) {
      if (!terms.markers.includes(tag.marker)) {
        throw new Refused("shape", "There is no such marker.", unit, "Choose one of the list.");
      }
      if (tag.end > (Object.hasOwn(turns, tag.turn) ? turns[tag.turn] : 0)) {
        throw new Refused("shape", "A marker lies outside of the passage.", unit, "Remove the marker.");
      }
    }
  }

  function counts(unit, judgement, terms) {
    fits(unit, judgement, terms);
    if (judgement.level === null && judgement.unratable === null) {
      const remedy = "Choose a level, or say why there is none.";
      throw new Refused("incomplete", "There is no level yet, and no reason for none.", unit, remedy);
    }
    if (!blank(judgement.note)) return;
    if (judgement.unratable === "other") {
      throw new Refused("note_needed", "This reason for no level needs a note.", unit, "Write why there is none.");
    }
    if (judgement.level !== null && extreme(terms, judgement.level)) {
      const message = "A rating at an end of the scale needs a note.";
      throw new Refused("note_needed", message, unit, "Write what in the words speaks for it.");
    }
  }

  function allLocked(units, locked, remedy) {
    const open = units.find((unit) => !locked(unit));
    if (open !== undefined) throw new Refused("required_open", `${name(open)} is not locked yet.`, open, remedy);
  }

  const RULES = {
    drafted: (unit, body, terms) => fits(unit, body.judgement, terms),

    locked(unit, body, terms, locked) {
      counts(unit, body.judgement, terms);
      if (unit !== OVERALL) return;
      allLocked(terms.required, locked, "Rate the passages first, the whole interview last.");
      if (!terms.ratable.some(locked)) {
        const remedy = "Rate at least one passage first, the whole interview last.";
        throw new Refused("required_open", "No passage is locked yet.", unit, remedy);
      }
    },

    unlocked() {},

    revealed(unit, body, terms, locked) {
      if (terms.assistance.reveal !== "interview") return;
      const remedy = "In this study suggestions are seen once the whole interview is locked.";
      allLocked(withOverall(terms, terms.required), locked, remedy);
    },

    decided(unit, body, terms, locked, blind) {
      const { judgement, kept, reason } = body;
      counts(unit, judgement, terms);
      const same = blind !== null && judgement.level === blind.level && judgement.unratable === blind.unratable;
      if (kept !== same) {
        const remedy = "Load the page again, then keep or change the rating.";
        throw new Refused("kept", "Whether the rating was kept is not what the rating says.", unit, remedy);
      }
      if (kept && reason !== null) throw new Refused("kept", "A rating that was kept has no reason for a change.", unit);
      if (!kept && reason === null) throw new Refused("reason_needed", "A changed rating needs a reason.", unit);
      if (!kept && reason === "other" && blank(body.text)) {
        throw new Refused("reason_needed", "This reason needs a few words of your own.", unit);
      }
    },
  };

  /* ---- the ledger */

  const NOTHING = { draft: null, blind: null, revealed_at: null, decision: null };

  /* The state of a unit after an event, null where it is new again; nothing is judged here. */
  function changed({ kind, at, body }, old, seq) {
    const { judgement, seconds } = body;
    switch (kind) {
      case "drafted": {
        const { level, unratable, markers: tags, note } = judgement;
        const nothing = level === null && unratable === null && !tags.length && note === "";
        return nothing ? null : { stage: "draft", seq, ...NOTHING, draft: judgement };
      }
      case "locked":
        return { stage: "locked", seq, ...NOTHING, blind: { judgement, at, seconds } };
      case "unlocked":
        return { stage: "draft", seq, ...NOTHING, draft: old.blind && old.blind.judgement };
      case "revealed":
        return { stage: "revealed", seq, ...NOTHING, blind: old.blind, revealed_at: at };
      default: {
        const decision = { judgement, at, kept: body.kept, reason: body.reason, reason_note: body.text, seconds };
        return { ...old, stage: "decided", seq, decision };
      }
    }
  }

  function empty(terms) {
    let status = "new";
    let at = null;
    let last = 0;
    let units = new Map();

    const locked = (unit) => units.has(unit) && !["new", "draft"].includes(units.get(unit).stage);

    function judgeUnit(event, earlier) {
      const { kind, unit, body } = event;
      if (!withOverall(terms, terms.ratable).includes(unit)) {
        throw new Refused("not_ratable", "There is nothing to rate here.", unit);
      }
      const rating = units.get(unit);
      const now = rating ? rating.seq : 0;
      if (body.after !== now && !(earlier && body.after === (earlier.get(unit) || 0))) {
        const remedy = "Look at it as it is now, then enter your change again.";
        throw new Refused("stale", "This was changed in another window.", unit, remedy);
      }
      if (kind === "revealed" && terms.assistance.reveal === "never") {
        throw new Refused("no_assistance", "There are no suggestions to be seen for this interview.", unit);
      }
      const [stages, otherwise] = STAGES[kind];
      if (!stages.includes(rating ? rating.stage : "new")) {
        throw new Refused("stage", otherwise, unit, "Load the page again to see where this stands.");
      }
      RULES[kind](unit, body, terms, locked, rating && rating.blind ? rating.blind.judgement : null);
    }

    function judgeFinish() {
      allLocked(withOverall(terms, terms.required), locked, "Rate it and lock the rating; then finish the interview.");
      for (const unit of withOverall(terms, terms.ratable)) {
        const left = units.has(unit) && LEFT[units.get(unit).stage];
        if (left) throw new Refused("incomplete", `${name(unit)} ${left[0]}`, unit, left[1]);
      }
    }

    function take(event) {
      last = event.seq || last + 1;
      if (event.kind === "visited") {
        at = event.unit;
        return;
      }
      status = event.kind === "finished" ? "finished" : "open";
      if (!OF_A_UNIT.has(event.kind)) return;
      const made = changed(event, units.get(event.unit) || NOTHING, last);
      if (made === null) units.delete(event.unit);
      else units.set(event.unit, made);
    }

    function judgeAndTake(event, earlier) {
      if (event.seq && event.seq <= last) throw bad("The events are not in their order.", "$.seq");
      if (status === "finished" && event.kind !== "reopened") {
        if (event.kind === "visited") return false;
        const remedy = "Open it again with a reason to change something.";
        throw new Refused("finished", "The interview is finished.", event.unit, remedy);
      }
      if (OF_A_UNIT.has(event.kind)) judgeUnit(event, earlier);
      else if (event.kind === "finished") judgeFinish();
      else if (event.kind === "reopened") {
        if (status !== "finished") throw new Refused("stage", "The interview is not finished.");
        if (blank(event.body.text)) throw new Refused("reason_needed", "Opening a finished interview again needs a reason.");
      }
      take(event);
      return true;
    }

    return {
      /* False for a visit to a finished interview, which changes nothing and need not be kept. */
      apply: (raw) => judgeAndTake(eventOf(raw), null),

      /*
       * Events that were sent together, all or none; each `after` may be what the unit had before the first of them. Gives
       * those that are to be kept.
       */
      applyAll(events) {
        const before = { status, at, last, units: new Map(units) };
        const earlier = new Map([...units].map(([unit, rating]) => [unit, rating.seq]));
        try {
          const read = events.map(eventOf);
          return events.filter((_, index) => judgeAndTake(read[index], earlier));
        } catch (error) {
          ({ status, at, last, units } = before);
          throw error;
        }
      },

      takeAsJudged: (raw) => take(eventOf(raw)),

      /* As ledger_document makes it; a copy that nobody else holds. */
      document() {
        const order = [...new Set([...terms.ratable, ...units.keys()])].filter((unit) => unit !== OVERALL);
        const listed = [...order, OVERALL].filter((unit) => units.has(unit)).map((unit) => [unit, units.get(unit)]);
        return JSON.parse(JSON.stringify({ status, at, seq: last, units: Object.fromEntries(listed) }));
      },
    };
  }

  function make(terms, events = []) {
    const ledger = empty(terms);
    for (const raw of events) ledger.apply(raw);
    return ledger;
  }

  function replay(terms, events = []) {
    const ledger = empty(terms);
    for (const raw of events) if (raw.kind !== "adjudicated") ledger.takeAsJudged(raw);
    return ledger;
  }

  RF.ledger = { make, replay };
})();
