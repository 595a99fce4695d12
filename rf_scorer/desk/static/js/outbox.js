/*
 * What is on its way: entries are sent in order, one request at a time, and tried again until they are stored or refused.
 * An event keeps its id through every try, so that one that arrived twice is stored once.
 */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const DEBOUNCE = 600; // ms
  const SLOW = 1500; // ms without an answer, after which leaving the page is a risk
  const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

  /* crypto.randomUUID is missing where a lab serves the desk without encryption. */
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /* Visits alone are nothing to wait for. */
  const counts = (one) => one.kind !== "visited";
  const event = (kind, unit, body) => ({ id: uuid(), kind, unit, at: new Date().toISOString(), body });

  /*
   * hooks: status(state) with {kind: "saved"|"saving"|"waiting"|"held", at, message};
   * refused(error, unit) for a draft that is not taken; stored(answer) after every answer.
   */
  function make(state, backend, hooks) {
    const due = new Set(); // units with entries to send
    const refused = new Map(); // unit -> the judgement that was not taken, not to be sent again as it is
    const actions = []; // {kind, unit, body, resolve, reject}
    let visit = null;
    let sending = null; // {events, acted}
    let timer = 0;
    let tries = 0;
    let single = false;
    let held = false;
    let savedAt = null;

    function unsaved() {
      return Boolean(actions.length || (sending && sending.events.some(counts)) || wanted().length);
    }

    function wanted() {
      return [...due].filter((unit) => state.dirty(unit) && state.editable(unit) && !actions.some((one) => one.unit === unit)
        && !(refused.has(unit) && RF.state.same(refused.get(unit), state.judgement(unit))));
    }

    /* The next request: every entry, and what the rater did, one thing a unit. */
    function gather() {
      const events = [];
      const acted = [];
      for (const unit of wanted()) events.push(event("drafted", unit, { judgement: state.judgement(unit), after: state.rating(unit).seq }));
      const taken = new Set();
      for (const action of actions) {
        if (taken.has(action.unit) || (action.unit === null && (events.length || acted.length))) break;
        taken.add(action.unit);
        const body = action.unit === null ? action.body : { ...action.body, after: state.rating(action.unit).seq };
        action.event = event(action.kind, action.unit, body);
        events.push(action.event);
        acted.push(action);
        if (action.unit === null) break;
      }
      if (visit !== null && !state.finished()) events.push(event("visited", visit, {}));
      visit = null;
      return { events: single ? events.slice(0, 1) : events, acted };
    }

    function show(kind, message) {
      hooks.status({ kind, at: savedAt, message: message || "" });
    }

    async function pump(options) {
      window.clearTimeout(timer);
      timer = 0;
      if (!sending) {
        const next = gather();
        if (!next.events.length) {
          single = false;
          show("saved");
          return;
        }
        sending = next;
      } else if (sending.waiting !== true) {
        return; // an answer is on its way
      }
      const batch = sending;
      batch.waiting = false;
      batch.since = Date.now();
      if (batch.events.some(counts)) show("saving");
      let answer;
      try {
        answer = await backend.send(batch.events, options);
      } catch (error) {
        failed(batch, error && error.code ? error : { code: "broken", message: "Something in this page went wrong. Load it again.", held: true });
        return;
      }
      done(batch, answer);
    }

    function forget(batch) {
      sending = null;
      tries = 0;
      held = false;
      for (const action of batch.acted) {
        if (batch.events.includes(action.event)) actions.splice(actions.indexOf(action), 1);
      }
    }

    function done(batch, answer) {
      forget(batch);
      if (batch.events.some(counts)) savedAt = new Date();
      for (const action of batch.acted) if (action.unit !== null && batch.events.includes(action.event)) state.busy.delete(action.unit);
      state.take(answer.ledger, answer.revealed, new Set(batch.events.map((one) => one.unit)));
      for (const unit of [...due]) if (!state.dirty(unit)) due.delete(unit);
      hooks.stored(answer);
      for (const action of batch.acted) if (batch.events.includes(action.event)) action.resolve(answer);
      pump();
    }

    function failed(batch, error) {
      if (error.retry || error.held) {
        batch.waiting = true;
        held = Boolean(error.held);
        if (held) {
          show("held", error.message);
          return;
        }
        const wait = Math.max(WAITS[Math.min(tries, WAITS.length - 1)], error.after ? error.after * 1000 : 0);
        tries += 1;
        show("waiting", error.message);
        timer = window.setTimeout(pump, wait);
        return;
      }
      const known = new Map(batch.events.filter((one) => one.unit && one.body.after !== undefined).map((one) => [one.unit, one]));
      if (error.ledger) state.take(error.ledger, error.revealed);
      const stale = error.code === "stale" ? [...known.values()].filter((one) => one.body.after !== state.rating(one.unit).seq) : [];
      const guilty = stale.length ? stale : batch.events.length === 1 ? batch.events : [];
      if (!guilty.length) single = true; // one of them is wrong: they are sent again, each by itself
      for (const one of guilty) refuse(batch, one, error);
      sending = null;
      tries = 0;
      pump();
    }

    function refuse(batch, one, error) {
      const action = batch.acted.find((entry) => entry.event === one);
      if (action) {
        actions.splice(actions.indexOf(action), 1);
        state.busy.delete(one.unit);
        if (one.unit !== null) due.add(one.unit);
      } else if (one.kind === "visited") {
        return;
      }
      if (error.code === "stale" && one.body.judgement) {
        due.delete(one.unit);
        state.conflict(one.unit, one.kind === "drafted" ? state.judgement(one.unit) : one.body.judgement);
      } else if (one.kind === "drafted") {
        refused.set(one.unit, one.body.judgement);
        hooks.refused(error, one.unit);
      }
      if (action) action.reject(error);
      state.tell("ledger");
    }

    state.listen((what, unit) => {
      if (what !== "edit") return;
      due.add(unit);
      window.clearTimeout(timer);
      if (!sending || sending.waiting !== true) timer = window.setTimeout(pump, DEBOUNCE);
      show("unsaved");
    });

    /* Something that a rater does on purpose: resolves when it is stored, rejects when it is refused. */
    function act(kind, unit, body) {
      return new Promise((resolve, reject) => {
        if (unit !== null) {
          state.busy.set(unit, kind);
          due.delete(unit);
        }
        actions.push({ kind, unit, body, resolve, reject });
        state.tell("ledger");
        pump();
      });
    }

    return {
      act,
      unsaved,
      flush: () => { if (wanted().length || actions.length) pump(); },
      again: () => { tries = 0; pump(); },
      visit: (unit) => { visit = unit; pump(); },
      /* The page is going away: what is not stored is sent once more, in a request that outlives it. */
      last() {
        if (sending) backend.send([...sending.events, ...gatherRest()], { last: true }).catch(() => {});
        else pump({ last: true });
      },
      /* Waits until everything is stored, or at most this long. */
      settle(most = 4000) {
        pump();
        return new Promise((resolve) => {
          const began = Date.now();
          const look = () => (!unsaved() || Date.now() - began > most ? resolve(!unsaved()) : window.setTimeout(look, 50));
          look();
        });
      },
      get busy() { return sending !== null; },
      get held() { return held; },
      get slow() { return sending !== null && Date.now() - sending.since > SLOW; },
    };

    function gatherRest() {
      // The ledger takes the `after` that a unit had before the first event of the request, so nothing has to be known of its answer.
      return wanted().map((unit) => event("drafted", unit, { judgement: state.judgement(unit), after: state.rating(unit).seq }));
    }
  }

  RF.outbox = { make, uuid };
})();
