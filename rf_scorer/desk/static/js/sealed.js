/*
 * The backend of a worksheet: a page that is one file and has no server. It judges every event by the same ledger as the
 * desk, opens the seal of a unit when that ledger says so, and makes and reads the file that a worksheet saves.
 *
 * The seal is no encryption: it keeps numbers from being read by accident, and what opens it stands below and in
 * rf_scorer/review/seal.py. Nothing is kept in the browser: what was not saved is gone with the page.
 */
(() => {
  "use strict";
  const RF = (window.RF = window.RF || {});
  const SCHEMA = "urn:rf-scorer:schema:worksheet-return:1";
  const LARGEST = 8_000_000;
  const MOST = 20_000;
  const EXTREMES = ["lowest", "highest"];
  const KEYS = ["id", "kind", "unit", "at", "body"];

  /* CRC-32, as zip files have it. */
  const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  }

  function unseal(text, worksheet, unit) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    let state = crc32(new TextEncoder().encode(`${worksheet}:${unit}`)) || 1;
    for (let index = 0; index < bytes.length; index += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] ^= state >>> 24;
    }
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  }

  function checksum(document) {
    const { check: _, ...covered } = document;
    return crc32(new TextEncoder().encode(JSON.stringify(covered))).toString(16).padStart(8, "0");
  }

  /* An event as it is kept; a copy, so that nobody changes it afterwards. */
  const pick = (event) => JSON.parse(JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, event[key]]))));

  function fault(code, message) {
    return Object.assign(new Error(message), { code });
  }

  /*
   * The state of one worksheet. facts: {id, program, went_on_from, events (what the study had), sealed (unit -> text)};
   * given: the case document.
   */
  function make(facts, given) {
    const listeners = [];
    let own = [];
    let known = new Set();
    let ledger;
    let kept = 0; // how many of our own events stand in a file

    /* From the beginning: what the study had was judged there, our own is judged anew. */
    function rebuild(events) {
      const base = facts.events.map((event, index) => ({ ...event, seq: index + 1 }));
      const made = RF.ledger.replay(given.terms, base);
      events.forEach((event, index) => made.apply({ ...event, seq: base.length + index + 1 }));
      own = events;
      known = new Set([...base, ...events].map((event) => event.id));
      ledger = made;
    }

    /*
     * What is said of the whole interview does not single out passages whose suggestion was not seen, as in revelation() of
     * rf_scorer/review/case.py.
     */
    function unnamed(figure, hidden) {
      const kept = (names) => names.filter((name) => !hidden.has(name));
      const found = { ...figure };
      if (EXTREMES.includes(found.id)) found.passages = kept(found.passages);
      if (found.basis !== null) {
        const grounds = found.basis.grounds.map((ground) => ({ ...ground, passages: kept(ground.passages) }));
        const ends = Object.fromEntries(EXTREMES.map((key) => [key, kept(found.basis[key])]));
        found.basis = { ...found.basis, ...ends, grounds };
      }
      return found;
    }

    const seen = (units, unit) => Object.hasOwn(units, unit) && ["revealed", "decided"].includes(units[unit].stage);

    function opened(unit, units) {
      const found = Object.hasOwn(facts.sealed, unit) ? unseal(facts.sealed[unit], facts.id, unit) : null;
      if (found === null || unit !== "overall") return found;
      const hidden = new Set(given.terms.ratable.filter((id) => !seen(units, id)));
      return { ...found, aggregates: found.aggregates.map((figure) => unnamed(figure, hidden)) };
    }

    function revealed(only) {
      const { units } = ledger.document();
      const shown = Object.keys(units).filter((unit) => seen(units, unit) && (!only || only.has(unit)));
      return Object.fromEntries(shown.map((unit) => [unit, opened(unit, units)]));
    }

    function told() {
      for (const listener of listeners) listener();
    }

    /*
     * All of them or none. An `after` may be the unit's number from before the first of them; what is kept names the true one,
     * since a file does not tell what was sent together.
     */
    function send(events) {
      const before = own;
      const seqs = () => ledger.document().units;
      const first = seqs();
      const seqOf = (units, unit) => (Object.hasOwn(units, unit) ? units[unit].seq : 0);
      const now = [];
      try {
        for (const sent of events) {
          if (known.has(sent.id)) continue;
          if (own.length + now.length >= MOST) {
            throw fault("full", "This worksheet is full. Save it, hand it in, and ask for a new one.");
          }
          const event = pick(sent);
          if (event.unit !== null && event.body.after === seqOf(first, event.unit)) {
            event.body = { ...event.body, after: seqOf(seqs(), event.unit) };
          }
          if (!ledger.apply({ ...event, seq: facts.events.length + own.length + now.length + 1 })) continue;
          now.push(event);
          known.add(event.id);
        }
      } catch (error) {
        rebuild(before);
        const message = [error.message, error.remedy].filter(Boolean).join(" ");
        return Promise.reject({ code: error.code || "broken", message, ledger: ledger.document(), revealed: revealed(), retry: false });
      }
      own = [...own, ...now];
      if (now.length) told();
      const fresh = new Set(events.filter((event) => event.kind === "revealed").map((event) => event.unit));
      return Promise.resolve({ ledger: ledger.document(), revealed: revealed(fresh) });
    }

    /* The file that is saved, and how many events it holds: what is done meanwhile is not in it. */
    function write(at) {
      const document = {
        schema: SCHEMA,
        study: given.study,
        interview: given.interview,
        rater: given.rater,
        worksheet: facts.id,
        source_sha256: given.source_sha256,
        sheet_sha256: given.sheet_sha256,
        went_on_from: facts.went_on_from,
        program: facts.program,
        saved_at: at.toISOString(),
        events: own,
      };
      document.check = checksum(document);
      return { text: `${JSON.stringify(document, null, 1)}\n`, events: own.length };
    }

    /* A saved file, read; throws {code, message}. */
    function parsed(text) {
      let document;
      try {
        document = JSON.parse(text.replace(/^\uFEFF/, ""));
      } catch {
        throw fault("json", "This file is not one that a worksheet saved, or it is broken.");
      }
      if (document === null || typeof document !== "object" || document.schema !== SCHEMA) {
        throw fault("schema", "This file is not one that a worksheet saved.");
      }
      const same = (key, message) => {
        if (document[key] !== given[key]) throw fault(key, message);
      };
      same("study", "This file belongs to another study.");
      same("interview", "This file belongs to another interview.");
      same("rater", "This file belongs to another rater.");
      same("source_sha256", "This file was made for another version of the transcript.");
      if (document.worksheet !== facts.id) {
        throw fault("worksheet", "This file was saved from another worksheet of the same interview. Open it there, or hand it in and ask for a new worksheet.");
      }
      if (!Array.isArray(document.events) || document.events.length > MOST || document.check !== checksum(document)) {
        throw fault("check", "This file was changed after it was saved, or it is broken. Open an earlier one.");
      }
      return document;
    }

    /* Goes on with a saved file in the place of what is here; throws {code, message} and changes nothing if it does not fit. */
    function read(text) {
      if (text.length > LARGEST) throw fault("size", "This file is too large to be one that a worksheet saved.");
      const { events } = parsed(text);
      const before = own;
      try {
        rebuild(events.map(pick));
      } catch (error) {
        rebuild(before);
        throw fault("events", `What stands in this file cannot have happened here. ${error.code ? error.message : ""}`.trim());
      }
      kept = own.length;
      told();
    }

    rebuild([]);
    return {
      send,
      load: () => Promise.resolve({ ledger: ledger.document(), revealed: revealed() }),
      write,
      read,
      /* The case as it stands now: what a page is drawn from. */
      get case() {
        return { ...given, ledger: ledger.document(), revealed: revealed() };
      },
      get events() {
        return own.length;
      },
      /* Visits alone are nothing to save. */
      get unsaved() {
        return own.slice(kept).some((event) => event.kind !== "visited");
      },
      saved(events) {
        kept = Math.max(kept, events);
        told();
      },
      listen: (listener) => listeners.push(listener),
    };
  }

  RF.seal = { crc32, unseal, checksum };
  RF.worksheet = { make };

  const embedded = (id) => JSON.parse(document.getElementById(id).textContent);
  if (document.getElementById("worksheet")) {
    const sheet = make(embedded("worksheet"), embedded("worksheet-case"));
    RF.worksheet.here = sheet;
    RF.backend = { name: "file", send: sheet.send, load: sheet.load };
  }
})();
