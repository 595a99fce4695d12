/* Markers that the rater sees in a passage: listed, shown in the words, removed; and those that a rule suggests, to be picked. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put } = RF.dom;
  const MOST = 100;

  /* The short sign of a marker: its id, or, of cues, the name alone. */
  const sign = (marker) => marker.replace(/^(low|link)\./, "").replace(/[._]/g, " ");
  const place = (tag) => ({ turn: tag.turn, start: tag.start, end: tag.end });
  const equal = (one, other) => one.marker === other.marker && one.turn === other.turn && one.start === other.start && one.end === other.end;

  /* hooks: talk (words, show), change(markers), tag(): opens the dialog. */
  function make(unit, titles, hooks) {
    const listed = h("ul", { class: "tags", "aria-label": "Your markers" });
    const picks = h("ul", { class: "tags picks", "aria-label": "Markers that a rule suggests" });
    const count = h("span", { class: "dim" });
    const more = h("details", { class: "suggested" }, h("summary", {}, "Suggested by rule ", count), h("p", { class: "hint" }, "Rules find words, not reflection. Pick one only if you see it too."), picks);
    const add = h("button", { type: "button", class: "add-tag", "aria-keyshortcuts": "m", "aria-haspopup": "dialog" }, "Tag words … ", RF.dom.key("m"));
    const root = h("section", { class: "markers part", "aria-label": "Markers" },
      h("div", { class: "part-head" }, h("h3", {}, "Markers"), add), listed, unit.suggested_markers.length ? more : null);
    let markers = [];
    let locked = false;

    function row(tag, index, actions) {
      const title = titles.get(tag.marker) || "";
      const said = hooks.talk.words(tag);
      const short = said.length > 80 ? `${said.slice(0, 60)} … ${said.slice(-14)}` : said;
      return h("li", { class: `tag f${(tag.marker.startsWith("low.") ? "low" : tag.marker[0])}` },
        h("button", { type: "button", class: "link tag-words", "data-show": index, "aria-label": `Show the words of ${sign(tag.marker)}, ${title}: ${short}` },
          h("span", { class: "tag-sign" }, sign(tag.marker)), h("span", { class: "tag-title" }, title), h("q", {}, short)),
        actions);
    }

    function draw() {
      put(listed, markers.map((tag, index) => row(tag, index, !locked && h("button", { type: "button", class: "quiet icon", "data-remove": index, "aria-label": `Remove ${sign(tag.marker)}: ${hooks.talk.words(tag)}`, title: "Remove" }, "×"))));
      listed.hidden = !markers.length;
      const left = unit.suggested_markers.filter((tag) => !markers.some((own) => equal(own, tag)));
      count.textContent = `(${left.length})`;
      more.hidden = locked || !left.length;
      add.hidden = locked;
      put(picks, left.map((tag) => {
        const index = unit.suggested_markers.indexOf(tag);
        return row(tag, index, h("button", { type: "button", class: "quiet icon", "data-pick": index, "aria-label": `Pick ${sign(tag.marker)}: ${hooks.talk.words(tag)}`, title: "Pick" }, "+"));
      }));
    }

    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const from = button.closest(".picks") ? unit.suggested_markers : markers;
      if (button === add) {
        hooks.tag();
      } else if (button.dataset.show !== undefined) {
        hooks.talk.show([place(from[button.dataset.show])], { from: button });
      } else if (button.dataset.remove !== undefined) {
        const index = Number(button.dataset.remove);
        hooks.change(markers.filter((_, other) => other !== index));
        const next = listed.querySelectorAll("[data-remove]");
        (next[Math.min(index, next.length - 1)] || add).focus();
      } else if (button.dataset.pick !== undefined) {
        const { marker, turn, start, end } = unit.suggested_markers[button.dataset.pick];
        hooks.change([...markers, { marker, turn, start, end, suggested: true }]);
        (picks.querySelector("[data-pick]") || add).focus();
      }
    });

    return {
      root,
      show(next, { readonly = false } = {}) {
        if (next === markers && readonly === locked) return;
        markers = next;
        locked = readonly;
        draw();
      },
      draw,
    };
  }

  /* A tag more; the same one twice is one. */
  function added(markers, tag) {
    if (markers.length >= MOST || markers.some((own) => equal(own, tag))) return null;
    return [...markers, tag];
  }

  RF.tags = { make, sign, added, MOST };
})();
