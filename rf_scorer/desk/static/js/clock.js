/* Active time: seconds in which the page was seen, had the focus, and somebody did something within the last minute. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const IDLE = 60000;
  const TICK = 1000;
  const PREFIX = "rf-desk-seconds ";

  /* Milliseconds by unit, kept in this tab until it is closed, so that a page that is loaded anew counts on. No word, and no rating. */
  function kept(name) {
    try {
      const found = name ? JSON.parse(window.sessionStorage.getItem(PREFIX + name)) : null;
      return Object.entries(found || {}).filter(([, spent]) => Number.isFinite(spent) && spent > 0);
    } catch {
      return []; // storage may be switched off, or hold what is not ours
    }
  }

  function keep(name, spent) {
    if (!name || !spent.size) return;
    try {
      window.sessionStorage.setItem(PREFIX + name, JSON.stringify(Object.fromEntries(spent)));
    } catch {
      /* then it holds for this page alone */
    }
  }

  /* known: seconds by unit as the ledger had them when the page was loaded; name: whose time this is, empty where nothing may be kept. */
  function make(known, name = "") {
    const spent = new Map(Object.entries(known).map(([of, seconds]) => [of, 1000 * seconds]));
    for (const [of, before] of kept(name)) spent.set(of, Math.max(before, spent.get(of) || 0));
    let unit = null;
    let active = performance.now();
    let last = active;

    function tick() {
      const now = performance.now();
      const passed = now - last;
      last = now;
      // A machine that slept was not read on.
      if (unit === null || passed > 5 * TICK || document.hidden || !document.hasFocus() || now - active > IDLE) return;
      spent.set(unit, (spent.get(unit) || 0) + passed);
    }

    for (const kind of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "touchmove"]) {
      document.addEventListener(kind, () => { active = performance.now(); }, { passive: true, capture: true });
    }
    window.setInterval(tick, TICK);
    window.addEventListener("pagehide", () => {
      tick();
      keep(name, spent);
    });
    return {
      open(next) {
        tick();
        unit = next;
      },
      seconds(of) {
        tick();
        return Math.round((spent.get(of) || 0) / 100) / 10;
      },
    };
  }

  RF.clock = { make };
})();
