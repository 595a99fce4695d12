/* The desk's server as the page's backend. One try each: waiting and trying again is the outbox's business. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const PATIENCE = 20000; // ms
  const SIGNED_OUT = "You are not signed in any more, or somebody else is. Open your link in another tab, then try again here: what you entered is still in this page.";

  function address() {
    const { interview, mode } = JSON.parse(document.getElementById("case").textContent);
    return `/api/${mode === "adjudication" ? "adjudication" : "interviews"}/${encodeURIComponent(interview)}`;
  }

  async function answered(response) {
    let body = null;
    try {
      body = await response.json();
    } catch {
      /* a proxy's page, or half an answer */
    }
    if (response.ok && body && body.ledger) return body;
    const error = (body && body.error) || {};
    const failure = {
      code: error.code || String(response.status),
      message: [error.message, error.remedy].filter(Boolean).join(" ") || "The server did not understand.",
      retry: [429, 502, 503, 504, 507].includes(response.status) || (response.status === 500 && !error.code),
      after: Number(response.headers.get("Retry-After")) || 0,
    };
    if (response.status === 401 || response.status === 403) Object.assign(failure, { code: "signed_out", message: SIGNED_OUT, held: true });
    if (body && body.ledger) Object.assign(failure, { ledger: body.ledger, revealed: body.revealed, disagreements: body.disagreements });
    throw failure;
  }

  async function ask(path, options) {
    const token = document.querySelector('meta[name="rf-csrf"]');
    const patience = new AbortController();
    const timer = window.setTimeout(() => patience.abort(), PATIENCE);
    let response;
    try {
      response = await fetch(path, {
        credentials: "same-origin",
        cache: "no-store",
        signal: options.keepalive ? undefined : patience.signal,
        ...options,
        headers: { "Content-Type": "application/json", "X-RF-Desk": token ? token.content : "" },
      });
    } catch {
      throw { code: "unreachable", message: "The desk’s server does not answer.", retry: true };
    } finally {
      window.clearTimeout(timer);
    }
    return answered(response);
  }

  RF.backend = {
    name: "server",
    /* last: the page is going away, and the request has to outlive it. */
    send: (events, { last = false } = {}) => ask(`${address()}/events`, { method: "POST", body: JSON.stringify({ events }), keepalive: last }),
  };
})();
