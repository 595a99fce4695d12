/* The dialog that tags words: words that were selected in the transcript, or chosen here, word by word, without a pointer. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId } = RF.dom;
  const FAMILIES = { A: "Nature of mental states", B: "States behind behaviour", C: "Development", D: "Towards the interviewer", low: "Possible low-RF cues", link: "States joined" };
  const LETTERS = { low: "L", link: "K" };
  const AROUND = 2; // words before and behind, to tell one "she" from another
  const LISTED = 1500; // words either way of the chosen one: nobody looks through more, and a browser cannot show any number

  function make(doc, talk) {
    const dialog = byId("tagger");
    const quote = h("blockquote", { class: "tag-quote", "aria-live": "polite" });
    const turn = h("select", { id: "tag-turn" });
    const first = h("select", { id: "tag-first" });
    const last = h("select", { id: "tag-last" });
    const which = h("details", { class: "choose-words" }, h("summary", {}, "Choose the words here"),
      h("div", { class: "field-row" },
        h("div", { class: "field" }, h("label", { htmlFor: "tag-turn" }, "Turn"), turn),
        h("div", { class: "field" }, h("label", { htmlFor: "tag-first" }, "First word"), first),
        h("div", { class: "field" }, h("label", { htmlFor: "tag-last" }, "Last word"), last)));
    const typed = h("p", { class: "hint", role: "status" });
    const choices = new Map(); // what is typed -> the button
    const groups = [];
    for (const family of new Set(doc.markers.map((marker) => marker.family))) {
      const members = doc.markers.filter((marker) => marker.family === family);
      groups.push(h("fieldset", { class: `family f${family}` }, h("legend", {}, FAMILIES[family] || family),
        members.map((marker, index) => {
          const code = LETTERS[family] ? `${LETTERS[family]}${index + 1}` : marker.id;
          const button = h("button", { type: "submit", class: "choice", name: "marker", value: marker.id }, h("span", { class: "tag-sign" }, code), h("span", {}, marker.title));
          choices.set(code.toLowerCase(), button);
          return button;
        })));
    }
    const hint = "Press a marker’s sign on the keyboard, such as b 1, or choose it.";
    put(dialog, h("form", { method: "dialog" },
      h("h2", { id: "tagger-title" }, "Tag words with a marker"), quote, which, typed, h("div", { class: "families" }, groups),
      h("div", { class: "actions" }, h("button", { type: "submit", value: "", class: "quiet", formnovalidate: true }, "Cancel"))));

    let unit = null;
    let place = null;
    let words = [];
    let keys = "";
    let taken = () => {};

    function paragraph(index) {
      return talk.turns.get(index);
    }

    function list(select, chosen, from) {
      const begin = Math.max(from, chosen - LISTED);
      put(select, words.slice(begin, chosen + LISTED).map((word, at) => {
        const index = begin + at;
        const context = words.slice(index + 1, index + 1 + AROUND).map((next) => next.text).join(" ");
        return h("option", { value: String(index), selected: index === chosen }, `${index + 1}  ${word.text}${context ? `  (… ${context})` : ""}`);
      }));
    }

    function pick(begin, end) {
      place = words.length ? { turn: Number(turn.value), start: words[begin].start, end: words[end].end } : null;
      quote.textContent = place ? `“${talk.words(place)}”` : "There are no words in this turn.";
      for (const button of choices.values()) button.disabled = !place;
      talk.paint("rf-flash", place ? [RF.text.range(paragraph(place.turn), place.start, place.end)] : []);
    }

    function enter(index, start, end) {
      turn.value = String(index);
      words = RF.text.words(paragraph(index).textContent);
      const inside = words.map((word, at) => (word.end > start && word.start < end ? at : -1)).filter((at) => at >= 0);
      const begin = inside.length ? inside[0] : 0;
      const finish = inside.length ? inside[inside.length - 1] : 0;
      list(first, begin, 0);
      list(last, finish, begin);
      pick(begin, finish);
    }

    turn.addEventListener("change", () => enter(Number(turn.value), 0, 0));
    first.addEventListener("change", () => {
      const begin = Number(first.value);
      const end = Math.max(begin, Number(last.value));
      if (words.length > LISTED) list(first, begin, 0);
      list(last, end, begin);
      pick(begin, end);
    });
    last.addEventListener("change", () => {
      if (words.length > LISTED) list(last, Number(last.value), Number(first.value));
      pick(Number(first.value), Number(last.value));
    });

    function type(key) {
      const next = keys + key.toLowerCase();
      const fits = [...choices.keys()].filter((code) => code.startsWith(next));
      if (!fits.length) {
        keys = "";
        typed.textContent = hint;
        return false;
      }
      keys = next;
      // L1 could still become L12: then the marker is only pointed at, and Enter takes it.
      if (fits.length === 1) choices.get(fits[0]).click();
      else if (choices.has(next)) choices.get(next).focus();
      else choices.get(fits[0]).focus();
      typed.textContent = `Typed: ${keys.toUpperCase()}`;
      return true;
    }

    dialog.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || RF.dom.typing(event.target)) return;
      if (type(event.key)) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      talk.paint("rf-flash", []);
      if (dialog.returnValue && place) taken({ marker: dialog.returnValue, ...place, suggested: false }, unit);
    });

    return {
      /* at: a place in the passage, or null to choose one here. */
      open(id, at, then) {
        unit = id;
        taken = then;
        keys = "";
        typed.textContent = hint;
        const own = Object.keys(doc.terms.turns[id] || {}).map(Number).sort((one, other) => one - other).filter(paragraph);
        if (!own.length) return false;
        const { answering } = doc.units.find((one) => one.id === id);
        put(turn, own.map((index) => h("option", { value: String(index) }, `${answering.includes(index) ? "Answer" : "Question"}: ${paragraph(index).textContent.split(/\s+/).slice(0, 6).join(" ")} …`)));
        which.open = !at;
        enter(at ? at.turn : own.find((index) => answering.includes(index)) ?? own[0], at ? at.start : 0, at ? at.end : 0);
        dialog.returnValue = "";
        dialog.showModal();
        (at ? choices.values().next().value : first).focus();
        return true;
      },
      /* A key that begins a marker's sign, pressed while words are selected. */
      begins: (key) => [...choices.keys()].some((code) => code[0] === key.toLowerCase()),
      type,
    };
  }

  RF.tagger = { make };
})();
