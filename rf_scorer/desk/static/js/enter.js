/* Lets a rater in: takes the token out of the address before anything else, and hands it to the server once. */
(() => {
  "use strict";
  const form = document.getElementById("enter");
  const field = document.getElementById("token");
  const error = document.getElementById("token-error");
  const button = form.querySelector("button");
  const live = document.getElementById("live");
  const alarm = document.getElementById("alert");
  let busy = false;

  const SAID = {
    empty: "There is nothing in the field. Paste your link into it.",
    400: "This is not a link to the desk. See that it was copied to its end, or ask whoever looks after the study for a new one.",
    401: "This link is not known in this study. See that it was copied to its end, or ask whoever looks after the study for a new one.",
    429: "Too many wrong links in a short time. Wait a minute, then try again.",
    503: "The desk is busy. Try again in a moment.",
    away: "The desk does not answer. See that the program is still running, then try again.",
    other: "The desk could not let you in. Try again, or ask whoever looks after the study.",
  };

  /* Of a whole link only what stands behind the #; of a token nothing but itself. */
  function token(text) {
    const part = text.slice(text.lastIndexOf("#") + 1).trim();
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  function fromAddress() {
    const found = token(window.location.hash);
    // Out of the address bar and the history, whether it is good or not.
    if (window.location.hash) window.history.replaceState(null, "", window.location.pathname);
    return found;
  }

  function state(on) {
    busy = on;
    // Not "disabled": the focus would be lost to those who work without a mouse.
    button.setAttribute("aria-disabled", String(on));
    button.textContent = on ? "Opening …" : "Open my desk";
    live.textContent = on ? "Opening your desk" : "";
  }

  function show(text) {
    error.textContent = text;
    error.hidden = false;
    field.setAttribute("aria-invalid", "true");
    alarm.textContent = text;
    field.focus();
    field.select();
  }

  function clear() {
    error.hidden = true;
    error.textContent = "";
    alarm.textContent = "";
    field.removeAttribute("aria-invalid");
  }

  /* What the server says, where it says something. */
  async function told(answer) {
    try {
      const { error: said } = await answer.json();
      return [said.message, said.remedy].filter(Boolean).join(" ");
    } catch {
      return "";
    }
  }

  async function enter(given) {
    if (busy) return;
    clear();
    if (!given) {
      show(SAID.empty);
      return;
    }
    state(true);
    let answer;
    try {
      answer = await fetch("/enter", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        credentials: "same-origin",
        cache: "no-store",
        body: JSON.stringify({ token: given }),
      });
    } catch {
      state(false);
      show(SAID.away);
      return;
    }
    if (answer.ok) {
      field.value = "";
      window.location.replace("/");
      return;
    }
    state(false);
    show(SAID[answer.status] || (await told(answer)) || SAID.other);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(token(field.value));
  });
  field.addEventListener("input", clear);
  // A second link opened in the same tab changes nothing but the fragment.
  window.addEventListener("hashchange", () => {
    const found = fromAddress();
    if (found) enter(found);
  });

  const given = fromAddress();
  if (given) enter(given);
  else field.focus();
})();
