/* The button that takes the rater's cookie away, for desks that several people use. */
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-leave]") : null;
    if (!button) return;
    button.disabled = true;
    const token = document.querySelector('meta[name="rf-csrf"]');
    try {
      if (window.RF && window.RF.settle) await window.RF.settle(); // what is still on its way first
      await fetch("/leave", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-RF-Desk": token ? token.content : "" },
        body: "{}",
      });
      window.addEventListener("pagehide", () => {
        try {
          window.sessionStorage.clear(); // how long whoever leaves worked on what
        } catch {
          /* then there is nothing in it */
        }
      });
      window.location.assign("/enter");
    } catch {
      button.disabled = false;
      document.getElementById("alert").textContent = "You are still at the desk: the server did not answer. Try again.";
    }
  });
})();
