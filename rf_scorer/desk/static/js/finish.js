/* The end of an interview: what is still open, finishing it, and opening it again for a reason. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const { h, many, key } = RF.dom;

  /* drawn(stage): told what the page waits for. */
  function make({ state, outbox, sheet, drawn: told }) {
    let shown = false;
    let drawn = "";
    let problem = "";
    const noun = state.doc.mode === "practice" ? "set" : "interview";

    function group(title, ids, about) {
      if (!ids.length) return null;
      return h("section", { class: "open-group", "aria-label": title }, h("h3", {}, title), about && h("p", { class: "hint" }, about),
        h("ul", { class: "open-list" }, ids.map((id) => h("li", {}, h("button", { type: "button", class: "link", "data-open": id },
          id === RF.state.OVERALL ? "Overall" : [h("span", { class: "pid" }, id), " ", state.units.get(id).title])))));
    }

    async function finish() {
      problem = "";
      try {
        await outbox.act("finished", null, {});
        RF.dom.say(`The ${noun} is finished.`);
      } catch (error) {
        problem = error.message;
        RF.dom.warn(problem);
      }
      draw(true);
    }

    function open() {
      const { required, drafts, undecided, optional } = state.missing();
      const left = required.length + drafts.length + undecided.length;
      const button = h("button", { type: "button", class: "primary", "aria-disabled": left ? "true" : null, "aria-describedby": "finish-why", "aria-keyshortcuts": "Enter" }, h("span", {}, `Finish this ${noun}`), left ? null : [" ", key("Enter")]);
      button.addEventListener("click", () => {
        if (!left) finish();
        else sheet.body.querySelector("[data-open]").focus();
      });
      return [
        h("p", { id: "finish-why", class: left ? "notice" : "notice calm" }, left
          ? [h("strong", {}, `${many(left, "thing is", "things are")} still open.`), ` The ${noun} can be finished when nothing below is left.`]
          : [h("strong", {}, "Everything is there."), " Once it is finished, ratings can be changed only after it is opened again for a reason."]),
        group("To be locked", required, state.overall.length ? "Every demand passage that was answered, and the whole interview." : "Every answer of the set."),
        group("Begun, not locked", drafts, "Lock these, or clear them."),
        group("Seen, not decided", undecided, "Keep your rating or change it."),
        left ? null : group("Not rated", optional, "These need no rating."),
        problem ? h("p", { class: "error" }, problem) : null,
        h("div", { class: "actions stick" }, button),
      ];
    }

    function closed() {
      const reason = h("textarea", { id: "reopen-reason", rows: 3, maxlength: 1000 });
      const error = h("p", { class: "error", hidden: true });
      const button = h("button", { type: "button" }, "Open it again");
      button.addEventListener("click", async () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        error.hidden = Boolean(reason.value.trim());
        error.textContent = "Say why it is opened again.";
        if (!reason.value.trim()) {
          reason.focus();
          return;
        }
        RF.dom.off(button, true);
        try {
          await outbox.act("reopened", null, { reason: reason.value.trim() });
          RF.dom.say(`The ${noun} is open again.`);
        } catch (failure) {
          error.hidden = false;
          error.textContent = failure.message;
          RF.dom.off(button, false);
        }
      });
      const at = Object.values(state.ledger.units).length;
      return [
        h("p", { class: "notice calm" }, h("strong", {}, "Finished."), ` ${many(at, "rating")} ${RF.backend.name === "file" ? "given. Save them now, and hand in the file" : "handed in"}. You can still read them.`),
        RF.backend.name === "server" ? h("div", { class: "actions part" }, h("a", { class: "button primary", href: "/" }, `Back to the ${noun}s`)) : null,
        h("details", { class: "reopen" }, h("summary", {}, `Open the ${noun} again`), h("div", { class: "field part" }, h("label", { htmlFor: reason.id }, "Why it is opened again"), reason), error, h("div", { class: "actions" }, button)),
      ];
    }

    function draw(anyway) {
      if (!shown) return;
      const now = JSON.stringify([state.finished(), state.missing(), problem]);
      if (now === drawn && !anyway) return;
      drawn = now;
      const title = h("h2", { id: "rating-title", tabIndex: -1 }, state.finished() ? "Finished" : "Finish");
      const had = sheet.put(h("header", { class: "panel-head" }, h("div", { class: "panel-title" }, title)), state.finished() ? closed() : open());
      sheet.told("", title.textContent);
      told(state.finished() ? "finished" : "finish");
      if (had) sheet.title();
    }

    state.listen(() => draw(false));
    return {
      /* Enter on this page: what is still open first, else the interview is finished. False where that is done or another page is shown. */
      press() {
        if (!shown || state.finished()) return false;
        const button = sheet.all(".actions.stick .primary")[0];
        if (button) button.click();
        return Boolean(button);
      },
      open() { shown = true; drawn = ""; problem = ""; draw(true); },
      close() { shown = false; },
    };
  }

  RF.finish = { make };
})();
