/* The same interview in another tab of this browser: what was stored there is shown here as well. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});

  RF.sibling = {
    make(doc, heard) {
      // Worksheets are files, and all files of a browser may share one channel.
      if (!("BroadcastChannel" in window) || RF.backend.name !== "server") return { tell() {} };
      const channel = new BroadcastChannel(`rf-desk ${doc.study} ${doc.interview} ${doc.rater} ${doc.mode}`);
      channel.addEventListener("message", (event) => {
        const { ledger, revealed } = event.data || {};
        if (ledger) heard(ledger, revealed);
      });
      return { tell: (answer) => channel.postMessage({ ledger: answer.ledger, revealed: answer.revealed }) };
    },
  };
})();
