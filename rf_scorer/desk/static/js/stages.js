/* What the panel shows of a unit at each stage: a form, what was locked, the suggestion with a decision, or two versions to choose from. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, moment, key } = RF.dom;

  const ROLES = {
    demand: ["Demand", "The question asks for reflection: every answer is rated, a refusal to think about it as well."],
    permit: ["Permit", "The question leaves room for reflection: rate it where reflection, or its clear absence, shows."],
    none: ["Not rated", "The protocol does not rate this part. You may, if your lab does."],
    overall: ["Overall", "A judgement of the whole interview: how often, how steadily and how well the person reflects, across relationships. No formula makes it."],
  };
  const ANSWER = "Every answer of a set is rated, whatever its question asks for.";
  const PLAIN = "An exchange of the interview; there is no protocol that says how it is rated.";

  /* A button with its key; run is what it does. */
  function button(text, run, { keys = "", kind = "" } = {}) {
    const made = h("button", { type: "button", class: kind, "aria-keyshortcuts": keys || null }, h("span", {}, text), keys ? [" ", key(keys)] : null);
    made.addEventListener("click", run);
    return made;
  }

  const arrived = (title) => {
    title.dataset.arrive = "";
    return title;
  };
  const actions = (...buttons) => h("div", { class: "actions stick" }, buttons);
  const problem = () => h("p", { class: "error problem", hidden: true });

  /* given: {state, doc, talk, titles, outbox}; acts: what the rater can do with the unit that is open. */
  function make({ state, doc, talk, titles, outbox }, acts) {
    const overall = (id) => id === RF.state.OVERALL;
    const name = (id) => (overall(id) ? "Overall" : id);
    const practice = doc.mode === "practice";
    const reading = { doc, titles, talk };

    function head(id) {
      const unit = state.units.get(id);
      const [badge, about] = doc.protocol || unit.role !== "none" ? ROLES[unit.role] : [null, PLAIN];
      const text = practice && unit.role !== "demand" ? ANSWER : about;
      const step = (by, label, sign) => h("button", { type: "button", class: "quiet icon", "data-step": by, "aria-label": label }, sign);
      return h("header", { class: "panel-head" },
        h("div", { class: "panel-title" },
          h("h2", { id: "rating-title", tabIndex: -1 }, overall(id) ? "" : [h("span", { class: "pid" }, id), " "], unit.title),
          h("div", { class: "steps" }, step(-1, "Previous passage", "‹"), step(1, "Next passage", "›"))),
        h("p", { class: "role-line" }, badge ? [h("span", { class: `badge ${overall(id) ? "demand" : unit.role}` }, badge), " "] : "",
          unit.required && !overall(id) ? [h("span", { class: "badge open" }, "Required"), " "] : "", h("span", { class: "role-text" }, text, badge && !practice ? " Check against the manual." : "")),
        unit.note ? h("p", { class: "protocol-note" }, h("strong", {}, "For raters: "), unit.note) : null);
    }

    function missing() {
      const left = state.openRequired();
      return left.length ? h("p", { class: "notice calm passages-first" }, h("strong", {}, "Passages first."), " Still to be locked: ",
        left.map((id, place) => [place ? ", " : "", h("button", { type: "button", class: "link", "data-open": id }, id)]), ".") : null;
    }

    function profile() {
      const rows = doc.terms.ratable.filter((id) => state.locked(id)).map((id) => {
        const found = state.revealed(id);
        const made = found && found.suggestion !== undefined ? found.suggestion : found;
        return { id, ...state.stored(id), role: state.units.get(id).role, suggested: made && made.status === "provisional" ? made : null };
      });
      return rows.length ? h("section", { class: "part", "aria-label": "Your passages" }, h("h3", {}, "Your passages"), RF.charts.profile(rows, doc.scale)) : null;
    }

    /* Draws the form and hands its parts to the panel, which keeps their values. */
    function rate(id, parts) {
      const unit = state.units.get(id);
      parts.scale = RF.scale.make(doc.scale, doc.unratable, { name: `Level of ${name(id)}`, changed: (next) => acts.enter(next) });
      parts.note = RF.note.make(id, { changed: (text) => acts.enter({ note: text }, { typing: true }), left: () => { state.pause(id); outbox.flush(); } });
      parts.tags = overall(id) ? null : RF.tags.make(unit, titles, { talk, change: (markers) => acts.enter({ markers }), tag: () => acts.tag() });
      parts.problem = problem();
      parts.lock = button("Lock rating", acts.lock, { keys: "Enter", kind: "primary lock" });
      parts.undo = button("Undo", () => state.undo(id), { kind: "quiet" });
      parts.redo = button("Redo", () => state.redo(id), { kind: "quiet" });
      parts.clear = button("Clear", () => { acts.enter(RF.state.EMPTY); parts.scale.focus(); }, { kind: "quiet" });
      parts.undo.setAttribute("aria-keyshortcuts", "Control+Z");
      parts.redo.setAttribute("aria-keyshortcuts", "Control+Shift+Z");
      return h("div", { class: "sheet" },
        h("div", { class: "mine" }, overall(id) ? [missing(), profile()] : null, parts.scale.root),
        h("div", { class: "more" }, parts.tags && parts.tags.root, parts.note.root, parts.problem),
        actions(parts.lock, parts.undo, parts.redo, parts.clear));
    }

    const next = (kind = "") => button("Next that is open", acts.next, { keys: "u", kind });

    function locked(id, parts) {
      const { blind } = state.rating(id);
      const closed = state.sealed(id);
      const card = RF.decide.card(blind.judgement, { ...reading, head: "Your rating", about: `Locked ${moment(blind.at)}` });
      arrived(card.querySelector("h3"));
      parts.problem = problem();
      return h("div", { class: "sheet" },
        h("div", { class: "mine" }, card, parts.problem, h("p", { class: "hint after-card" }, closed || "Once it is open, what you locked stays as your blind rating.")),
        overall(id) ? h("div", { class: "more" }, profile()) : null,
        state.finished() ? null : actions(
          closed ? null : button(practice ? "Show the label" : "Open the suggestion", acts.reveal, { keys: "r", kind: "primary" }),
          next(), button("Undo the lock", acts.unlock, { kind: "quiet" })));
    }

    function suggestion(id) {
      const rating = state.rating(id);
      const title = h("h3", { tabIndex: -1 }, practice ? "Label" : overall(id) ? "Summaries of the suggestions" : "Suggestion");
      if (rating.stage === "revealed") arrived(title);
      return h("section", { class: "theirs", "aria-label": title.textContent }, title,
        doc.notice && !practice ? h("p", { class: "notice small" }, h("strong", {}, "Provisional."), " ", doc.notice) : null,
        RF.reveal.draw(state.revealed(id), { own: rating.blind.judgement.level, talk, scale: doc.scale }));
    }

    function seen(id, parts, change) {
      const rating = state.rating(id);
      const theirs = h("div", { class: "more" }, overall(id) ? profile() : null, suggestion(id));
      if (change && !state.finished()) {
        parts.change = RF.decide.form(state.units.get(id), change, rating.blind.judgement, { ...reading, state, save: acts.save, cancel: acts.cancel, tag: acts.tag });
        return h("div", { class: "sheet seen" }, h("div", { class: "mine" }, parts.change.root), theirs);
      }
      const decided = rating.stage === "decided";
      const card = RF.decide.card(decided ? rating.decision.judgement : rating.blind.judgement, {
        ...reading,
        head: decided ? "Your rating" : "Your blind rating",
        about: decided ? "" : `Locked ${moment(rating.blind.at)}`,
        extra: decided ? RF.decide.change(rating, doc) : null,
      });
      if (decided) arrived(card.querySelector("h3"));
      parts.problem = problem();
      const level = rating.blind.judgement.level;
      return h("div", { class: "sheet seen" }, h("div", { class: "mine" }, card, parts.problem), theirs,
        state.finished() ? null : actions(
          decided ? next("primary") : button(level === null ? "Keep it" : `Keep ${RF.dom.signed(level)}`, acts.keep, { keys: "y", kind: "primary" }),
          button(decided ? "Change again …" : "Change …", acts.change, { keys: "c" })));
    }

    function conflict(id) {
      const usable = state.open(id) && !state.finished();
      const where = { new: "emptied", draft: "changed", locked: "locked", revealed: "locked and its suggestion opened", decided: "decided" }[state.stage(id)];
      return h("div", { class: "sheet" },
        h("div", { class: "mine conflict" }, arrived(h("h3", { tabIndex: -1 }, "Changed in two places")),
          h("p", { class: "notice" }, h("strong", {}, "Nothing is lost."), ` This was ${where} in another window while you entered something here. `,
            usable ? "Choose one." : "What you entered here can be copied below; the other one counts."),
          h("div", { class: "both" }, RF.decide.card(state.conflicts.get(id), { ...reading, head: "Here" }), RF.decide.card(state.stored(id), { ...reading, head: "There" }))),
        actions(usable ? button("Use the one from here", () => acts.choose(true), { kind: "primary" }) : null, button("Use the one from there", () => acts.choose(false))));
    }

    function view(id, parts, change) {
      const unit = state.units.get(id);
      if (!unit.ratable) return h("p", { class: "notice calm part" }, h("strong", {}, unit.state === "not_asked" ? "Not asked." : "Nothing was said here."), " There is nothing to rate, and that is never a low rating.");
      if (state.conflicts.has(id)) return conflict(id);
      if (state.open(id)) return state.finished() ? h("p", { class: "notice calm part" }, `The ${practice ? "set" : "interview"} is finished; this was not rated.`) : rate(id, parts);
      return state.stage(id) === "locked" ? locked(id, parts) : seen(id, parts, change);
    }

    return { head, view, name };
  }

  RF.stages = { make };
})();
