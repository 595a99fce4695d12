/* Finding, ordering and walking through the rows of the first page. The rows themselves come with the page. */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const find = (id) => document.getElementById(id);
  const frame = find("list");
  const noun = frame.dataset.noun;
  const table = find("rows");
  const help = find("keys");
  const next = find("next");
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
  const dated = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

  /* Times come in UTC; here they are the rater's own. */
  function times() {
    const now = new Date();
    const yesterday = new Date(now);
    yesterday.setDate(now.getDate() - 1);
    for (const element of document.querySelectorAll("time[datetime]")) {
      const at = new Date(element.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const same = (other) => at.toDateString() === other.toDateString();
      element.title = exact.format(at);
      if (same(now)) element.textContent = `today, ${clock.format(at)}`;
      else if (same(yesterday)) element.textContent = `yesterday, ${clock.format(at)}`;
      else element.textContent = (at.getFullYear() === now.getFullYear() ? day : dated).format(at);
    }
  }

  function letters() {
    return !RF.switches || RF.switches.get("shortcuts") === "on";
  }

  function writing(target) {
    return target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  }

  function openHelp() {
    if (!help.open) help.showModal();
  }

  /* Names as people count: aai-9 before aai-10. */
  const names = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const WAYS = { up: "ascending", down: "descending" };

  function rowsOf(body) {
    return [...body.rows].map((row, place) => ({
      row,
      place,
      link: row.querySelector("th a"),
      status: row.dataset.status,
      text: row.querySelector("th").textContent.toLowerCase(),
      name: row.querySelector("th > a, th").textContent.trim(),
      words: Number(row.dataset.words),
      differ: Number(row.dataset.differ),
      share: Number(row.dataset.share),
      last: row.dataset.last || "",
    }));
  }

  function setup() {
    const body = table.tBodies[0];
    const rows = rowsOf(body);
    const query = find("query");
    const order = find("order");
    const shown = find("shown");
    const form = find("find");
    const heads = [...table.querySelectorAll("th[data-key]")];
    const chosen = () => form.querySelector("input[name=status]:checked").value;
    let sorted = { key: "", way: "up" };
    let visible = rows;
    let timer = 0;

    function told(count) {
      const all = rows.length;
      shown.textContent = count === all ? `${all} ${noun}${all === 1 ? "" : "s"}` : `${count} of ${all} ${noun}s shown`;
    }

    function filter() {
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      const status = chosen();
      visible = [];
      for (const entry of rows) {
        const fits = (!status || entry.status === status) && words.every((word) => entry.text.includes(word));
        entry.row.hidden = !fits;
        if (fits) visible.push(entry);
      }
      table.hidden = visible.length === 0;
      find("none").hidden = visible.length !== 0;
      told(visible.length);
      remember();
    }

    function compare(key) {
      if (!key) return (one, two) => one.place - two.place;
      if (key === "name") return (one, two) => names.compare(one.name, two.name);
      if (key === "last") return (one, two) => (one.last < two.last ? -1 : Number(one.last > two.last));
      return (one, two) => one[key] - two[key];
    }

    function sort(key, way) {
      sorted = { key, way };
      const judge = compare(key);
      const sign = way === "down" ? -1 : 1;
      rows.sort((one, two) => sign * judge(one, two) || one.place - two.place);
      body.append(...rows.map((entry) => entry.row));
      for (const head of heads) {
        if (head.dataset.key === key) head.setAttribute("aria-sort", WAYS[way]);
        else head.removeAttribute("aria-sort");
      }
      order.value = key ? `${key} ${way}` : "";
      filter();
    }

    /* In the tab's history and nowhere else: going back from an interview finds the list as it was left. */
    function remember() {
      clearTimeout(timer);
      // Not with every key: browsers refuse to note changes that come too fast.
      timer = setTimeout(note, 300);
    }

    function note() {
      clearTimeout(timer);
      window.history.replaceState({ list: { query: query.value, status: chosen(), ...sorted } }, "");
    }

    function option(value, text) {
      const element = document.createElement("option");
      element.value = value;
      element.textContent = text;
      order.append(element);
    }

    option("", "As in the study");
    for (const head of heads) {
      const key = head.dataset.key;
      const first = head.dataset.first || "up";
      const text = head.textContent.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = `${text} `;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const other = first === "up" ? "down" : "up";
        sort(key, sorted.key === key && sorted.way === first ? other : first);
      });
      const ends = key === "name" ? ["A to Z", "Z to A"] : key === "last" ? ["oldest first", "newest first"] : ["least first", "most first"];
      for (const way of first === "up" ? ["up", "down"] : ["down", "up"]) {
        option(`${key} ${way}`, `${text}, ${ends[way === "up" ? 0 : 1]}`);
      }
    }
    for (const badge of form.querySelectorAll("[data-count]")) {
      badge.textContent = String(rows.filter((entry) => entry.status === badge.dataset.count).length);
    }

    const reset = () => {
      query.value = "";
      form.querySelector('input[name=status][value=""]').checked = true;
      filter();
      query.focus();
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    query.addEventListener("input", filter);
    query.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && query.value) {
        event.preventDefault();
        query.value = "";
        filter();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        walk(1);
      } else if (event.key === "Enter" && visible.length === 1 && visible[0].link) {
        event.preventDefault();
        visible[0].link.click();
      }
    });
    for (const radio of form.querySelectorAll("input[name=status]")) radio.addEventListener("change", filter);
    order.addEventListener("change", () => {
      const [key, way] = order.value.split(" ");
      sort(key, way || "up");
    });
    find("reset").addEventListener("click", reset);
    body.addEventListener("click", (event) => {
      if (event.target.closest("a")) note();
    });

    function walk(step) {
      const links = visible.map((entry) => entry.link).filter(Boolean);
      if (!links.length) return;
      const at = links.indexOf(document.activeElement);
      const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
      links[to].focus();
    }

    form.hidden = false;
    const before = window.history.state && window.history.state.list;
    if (before) {
      query.value = before.query;
      const radio = [...form.querySelectorAll("input[name=status]")].find((input) => input.value === before.status);
      if (radio) radio.checked = true;
      sort(before.key, before.way);
    } else {
      filter();
    }
    return { walk, search: () => query.focus() };
  }

  times();
  // A page that comes back out of the browser's store shows how far things were before the interview was opened.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  const rows = table ? setup() : { walk: () => {}, search: () => {} };
  const opener = find("keys-open");
  opener.hidden = false;
  opener.addEventListener("click", openHelp);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || writing(event.target)) return;
    const row = event.target instanceof Element && event.target.closest("#rows");
    if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      rows.walk(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (!letters()) return;
    const act = {
      "/": rows.search,
      "?": openHelp,
      j: () => rows.walk(1),
      k: () => rows.walk(-1),
      c: () => next && next.click(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
