/* The column in which units are rated: a part that scrolls, and below it, always in reach, what can be done. On phones it comes up from below. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId } = RF.dom;

  function make() {
    const root = byId("rating");
    const body = byId("rating-body");
    const foot = byId("rating-actions");
    const toggle = byId("sheet-toggle");

    function raise(up) {
      root.classList.toggle("up", up);
      toggle.setAttribute("aria-expanded", String(up));
    }
    toggle.addEventListener("click", () => raise(!root.classList.contains("up")));

    /* From the top; but what something led to is seen at once, also where it begins in the lower half. */
    function bring(element) {
      // In low windows the whole column scrolls.
      const scroller = getComputedStyle(body).overflowY === "visible" ? root : body;
      scroller.scrollTop = 0;
      const below = element ? element.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
      if (below > scroller.clientHeight / 2) scroller.scrollTop = below - 8;
    }

    return {
      body,
      raise,
      /* Folds it where it is up on a narrow screen; false where it is not. */
      lower() {
        if (toggle.offsetParent === null || !root.classList.contains("up")) return false;
        raise(false);
        toggle.focus({ preventScroll: true });
        return true;
      },
      /* Draws; buttons in a `div.actions.stick` go to the foot. Focus that was inside is told by what comes back. */
      put(...children) {
        const had = root.contains(document.activeElement) && document.activeElement !== toggle;
        put(body, ...children);
        put(foot, [...body.querySelectorAll(".actions.stick")]);
        return had;
      },
      /* What the folded sheet says. */
      told: (name, text) => put(byId("sheet-now"), name ? h("span", { class: "pid" }, name) : "", ` ${text}`),
      top: () => bring(body.querySelector("[data-arrive]")),
      contains: (element) => root.contains(element),
      all: (selector) => [...root.querySelectorAll(selector)].filter((one) => one.offsetParent !== null),
      focus: () => (root.querySelector("[data-arrive]") || byId("rating-title")).focus({ preventScroll: true }),
      title() {
        bring(null);
        byId("rating-title").focus({ preventScroll: true });
      },
    };
  }

  RF.sheet = { make };
})();
