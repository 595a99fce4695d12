/* The transcript: highlights that can be switched, the open passage, words that are shown, and the way back from them. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, put, byId, signed } = RF.dom;
  const KINDS = [["c", "cognition"], ["e", "emotion"], ["d", "desire"], ["p", "perception"], ["m", "modulation"]];
  const REGISTRY = window.CSS && CSS.highlights && "Highlight" in window ? CSS.highlights : null;
  const LINE = 34; // characters' width in px is measured nowhere: an estimate is enough to scroll by

  function make(state, hooks) {
    const root = byId("talk");
    const body = byId("talk-body");
    const dock = byId("dock");
    const sections = new Map([...body.querySelectorAll("[data-unit]")].map((section) => [section.dataset.unit, section]));
    const turns = new Map([...body.querySelectorAll("[data-turn]")].map((turn) => [Number(turn.dataset.turn), turn]));
    const rated = [...sections.keys(), ...state.overall];
    let current = null;
    let reached = false; // whether the words of the open passage were in view
    let back = null; // where the rater was before words were shown
    let chosen = null; // the words that are selected

    /* Sections that are not drawn yet have about the height that they will have, so that the scroll bar does not jump. */
    for (const section of body.querySelectorAll(".passage")) {
      let lines = 4;
      for (const turn of section.querySelectorAll("[data-turn]")) lines += 1.5 + turn.textContent.length / 62;
      section.style.setProperty("contain-intrinsic-block-size", `auto ${Math.round(lines * LINE)}px`);
    }
    /* Raters who read on can go on from there. */
    for (const [id, section] of sections) {
      if (!state.units.get(id) || !state.units.get(id).ratable) continue;
      section.querySelector(".over").append(h("button", { type: "button", class: "quiet rate-this", "data-open": id }));
      section.append(h("p", { class: "own", hidden: true }));
    }

    /* ----- highlights ----- */
    const tools = byId("talk-tools");
    const assisted = !state.doc.assistance.control && body.dataset.assisted === "true";
    const toggles = [];
    let hidden = new Set();

    function hide(kind, off) {
      if (off) hidden.add(kind);
      else hidden.delete(kind);
      body.classList.toggle(`hide-${kind}`, off);
    }

    function drawToggles() {
      for (const button of toggles) button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.kind)));
    }

    function all(on) {
      for (const [kind] of [...KINDS, ["k"]]) hide(kind, !on);
      drawToggles();
      RF.dom.say(on ? "Highlights on" : "Highlights off");
    }

    if (assisted) {
      const button = (kind, ...label) => h("button", { type: "button", class: `mark-toggle ${kind}`, "data-kind": kind, "aria-pressed": "true" }, ...label);
      for (const [kind, name] of KINDS) toggles.push(button(kind, h("u", {}, name), h("sup", { "aria-hidden": "true" }, kind.toUpperCase())));
      toggles.push(button("k", h("span", { class: "corner" }, "markers")));
      put(tools, h("span", { class: "unseen", id: "tools-name" }, "Highlights"), toggles);
      tools.addEventListener("click", (event) => {
        const pressed = event.target.closest("[data-kind]");
        if (!pressed) return;
        hide(pressed.dataset.kind, !hidden.has(pressed.dataset.kind));
        drawToggles();
      });
      tools.hidden = false;
      if (!state.doc.assistance.highlights) {
        for (const [kind] of [...KINDS, ["k"]]) hide(kind, true);
        drawToggles();
      }
    }

    /* ----- words that are painted without touching the text ----- */
    function paint(name, ranges) {
      if (!REGISTRY) return false;
      if (ranges.length) REGISTRY.set(name, new Highlight(...ranges));
      else REGISTRY.delete(name);
      return true;
    }

    function rangeOf(place) {
      const turn = turns.get(place.turn);
      return turn ? RF.text.range(turn, place.start, place.end) : null;
    }

    function words(place) {
      const turn = turns.get(place.turn);
      return turn ? RF.text.slice(turn.textContent, place.start, place.end).replace(/\s+/g, " ") : "";
    }

    const tagged = new Map(); // unit -> {markers, ranges}
    function drawTags(ids) {
      let changed = false;
      for (const id of ids) {
        const { markers } = state.judgement(id);
        if ((tagged.get(id) || { markers: [] }).markers === markers) continue;
        tagged.set(id, { markers, ranges: markers.map(rangeOf).filter(Boolean) });
        changed = true;
      }
      if (changed) paint("rf-tag", [...tagged.values()].flatMap((entry) => entry.ranges));
    }

    /* What a button does that leads to a passage: there is something to rate as long as nothing is locked. */
    const verb = (id) => (state.open(id) && !state.finished() ? "Rate" : "Open");
    function drawVerb(id) {
      const button = sections.has(id) && sections.get(id).querySelector(".rate-this");
      if (!button || button.textContent === verb(id)) return;
      button.textContent = verb(id);
      button.setAttribute("aria-label", `${verb(id)} ${id}`);
    }

    /* ----- what the rater says of each passage stands below it, for later reading and for print ----- */
    function drawOwn(id) {
      const own = id === RF.state.OVERALL ? byId("own-overall") : sections.get(id) && sections.get(id).querySelector(".own");
      if (!own) return;
      const { sign, text } = RF.passages.standing(state, id);
      own.hidden = sign === "todo";
      if (own.hidden) return;
      const judgement = state.judgement(id);
      const tags = judgement.markers.map((tag) => `${RF.tags.sign(tag.marker)} “${words(tag)}”`).join("; ");
      put(own, h("span", { class: "own-line" }, h("strong", {}, id === RF.state.OVERALL ? "Your overall rating: " : "Your rating: "), text),
        tags && h("span", { class: "own-more" }, h("strong", {}, "Markers: "), tags),
        judgement.note && h("span", { class: "own-more" }, h("strong", {}, "Note: "), judgement.note),
        state.revealed(id) && state.revealed(id).level !== undefined && state.revealed(id).level !== null
          && h("span", { class: "own-more" }, h("strong", {}, "Suggestion, provisional: "), `${signed(state.revealed(id).level)}, interval ${RF.dom.range(...state.revealed(id).interval)}`));
    }

    /* ----- showing places, and the way back ----- */
    function inView(rect) {
      return rect.top >= 90 && rect.bottom <= window.innerHeight - 60;
    }

    function show(places, { from } = {}) {
      const ranges = places.map(rangeOf).filter(Boolean);
      if (!ranges.length) return;
      const first = turns.get(places[0].turn);
      back = back || { y: window.scrollY, element: from || document.activeElement };
      paint("rf-flash", ranges) || select(ranges[0]);
      // A first look makes the passage be drawn at its true height, the second goes to the words.
      first.scrollIntoView({ block: "nearest" });
      const rect = ranges[0].getBoundingClientRect();
      if (!inView(rect)) window.scrollBy({ top: rect.top - window.innerHeight / 3, behavior: RF.dom.still() ? "auto" : "smooth" });
      hooks.shown();
      drawDock();
    }

    function select(range) {
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }

    function goBack() {
      if (!back) return false;
      const { y, element } = back;
      back = null;
      paint("rf-flash", []);
      window.scrollTo({ top: y, behavior: RF.dom.still() ? "auto" : "smooth" });
      if (element && element.isConnected) element.focus({ preventScroll: true });
      drawDock();
      return true;
    }

    /* ----- the dock: what can be done with the words that are selected, and where the open passage is ----- */
    const seen = new Set();
    let dockKey = "";
    function drawDock() {
      const parts = [];
      let key = "";
      if (chosen) {
        const home = chosen.unit;
        key = `words ${chosen.turn} ${chosen.start} ${chosen.end} ${home} ${home === current ? state.editable(current) : home && verb(home)}`;
        const said = words(chosen);
        const short = said.length > 44 ? `${said.slice(0, 30)} … ${said.slice(-10)}` : said;
        parts.push(h("span", { class: "dock-words" }, `“${short}”`));
        if (home === current && hooks.taggable()) parts.push(h("button", { type: "button", class: "primary", "data-act": "tag" }, "Tag with a marker ", RF.dom.key("m")));
        else if (home !== current && home && state.units.get(home).ratable) parts.push(h("button", { type: "button", "data-open": home }, `${verb(home)} ${home}`));
        else parts.length = 0;
      } else if (back) {
        key = "back";
        parts.push(h("button", { type: "button", class: "primary", "data-act": "back" }, "Back to where you were ", RF.dom.key("b")));
      } else if (current && sections.has(current) && seen.size && !seen.has(current)) {
        const other = [...sections.keys()].find((id) => seen.has(id) && state.units.get(id).ratable);
        key = `away ${current} ${reached} ${other} ${other && verb(other)}`;
        parts.push(h("button", { type: "button", "data-act": "current" }, `${reached ? "Back" : "Go"} to ${current}`));
        if (other) parts.push(h("button", { type: "button", class: "quiet", "data-open": other }, `${verb(other)} ${other}`));
      }
      if (!parts.length) key = "";
      if (key === dockKey) return;
      dockKey = key;
      put(dock, parts);
      dock.hidden = !parts.length;
    }

    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target.dataset.unit);
        else seen.delete(entry.target.dataset.unit);
      }
      reached = reached || seen.has(current);
      drawDock();
    }, { rootMargin: "-64px 0px 0px 0px" });
    for (const section of sections.values()) watcher.observe(section);

    let frame = 0;
    document.addEventListener("selectionchange", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const place = RF.text.selected(body);
        const section = place && place.paragraph.closest("[data-unit]");
        const unit = section ? section.dataset.unit : null;
        const own = unit && state.doc.terms.turns[unit] && state.doc.terms.turns[unit][place.turn] !== undefined;
        chosen = place && own ? { turn: place.turn, start: place.start, end: place.end, unit } : null;
        drawDock();
      });
    });
    dock.addEventListener("pointerdown", (event) => {
      // The words stay selected while the button is pressed.
      if (event.target.closest("button")) event.preventDefault();
    });
    dock.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button) return;
      if (button.dataset.act === "tag") hooks.tag(chosen);
      else if (button.dataset.act === "back") goBack();
      else reveal(current);
    });

    function reveal(id) {
      const section = sections.get(id);
      if (!section) return;
      section.scrollIntoView({ block: "start" });
      // Passages above it may have been drawn for the first time, and moved it.
      requestAnimationFrame(() => section.scrollIntoView({ block: "start" }));
    }

    function open(id, { scroll = true } = {}) {
      if (current && sections.has(current)) sections.get(current).classList.remove("current");
      current = id;
      reached = scroll || seen.has(id);
      back = null;
      paint("rf-flash", []);
      const section = sections.get(id);
      if (section) section.classList.add("current");
      if (section && scroll) reveal(id);
      drawDock();
    }

    state.listen((what, unit) => {
      const ids = what === "edit" ? [unit] : rated;
      for (const id of ids) {
        drawOwn(id);
        drawVerb(id);
      }
      drawTags(ids);
      drawDock();
    });
    for (const id of rated) {
      drawOwn(id);
      drawVerb(id);
    }
    drawTags(rated);

    return {
      open, show, goBack, words, turns, paint,
      heading: (id) => sections.get(id) && sections.get(id).querySelector("h3"),
      highlights: () => { if (assisted) all(hidden.size > 0); },
      get assisted() { return assisted; },
      get chosen() { return chosen; },
      unchoose() { window.getSelection().removeAllRanges(); chosen = null; drawDock(); },
      focus() {
        const heading = (sections.get(current) || root).querySelector("h3, h2");
        heading.focus({ preventScroll: true });
        root.scrollIntoView({ block: "nearest" });
      },
    };
  }

  RF.talk = { make };
})();
