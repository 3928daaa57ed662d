// What this device keeps of its sheets: a letter and the next number for each session, and every line until long after
// it has arrived. A number is given and its line kept in one step, so that nothing is lost if the battery dies after it.

const NAME = "yishi-hall";
const KEPT_FOR = 3 * 24 * 60 * 60 * 1000;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("sheets", { keyPath: "id" });
      const lines = request.result.createObjectStore("lines", { keyPath: "line" });
      lines.createIndex("sheet", "id");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Runs `work(sheets, lines)` in one transaction; what it puts into `result.value` is given when all of it is written.
async function within(mode, work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const done = base.transaction(["sheets", "lines"], mode, { durability: "strict" });
      const result = { value: undefined };
      done.oncomplete = () => resolve(result.value);
      done.onerror = done.onabort = () => reject(done.error);
      work(done.objectStore("sheets"), done.objectStore("lines"), result);
    });
  } finally {
    base.close();
  }
}

export const sheetId = (session, person) => `${session} ${person}`;
export const word = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The sheet of a session and person on this device; a new one has no letter until the server gave it one.
export function sheetOf(id) {
  return within("readwrite", (sheets, _lines, result) => {
    sheets.get(id).onsuccess = ({ target }) => {
      result.value = target.result || { id, device: word(), letter: "", next: 1 };
      if (!target.result) sheets.put(result.value);
    };
  });
}

// The line is kept, with the next number of its sheet.
export function keep(id, said) {
  return within("readwrite", (sheets, lines, result) => {
    sheets.get(id).onsuccess = ({ target }) => {
      const sheet = target.result;
      const line = { ...said, id, line: word(), device: sheet.device, number: sheet.next, letter: sheet.letter, at: Date.now(), state: "waiting" };
      sheets.put({ ...sheet, next: sheet.next + 1 });
      lines.put(line);
      result.value = line;
    };
  });
}

export function linesOf(id) {
  return within("readwrite", (_sheets, lines, result) => {
    lines.index("sheet").getAll(id).onsuccess = ({ target }) => {
      const fresh = target.result.filter((line) => line.state !== "kept" || Date.now() - line.at < KEPT_FOR);
      for (const line of target.result) if (!fresh.includes(line)) lines.delete(line.line);
      result.value = fresh.sort((a, b) => a.at - b.at || a.number - b.number);
    };
  });
}

export function change(line, fields) {
  return within("readwrite", (_sheets, lines) => {
    lines.get(line).onsuccess = ({ target }) => target.result && lines.put({ ...target.result, ...fields });
  });
}

export const drop = (line) => within("readwrite", (_sheets, lines) => lines.delete(line));

// The server said which letter this device has, or that it has another one by now (its numbers were given by a copy of
// it): lines that wait for it get the next numbers there.
export function lettered(id, told) {
  return within("readwrite", (sheets, lines, result) => {
    sheets.get(id).onsuccess = ({ target }) => {
      const before = target.result;
      const moved = before.device !== told.device;
      let next = moved ? told.next : Math.max(before.next, told.next);
      lines.index("sheet").getAll(id).onsuccess = (found) => {
        const waiting = found.target.result.filter((line) => line.state === "waiting").sort((a, b) => a.at - b.at || a.number - b.number);
        for (const line of waiting) {
          const was = moved ? { number: next, device: told.device, was: line.was || `${line.letter}${line.number}` } : {};
          if (moved) next += 1;
          lines.put({ ...line, letter: told.letter, ...was });
        }
        result.value = { ...before, device: told.device, letter: told.letter, next };
        sheets.put(result.value);
      };
    };
  });
}
