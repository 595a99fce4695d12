/*
 * Saving and opening in a worksheet. A download each time, or, where the browser lets a page write a file, one file that is
 * picked once and written after every change. Nothing is kept in the browser.
 */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const sheet = RF.worksheet && RF.worksheet.here;
  if (!sheet) return;
  const WAIT = 700; // ms without a change, before the picked file is written
  const LARGEST = 8_000_000;
  const given = sheet.case;
  const name = `${given.interview}--${given.rater}.rating.json`;
  const find = (id) => document.getElementById(id);
  const status = find("saving-status");
  const complaint = find("saving-fault");
  let handle = null;
  let timer = 0;
  let writing = Promise.resolve();
  let last = null; // {at, where, how}
  let failed = "";
  let begun = false;

  find("guide-open").addEventListener("click", () => {
    find("guide").showModal();
    // From its beginning, and not where its button is.
    find("guide").focus();
    find("guide").scrollTop = 0;
  });
  // The title has the focus first, so that it is read aloud; Enter there begins.
  find("begin-title").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find("begin-new").click();
  });

  const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  const PLACES = { downloaded: () => "in your downloads", written: (where) => `to ${where}` };

  function show() {
    const dirty = sheet.unsaved;
    let text = "Nothing to save yet";
    let state = "saved";
    if (dirty) {
      text = last ? `Not saved since ${clock(last.at)}` : "Not saved yet";
      if (handle && !failed) text = "Saving…";
      state = failed || !handle ? "unsaved" : "saving";
    } else if (last) {
      text = last.how === "opened" ? `Opened ${last.where}` : `Saved at ${clock(last.at)} ${PLACES[last.how](last.where)}`;
    }
    status.dataset.kind = state;
    if (status.textContent !== text) status.textContent = text;
    if (complaint.textContent !== failed) complaint.textContent = failed;
    complaint.hidden = !failed;
  }

  function say(text) {
    const live = find("live");
    if (live) live.textContent = text;
  }

  /* What is typed but not yet an event becomes one first. */
  async function settled() {
    if (!RF.settle) return;
    try {
      await RF.settle();
    } catch {
      /* the page itself tells what could not be entered */
    }
  }

  async function download() {
    await settled();
    const at = new Date();
    const made = sheet.write(at);
    const address = URL.createObjectURL(new Blob([made.text], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    last = { at, where: name, how: "downloaded" };
    failed = "";
    sheet.saved(made.events);
    show();
    say(`Saved as ${name}, in your downloads.`);
  }

  /* One at a time, the newest state each time. */
  function write() {
    clearTimeout(timer);
    writing = writing.then(async () => {
      const at = new Date();
      const made = sheet.write(at);
      try {
        const stream = await handle.createWritable();
        await stream.write(made.text);
        await stream.close();
        failed = "";
        last = { at, where: handle.name, how: "written" };
        sheet.saved(made.events);
      } catch {
        failed = `${handle.name} could not be written. That is tried again with the next change; “Save” downloads the work if it still fails.`;
      }
      show();
    });
    return writing;
  }

  async function pick() {
    await settled();
    try {
      handle = await window.showSaveFilePicker({
        suggestedName: name,
        types: [{ description: "Saved worksheet", accept: { "application/json": [".json"] } }],
      });
    } catch (error) {
      if (error && error.name === "AbortError") return; // closed without a choice
      find("save-to").hidden = true;
      failed = "This browser does not let the page write to a file of your choice. “Save” downloads the work instead.";
      show();
      return;
    }
    failed = "";
    await write();
    if (!failed) say(`Saved to ${handle.name}. Every change is written there from now on.`);
  }

  async function save() {
    await settled();
    if (handle) await write();
    if (!handle || failed) await download();
    else say(`Saved to ${handle.name}.`);
  }

  function begin() {
    begun = true;
    find("begin").close();
    RF.page = RF.start(sheet.case);
    show();
  }

  async function open(file) {
    const told = find("begin-fault");
    try {
      if (file.size > LARGEST) throw new Error("This file is too large to be one that a worksheet saved.");
      sheet.read(await file.text());
    } catch (error) {
      told.textContent = error.message;
      told.hidden = false;
      return;
    }
    last = { at: new Date(), where: file.name, how: "opened" };
    begin();
    say(`Opened ${file.name}: you go on where it was saved.`);
  }

  function ready() {
    if (typeof window.showSaveFilePicker === "function") find("save-to").hidden = false;
    find("save").addEventListener("click", save);
    find("save-to").addEventListener("click", pick);
    find("begin-new").addEventListener("click", begin);
    const chooser = find("begin-file");
    find("begin-open").addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", async () => {
      const [file] = chooser.files;
      chooser.value = ""; // the same file can be chosen again once it was mended
      if (file) await open(file);
    });
    document.addEventListener(
      "keydown",
      (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        event.stopPropagation();
        if (!find("begin").open) save();
      },
      true,
    );
    window.addEventListener("beforeunload", (event) => {
      // What was typed a moment ago is not an event yet.
      if (!sheet.unsaved && !(RF.page && RF.page.outbox.unsaved())) return;
      event.preventDefault();
      event.returnValue = true; // older browsers ask only then
    });
    // Escape would leave a page on which nothing was begun; pressed twice, browsers do not ask any more.
    find("begin").addEventListener("cancel", (event) => event.preventDefault());
    find("begin").addEventListener("close", () => begun || find("begin").showModal());
    find("begin").showModal();
    show();
  }

  sheet.listen(() => {
    show();
    if (handle && sheet.unsaved) {
      clearTimeout(timer);
      timer = setTimeout(write, WAIT);
    }
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
