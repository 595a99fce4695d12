/* After the suggestion was seen: the rating is kept, or changed for a reason in the text; what it was before stays. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, key, signed, moment } = RF.dom;

  function said(judgement, doc) {
    if (judgement.level === null) {
      const found = doc.unratable.find((entry) => entry.code === judgement.unratable);
      return found ? `not ratable: ${found.label.toLowerCase()}` : "not ratable";
    }
    const level = doc.scale.levels.find((one) => one.value === judgement.level);
    return `${signed(judgement.level)}${level && level.name ? ` ${level.name}` : ""}`;
  }

  /* A judgement to read: the level large, what it means, markers and note. */
  function card(judgement, { doc, titles, talk, head, about, extra }) {
    const level = doc.scale.levels.find((one) => one.value === judgement.level);
    const why = doc.unratable.find((entry) => entry.code === judgement.unratable);
    const tags = judgement.markers.map((tag) => {
      const show = h("button", { type: "button", class: "link tag-words" }, h("span", { class: "tag-sign" }, RF.tags.sign(tag.marker)), h("span", { class: "tag-title" }, titles.get(tag.marker) || ""), h("q", {}, talk.words(tag)));
      show.addEventListener("click", () => talk.show([tag], { from: show }));
      return h("li", { class: "tag" }, show);
    });
    return h("div", { class: "given" },
      h("h3", { tabIndex: -1 }, head),
      h("p", { class: "given-level" }, judgement.level === null
        ? [h("strong", { class: "big" }, "–"), h("span", {}, h("b", {}, "Not ratable"), why ? `: ${why.label.toLowerCase()}` : "")]
        : [h("strong", { class: "big" }, signed(judgement.level)), h("span", {}, level && level.name ? h("b", {}, level.name) : h("span", { class: "dim" }, "between two described levels"), level && level.anchor ? h("span", { class: "anchor" }, level.anchor) : "")]),
      about && h("p", { class: "dim small" }, about),
      judgement.note && h("p", { class: "given-note" }, judgement.note),
      tags.length ? h("ul", { class: "tags" }, tags) : null,
      extra);
  }

  function change(rating, doc) {
    const { decision, blind } = rating;
    const now = decision || { kept: true, judgement: blind.judgement };
    const reason = decision && doc.reasons.find((entry) => entry.code === decision.reason);
    return h("dl", { class: "before-after" },
      h("div", {}, h("dt", {}, "Before, blind"), h("dd", {}, said(blind.judgement, doc), " ", h("span", { class: "dim" }, moment(blind.at)))),
      h("div", {}, h("dt", {}, "After"), h("dd", {}, h("strong", {}, now.kept ? "kept" : said(now.judgement, doc)), " ", h("span", { class: "dim" }, decision ? moment(decision.at) : ""))),
      reason || (decision && decision.reason_note) ? h("div", {}, h("dt", {}, "Reason"), h("dd", {}, [reason && reason.label, decision.reason_note].filter(Boolean).join(": "))) : null);
  }

  /*
   * The form of a change. entry: {judgement, reason, reason_note}, which is kept by the caller while the rater looks elsewhere.
   * save(decision) -> Promise, cancel() and tag() (which adds to the entry) are the caller's.
   */
  function form(unit, entry, blind, { doc, state, talk, titles, save, cancel, tag }) {
    const problem = h("p", { class: "error", hidden: true, role: "alert" });
    const scale = RF.scale.make(doc.scale, doc.unratable, {
      name: `Level of ${unit.id} after the suggestion was seen`,
      changed: (next) => { entry.judgement = { ...entry.judgement, ...next }; draw(); },
      keys: false,
    });
    const tags = RF.tags.make(unit, titles, {
      talk,
      change: (markers) => { entry.judgement = { ...entry.judgement, markers }; draw(); },
      tag,
    });
    const name = `reason-${unit.id}`;
    const reasons = h("fieldset", { class: "reasons part" }, h("legend", {}, "Why the rating is changed"),
      doc.reasons.map((one) => h("label", { class: "option" }, h("input", { type: "radio", name, value: one.code, checked: entry.reason === one.code }), h("span", {}, one.label))));
    const more = h("input", { type: "text", id: `${name}-note`, value: entry.reason_note, maxlength: 1000, autocomplete: "off" });
    const note = h("textarea", { id: `change-note-${unit.id}`, rows: 3, maxlength: RF.note.MOST, value: entry.judgement.note, "aria-keyshortcuts": "n" });
    const text = h("span", {}, "Save the decision");
    const button = h("button", { type: "button", class: "primary", "aria-keyshortcuts": "Enter" }, text, " ", key("Enter"));
    const away = h("button", { type: "button", class: "quiet" }, "Cancel");
    const why = h("div", { class: "why part" }, h("p", { class: "hint" }, "Only for a reason in the text that you had missed."), reasons, h("div", { class: "field" }, h("label", { htmlFor: more.id }, "In your own words"), more));
    const root = h("div", { class: "changing" }, h("h3", { tabIndex: -1 }, "Change your rating"), scale.root, why, tags.root,
      h("div", { class: "field part" }, h("label", { htmlFor: note.id }, "Note ", key("n")), note), problem, h("div", { class: "actions stick" }, button, away));

    function draw() {
      scale.show(entry.judgement);
      tags.show(entry.judgement.markers);
      const kept = entry.judgement.level === blind.level && entry.judgement.unratable === blind.unratable;
      why.hidden = kept;
      text.textContent = kept ? "Keep the level, save" : `Change to ${said(entry.judgement, doc)}`;
    }

    reasons.addEventListener("change", (event) => { entry.reason = event.target.value; });
    more.addEventListener("input", () => { entry.reason_note = more.value; });
    note.addEventListener("input", () => { entry.judgement = { ...entry.judgement, note: note.value }; });
    away.addEventListener("click", cancel);
    /* Nothing is changed while it is on its way. */
    function hold(on) {
      RF.dom.off(button, on);
      scale.disable(on);
      reasons.disabled = on;
      note.readOnly = on;
      more.readOnly = on;
      tags.show(entry.judgement.markers, { readonly: on });
    }
    async function submit() {
      if (button.getAttribute("aria-disabled") === "true") return;
      const kept = entry.judgement.level === blind.level && entry.judgement.unratable === blind.unratable;
      const lacking = state.lacks(entry.judgement);
      const needs = doc.reasons.find((one) => one.code === entry.reason);
      let message = lacking ? lacking.message : "";
      let field = lacking ? (lacking.code === "note_needed" ? note : scale) : null;
      if (!message && !kept && !entry.reason) [message, field] = ["Say why the rating is changed.", reasons.querySelector("input")];
      if (!message && !kept && needs.needs_note && !entry.reason_note.trim()) [message, field] = ["Say in a few words why.", more];
      problem.hidden = !message;
      problem.textContent = message;
      if (message) {
        field.focus();
        return;
      }
      hold(true);
      try {
        await save({ judgement: entry.judgement, kept, reason: kept ? null : entry.reason, reason_note: kept ? "" : entry.reason_note });
      } catch (error) {
        problem.hidden = false;
        problem.textContent = error.message;
      } finally {
        hold(false);
      }
    }
    button.addEventListener("click", submit);
    draw();
    return { root, submit, press: scale.press, refuse: scale.refuse, redraw: draw, note: () => note.focus(), focus: () => root.querySelector("h3").focus() };
  }

  RF.decide = { said, card, change, form };
})();
