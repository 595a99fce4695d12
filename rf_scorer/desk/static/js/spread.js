/* How far ratings lie apart, drawn over the levels of the scale; the levels themselves stand below, to be read or to be chosen from. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, signed, many } = RF.dom;

  /* The letter of a rating, in a shape of its own. */
  const letter = (name) => h("span", { class: `who who-${name.length === 1 && name <= "C" ? name : "more"}` }, name);

  function sentence(ratings, doc) {
    const said = ratings.map((rating) => `${rating.name} ${RF.decide.said(rating, doc)}`).join(", ");
    const levels = ratings.map((rating) => rating.level).filter((level) => level !== null);
    const apart = Math.max(...levels) - Math.min(...levels);
    return levels.length > 1 && apart ? `${said}: ${many(apart, "level")} apart` : said;
  }

  /* The same columns for whatever stands in them. */
  function columns(element, doc) {
    element.style.setProperty("--levels", String(doc.scale.levels.length));
    return element;
  }

  function draw(ratings, doc) {
    const levels = doc.scale.levels.map((level) => level.value);
    const rated = ratings.filter((rating) => rating.level !== null);
    const root = columns(h("div", { class: "spread columns", role: "img", "aria-label": `${sentence(ratings, doc)}.` }), doc);
    levels.forEach((value, place) => {
      const here = rated.filter((rating) => rating.level === value);
      if (!here.length) return;
      const stack = h("div", { class: "stack-of" }, here.map((rating) => letter(rating.name)));
      stack.style.gridColumn = String(place + 1);
      root.append(stack);
    });
    const places = rated.map((rating) => levels.indexOf(rating.level));
    const first = Math.min(...places);
    const last = Math.max(...places);
    if (last > first) {
      const bridge = h("div", { class: "bridge" }, h("span", {}, `${levels[last] - levels[first]} apart`));
      bridge.style.gridColumn = `${first + 1} / ${last + 2}`;
      // From the middle of one column to the middle of the other.
      bridge.style.marginInline = `calc(50% / ${last - first + 1})`;
      root.append(bridge);
    }
    return root;
  }

  /* The levels as they are, the one that was decided marked. */
  function axis(doc, decided) {
    return columns(h("div", { class: "axis columns", "aria-hidden": "true" }, doc.scale.levels.map((level) =>
      h("span", { class: level.value === decided ? "tick on" : level.name ? "tick named" : "tick" }, signed(level.value)))), doc);
  }

  RF.spread = { draw, axis, letter, sentence, columns };
})();
