/* Active time: seconds in which the page was seen, had the focus, and somebody did something within the last minute. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const IDLE = 60000;
  const TICK = 1000;

  /* known: seconds of a unit that were reported before; what is counted here comes on top. */
  RF.clock = {
    make(known) {
      const spent = new Map();
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
      return {
        open(next) {
          tick();
          unit = next;
        },
        seconds(of) {
          tick();
          return Math.round((known(of) || 0) * 10 + (spent.get(of) || 0) / 100) / 10;
        },
      };
    },
  };
})();
