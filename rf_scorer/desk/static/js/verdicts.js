/* Decisions on their way: one request at a time, in order, tried again until they are stored or refused. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

  /*
   * hooks: status({kind: "saved"|"saving"|"waiting"|"held", at, message}); stored(answer, unit); refused(error, unit).
   */
  function make(backend, hooks) {
    const queue = []; // events; the first one is under way
    let busy = false;
    let timer = 0;
    let tries = 0;
    let savedAt = null;

    const show = (kind, message) => hooks.status({ kind, at: savedAt, message: message || "" });

    async function pump() {
      window.clearTimeout(timer);
      if (busy) return;
      if (!queue.length) {
        show("saved");
        return;
      }
      const [event] = queue;
      busy = true;
      show("saving");
      let answer = null;
      let error = null;
      try {
        answer = await backend.send([event]);
      } catch (thrown) {
        error = thrown && thrown.code ? thrown : { code: "broken", message: "Something in this page went wrong.", retry: false };
      }
      busy = false;
      if (error && (error.retry || error.held)) {
        show(error.held ? "held" : "waiting", error.message);
        if (!error.held) timer = window.setTimeout(pump, Math.max(WAITS[Math.min(tries, WAITS.length - 1)], (error.after || 0) * 1000));
        tries += 1;
        return;
      }
      tries = 0;
      queue.shift();
      if (error) {
        hooks.refused(error, event.unit);
      } else {
        savedAt = new Date();
        hooks.stored(answer, event.unit);
      }
      pump();
    }

    return {
      save(unit, body) {
        queue.push({ id: RF.outbox.uuid(), kind: "adjudicated", unit, at: new Date().toISOString(), body });
        pump();
      },
      again() {
        tries = 0;
        pump();
      },
      pending: (unit) => queue.some((event) => event.unit === unit),
      get unsaved() { return queue.length > 0; },
      /* Waits until everything is stored, or at most this long. */
      settle(most = 4000) {
        pump();
        return new Promise((resolve) => {
          const began = Date.now();
          const look = () => (!queue.length || Date.now() - began > most ? resolve(!queue.length) : window.setTimeout(look, 50));
          look();
        });
      },
    };
  }

  RF.verdicts = { make };
})();
