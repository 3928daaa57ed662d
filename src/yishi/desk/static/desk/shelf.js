// What the browser keeps of the desk's forms: drafts while one writes, and what waits for the signal to come back.

const NAME = "yishi-desk";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts");
      request.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(name, mode, ask) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const work = base.transaction(name, mode);
      const request = ask(work.objectStore(name));
      work.oncomplete = () => resolve(request && request.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  } finally {
    base.close();
  }
}

export const draftOf = (address) => inStore("drafts", "readonly", (store) => store.get(address));
export const keepDraft = (address, draft) => inStore("drafts", "readwrite", (store) => store.put(draft, address));
export const dropDraft = (address) => inStore("drafts", "readwrite", (store) => store.delete(address));
export const waiting = () => inStore("waiting", "readonly", (store) => store.getAll());
export const wait = (sending) => inStore("waiting", "readwrite", (store) => store.add(sending));
export const noLongerWaits = (id) => inStore("waiting", "readwrite", (store) => store.delete(id));
