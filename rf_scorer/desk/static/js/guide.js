/* Makes a guide's contents list out of its headings, and tells where the reader is. */
(() => {
  "use strict";
  const article = document.getElementById("guide");
  const frame = document.getElementById("contents");
  const headings = [...article.querySelectorAll("h2, h3")];

  /* Only a table that is wider than the page needs to be reached for scrolling, and then it has a name of its own. */
  let count = 0;
  for (const box of article.querySelectorAll(".wide")) {
    const before = headings.filter((heading) => heading.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    count += 1;
    const name = `Table ${count}${before ? `, ${before.textContent.trim()}` : ""}`;
    const fit = () => {
      const wide = box.scrollWidth > box.clientWidth;
      for (const [attribute, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", name]]) {
        if (wide) box.setAttribute(attribute, value);
        else box.removeAttribute(attribute);
      }
    };
    new ResizeObserver(fit).observe(box);
  }
  for (const block of article.querySelectorAll("pre")) block.tabIndex = 0;

  if (headings.length < 2) return;
  const links = new Map();
  const list = document.createElement("ol");
  for (const heading of headings) {
    heading.tabIndex = -1;
    const item = document.createElement("li");
    if (heading.tagName === "H3") item.className = "deep";
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    item.append(link);
    list.append(item);
    links.set(heading, link);
  }
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "On this page";
  fold.append(summary, list);
  const wide = window.matchMedia("(min-width: 64rem)");
  const unfold = () => {
    fold.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
  frame.append(fold);
  frame.hidden = false;

  /* The heading that was passed last. */
  let current = null;
  function mark() {
    const edge = 120;
    let found = headings[0];
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > edge) break;
      found = heading;
    }
    if (found === current) return;
    if (current) links.get(current).removeAttribute("aria-current");
    current = found;
    links.get(current).setAttribute("aria-current", "location");
    if (wide.matches) links.get(current).scrollIntoView({ block: "nearest" });
  }
  let waiting = false;
  document.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });
  mark();
})();
