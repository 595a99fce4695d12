/* Places in what was said: turns count characters as Unicode code points, browsers count units of UTF-16. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;
  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’\-–][\p{L}\p{N}\p{M}]+)*/gu;

  /* Code points before this unit. */
  function points(text, units) {
    let pairs = 0;
    for (const found of text.slice(0, units).matchAll(PAIRS)) pairs += found[0].length - 1;
    return units - pairs;
  }

  /* Units before this code point. */
  function units(text, wanted) {
    if (text.search(/[\ud800-\udbff]/) < 0) return Math.min(wanted, text.length);
    let at = 0;
    for (let count = 0; count < wanted && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  }

  /* The words of a text with their places in code points. */
  function words(text) {
    const found = [];
    let before = 0;
    let pairs = 0;
    for (const match of text.matchAll(WORD)) {
      pairs += match.index - before - points(text.slice(before, match.index), match.index - before);
      const inside = points(match[0], match[0].length);
      const start = match.index - pairs;
      found.push({ text: match[0], start, end: start + inside });
      pairs += match[0].length - inside;
      before = match.index + match[0].length;
    }
    return found;
  }

  /* Half a word selected is the word meant; the commas around it are not. Null where there is no word. */
  function whole(text, start, end) {
    const inside = words(text).filter((word) => word.end > start && word.start < end);
    return inside.length ? { start: inside[0].start, end: inside[inside.length - 1].end } : null;
  }

  function slice(text, start, end) {
    return text.slice(units(text, start), units(text, end));
  }

  /* A range over a turn's paragraph, whatever marks lie between its words. */
  function range(paragraph, start, end) {
    const text = paragraph.textContent;
    const first = units(text, start);
    const last = units(text, end);
    const made = document.createRange();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let passed = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const until = passed + node.data.length;
      if (!begun && first < until) {
        made.setStart(node, first - passed);
        begun = true;
      }
      if (begun && last <= until) {
        made.setEnd(node, last - passed);
        return made;
      }
      passed = until;
    }
    return null;
  }

  /* Where a point of a range lies in a turn's paragraph, in code points. */
  function offset(paragraph, node, at) {
    const before = document.createRange();
    before.selectNodeContents(paragraph);
    if (before.comparePoint(node, at) < 0) return 0;
    const text = paragraph.textContent;
    if (before.comparePoint(node, at) > 0) return points(text, text.length);
    before.setEnd(node, at);
    return points(text, before.toString().length);
  }

  /* The words that are selected, in the turn that holds most of them: {turn, start, end, paragraph}, or null. */
  function selected(root) {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const chosen = selection.getRangeAt(0);
    if (!root.contains(chosen.commonAncestorContainer)) return null;
    const around = chosen.commonAncestorContainer;
    const home = around instanceof Element ? around : around.parentElement;
    const one = home.closest(".turn");
    const turns = one ? [one] : [...home.querySelectorAll(".turn")].filter((turn) => chosen.intersectsNode(turn));
    let best = null;
    for (const paragraph of turns) {
      const start = offset(paragraph, chosen.startContainer, chosen.startOffset);
      const end = offset(paragraph, chosen.endContainer, chosen.endOffset);
      if (best === null || end - start > best.end - best.start) best = { paragraph, start, end };
    }
    if (best === null) return null;
    const place = whole(best.paragraph.textContent, best.start, best.end);
    return place && { ...place, turn: Number(best.paragraph.dataset.turn), paragraph: best.paragraph };
  }

  RF.text = { points, units, words, whole, slice, range, offset, selected };
})();
