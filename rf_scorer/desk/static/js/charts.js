/* Drawings: how a suggestion spreads over the scale, and how the rater's own levels run through the interview. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, s, signed } = RF.dom;
  const BAR = 26;
  const STEP = 32;
  const TALL = 84;
  const BASE = TALL + 16;

  const percent = (share) => (share < 0.005 ? "under 1 %" : `${Math.round(share * 100)} %`);
  /* Keys that look like numbers come out of an object in an order of their own. */
  const levels = (distribution) => Object.keys(distribution).map(Number).sort((one, other) => one - other);

  /* made: {distribution, interval, level}; own: the rater's level, marked below the axis. */
  function distribution(made, own) {
    const all = levels(made.distribution);
    const [first, last] = made.interval;
    const unit = TALL / Math.max(0.4, ...Object.values(made.distribution));
    const x = (level) => all.indexOf(level) * STEP + (STEP - BAR) / 2;
    const width = all.length * STEP;
    const drawn = [];
    for (const level of all) {
      const share = made.distribution[level];
      const tall = Math.max(share * unit, 0.75);
      const kind = level === made.level ? "md" : level >= first && level <= last ? "in" : "ou";
      drawn.push(s("rect", { class: kind, x: x(level), y: BASE - tall, width: BAR, height: tall, rx: 1.5 }));
      if (share >= 0.005) drawn.push(s("text", { class: "pc", x: x(level) + BAR / 2, y: BASE - tall - 4 }, Math.round(share * 100)));
      drawn.push(s("text", { class: level === own ? "lv own" : "lv", x: x(level) + BAR / 2, y: BASE + 15 }, signed(level)));
    }
    if (all.includes(first) && all.includes(last)) drawn.push(s("path", { class: "iv", d: `M${x(first)} ${BASE + 21}v6m0 -3H${x(last) + BAR}m0 -3v6` }));
    if (all.includes(own)) drawn.push(s("path", { class: "you", d: `M${x(own) + BAR / 2} ${BASE + 31}l6 9h-12z` }), s("text", { class: "you-text", x: Math.min(Math.max(x(own) + BAR / 2, 16), width - 16), y: BASE + 53 }, "you"));
    const told = all.map((level) => `${signed(level)}: ${percent(made.distribution[level])}`).join(", ");
    return h("figure", { class: "chart" },
      s("svg", { class: "dist", role: "img", viewBox: `0 0 ${width} ${BASE + 58}`, "aria-label": `Probability of each level. ${told}. Interval ${RF.dom.range(first, last)}.${own === null || own === undefined ? "" : ` Your level: ${signed(own)}.`}` }, drawn),
      h("figcaption", {}, "Probability of each level in per cent. Full bar: the suggested level. Line below: the interval."),
      h("details", { class: "as-text" }, h("summary", {}, "As a table"),
        h("table", { class: "shares" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Level"), h("th", { scope: "col", class: "num" }, "Probability"))),
          h("tbody", {}, all.map((level) => h("tr", {}, h("th", { scope: "row" }, signed(level)), h("td", { class: "num" }, percent(made.distribution[level]))))))));
  }

  /*
   * rows: {id, title, role, level, unratable, suggested: {level, interval} or null} of every rated passage, in order.
   */
  function profile(rows, { minimum, maximum }) {
    const step = 34;
    const left = 28;
    const row = 15;
    const floor = 10 + (maximum - minimum) * row;
    const width = left + step * rows.length + 8;
    const y = (level) => floor - (level - minimum) * row;
    const dense = maximum - minimum > 6;
    const drawn = [];
    for (let level = minimum; level <= maximum; level += 1) {
      const strong = level % 2 !== 0 || !dense;
      drawn.push(s("path", { class: strong ? "gx" : "gy", d: `M${left} ${y(level)}H${width}` }));
      if (strong) drawn.push(s("text", { class: "ax", x: left - 6, y: y(level) + 4 }, signed(level)));
    }
    rows.forEach((entry, place) => {
      const x = left + step * place + step / 2;
      if (entry.suggested) {
        const [low, high] = entry.suggested.interval.map(y);
        drawn.push(s("path", { class: "wh", d: `M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8` }), s("path", { class: "sg", d: `M${x - 7} ${y(entry.suggested.level)}h14` }));
      }
      if (entry.level === null) drawn.push(s("path", { class: "ab", d: `M${x - 4} ${floor + 8}l8 8m0 -8l-8 8` }));
      else drawn.push(s("circle", { class: entry.role === "demand" ? "dt" : "pt", cx: x, cy: y(entry.level), r: 5.5 }));
      drawn.push(s("text", { class: "nm", x, y: floor + 34 }, entry.id));
    });
    const told = rows.map((entry) => `${entry.id} ${entry.level === null ? "not ratable" : signed(entry.level)}`).join(", ");
    const seen = rows.some((entry) => entry.suggested);
    return h("figure", { class: "chart" },
      h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": "Your levels, drawn" },
        s("svg", { class: "prof", role: "img", viewBox: `0 0 ${width} ${floor + 40}`, width, height: floor + 40, "aria-label": `Your level of each rated passage: ${told || "none yet"}.` }, drawn)),
      h("figcaption", {}, `Your levels. Filled: demand. Open: permit. Cross: not ratable.${seen ? " Bar and line: the suggestion and its interval, where you have opened it." : ""}`));
  }

  RF.charts = { distribution, profile, levels, percent };
})();
