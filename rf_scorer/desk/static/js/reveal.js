/* What a rater sees once they asked for it: the suggestion with its evidence first and its number last, as the guide has it. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, signed, range, many } = RF.dom;
  const FIRST = 3; // pieces of evidence either way that are seen at once
  const PLACES = 4;
  const WORDS = 7;

  const percent = (share) => `${Math.round(share * 100)} %`;

  function short(said) {
    const words = said.split(" ");
    return words.length > WORDS ? `${words.slice(0, WORDS).join(" ")} …` : said;
  }

  /* A button for each place of a piece of evidence: it leads to the words. */
  function places(item, talk) {
    const known = new Set();
    const own = item.places.filter((place) => {
      const key = `${place.turn} ${place.start} ${place.end}`;
      return !known.has(key) && known.add(key);
    });
    const button = (place) => {
      const said = talk.words(place);
      const made = h("button", { type: "button", class: "link place", "aria-label": `Show in the transcript: ${said}` }, `“${short(said)}”`);
      made.addEventListener("click", () => talk.show([place], { from: made }));
      return h("li", {}, made);
    };
    if (!own.length) return null;
    const rest = own.slice(PLACES);
    const list = h("ul", { class: "places-list" }, own.slice(0, PLACES).map(button));
    if (rest.length) {
      const more = h("button", { type: "button", class: "link" }, `${rest.length} more`);
      const entry = h("li", {}, more);
      more.addEventListener("click", () => {
        const shown = rest.map(button);
        entry.replaceWith(...shown);
        shown[0].querySelector("button").focus();
      });
      list.append(entry);
    }
    return list;
  }

  function evidence(items, talk, direction) {
    const own = items.filter((item) => item.direction === direction);
    const kind = direction === "for" ? "pro" : "con";
    const row = (item) => h("li", {}, h("span", {}, item.text), places(item, talk));
    const rest = own.slice(FIRST);
    return h("div", { class: `evidence ${kind}` },
      h("h4", {}, direction === "for" ? "For a higher rating" : "For a lower rating"),
      own.length ? h("ul", {}, own.slice(0, FIRST).map(row)) : h("p", { class: "dim small" }, "Nothing found."),
      rest.length ? h("details", {}, h("summary", {}, `${many(rest.length, "weaker reason", "weaker reasons")}`), h("ul", {}, rest.map(row))) : null);
  }

  function reasons(made, word) {
    if (!made.reasons || !made.reasons.length) return null;
    return h("div", { class: "notice doubt" }, h("strong", {}, word), " ", made.reasons.map((reason) => reason.message).join(" "));
  }

  /* A passage's suggestion. own: the rater's blind level. */
  function passage(made, { own, talk, scale }) {
    if (!made) return h("p", { class: "notice" }, h("strong", {}, "No suggestion."), " There is none for this passage.");
    if (made.status !== "provisional") {
      return h("div", { class: "notice" }, h("strong", {}, "No suggestion."), " ", (made.reasons || []).map((reason) => reason.message).join(" "),
        " ", "Having no suggestion is never a low rating.");
    }
    const level = scale.levels.find((one) => one.value === made.level);
    return [
      reasons(made, "Doubt."),
      h("p", { class: "hint" }, "Read the evidence first, then the whole distribution, the number last."),
      h("div", { class: "both" }, evidence(made.evidence, talk, "for"), evidence(made.evidence, talk, "against")),
      RF.charts.distribution(made, own),
      h("p", { class: "lead" }, h("span", { class: "badge warn" }, "Provisional"), " Level ", h("strong", {}, signed(made.level)),
        level && level.name ? ` (${level.name})` : "", `; interval ${range(...made.interval)}, meant to hold ${percent(made.coverage)} of ratings; mean ${signed(made.expected, 1)}.`),
    ];
  }

  function names(ids, open) {
    return ids.map((id, place) => [place ? ", " : "", h("button", { type: "button", class: "link", "data-open": id, "aria-label": `Open ${id}` }, id)]);
  }

  const digits = (value) => signed(String(Math.round(value * 100) / 100));

  function grounds(basis) {
    const side = (direction, title, kind) => {
      const own = basis.grounds.filter((ground) => ground.direction === direction);
      if (!own.length) return null;
      return h("div", { class: `evidence ${kind}` }, h("h4", {}, title), h("ul", {}, own.map((ground) => h("li", {}, h("span", {}, ground.text),
        ground.passages.length && ground.passages.length <= 5 ? h("span", { class: "grounds-list" }, " ", names(ground.passages)) : null))));
    };
    return h("div", { class: "both" }, side("for", "For a higher rating", "pro"), side("against", "For a lower rating", "con"));
  }

  /* Ways to sum up the whole interview. */
  function overall(found, { own }) {
    const rows = found.aggregates.map((figure) => h("tr", {},
      h("th", { scope: "row" }, figure.title),
      h("td", { class: "num" }, figure.value === null ? "–" : digits(figure.value), figure.value !== null && figure.low !== null ? h("span", { class: "dim" }, ` ${range(figure.low, figure.high)}`) : null),
      h("td", {}, figure.value === null ? figure.reason : !figure.passages.length ? "not shown" : figure.passages.length <= 4 ? names(figure.passages) : many(figure.passages.length, "passage"))));
    const learned = found.aggregates.filter((figure) => figure.basis && figure.value !== null);
    return [
      h("p", { class: "hint" }, found.note),
      h("table", { class: "aggregates" },
        h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, "Summary"), h("th", { scope: "col" }, "Figure"), h("th", { scope: "col" }, "Passages"))),
        h("tbody", {}, rows)),
      learned.map(({ basis, title, low, high }) => h("section", { class: "learned", "aria-label": title }, h("h4", {}, title),
        grounds(basis),
        RF.charts.distribution({ distribution: basis.distribution, level: basis.level, interval: [Math.round(low), Math.round(high)] }, own),
        h("p", { class: "small" }, `Spread ${basis.spread.toFixed(1)}. Lowest: `, basis.lowest.length ? names(basis.lowest) : "not shown", ". Highest: ", basis.highest.length ? names(basis.highest) : "not shown", "."))),
    ];
  }

  /* The label of an example to practise with. */
  function label({ label: given, suggestion }, { own, talk, scale }) {
    const near = scale.levels.find((one) => one.value === Math.round(given.level));
    const apart = own === null || own === undefined ? null : Math.abs(own - given.level);
    return [
      h("p", { class: "lead" }, h("strong", { class: "big" }, signed(Number.isInteger(given.level) ? given.level : given.level.toFixed(1))), near && near.name ? ` (${near.name})` : ""),
      h("p", {}, given.about),
      apart === null ? null : h("p", { class: "dim" }, apart < 0.5 ? "You gave the same level." : `You are ${many(Math.round(apart * 10) / 10, "level")} apart.`),
      suggestion ? h("details", { class: "suggestion-too" }, h("summary", {}, "The program’s suggestion"), passage(suggestion, { own, talk, scale })) : null,
    ];
  }

  /* The same in one sentence, for those who listen. */
  function sentence(found) {
    if (found && found.label) return `Label ${signed(found.label.level)}.`;
    if (found && found.aggregates) return "The summaries of the interview are shown.";
    if (!found || found.status !== "provisional") return "There is no suggestion for this passage.";
    return `Suggestion opened, provisional: evidence, distribution, and level ${signed(found.level)}, interval ${range(...found.interval)}.`;
  }

  function draw(found, options) {
    if (found && found.label) return label(found, options);
    if (found && found.aggregates) return overall(found, options);
    return passage(found, options);
  }

  RF.reveal = { draw, sentence };
})();
