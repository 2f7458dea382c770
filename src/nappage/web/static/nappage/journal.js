// The journal of one visit's passes: written to this device before anything is sent, and kept until the server has each.
// Nothing here knows a page: the order and the sending are tested by themselves.
import { newId } from "./new_id.js";

const STORE = "passes";
const WAITS = [1000, 2000, 5000, 10000, 15000];

export async function openJournal(visit, factory = indexedDB) {
  const base = await new Promise((opened, failed) => {
    const asked = factory.open("nappage-journal", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ["visit", "id"] });
    asked.onsuccess = () => opened(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const range = IDBKeyRange.bound([visit, ""], [visit, "\uffff"]);
  const within = (mode, act) => {
    // Strict: what was tapped is on the disk before it counts as kept, for when the tablet's power goes.
    const run = base.transaction(STORE, mode, { durability: "strict" });
    const asked = act(run.objectStore(STORE));
    return new Promise((kept, failed) => {
      run.oncomplete = () => kept(asked.result);
      run.onerror = run.onabort = () => failed(run.error);
    });
  };
  return {
    all: () => within("readonly", (store) => store.getAll(range)),
    put: (pass) => within("readwrite", (store) => store.put({ visit, ...pass })),
    remove: (id) => within("readwrite", (store) => store.delete([visit, id])),
  };
}

// Sends what waits, oldest first, one at a time. `post` gives {status, answer}, or throws when there is no network.
// A pass that the server refuses stays, with why, and lets the others go on; a lost network holds all of them.
export function sender(journal, post, changed, later = setTimeout) {
  let running = false, again = false, tries = 0, timer = null, word = "";

  async function flush() {
    again = running;
    if (running) return;
    running = true;
    clearTimeout(timer);
    do {
      again = false;
      word = "";
      for (const pass of await journal.all()) {
        if (pass.refused) continue;
        word = await sendOne(pass);
        if (word) break;
      }
    } while (again);
    running = false;
    if (word) timer = later(flush, WAITS[Math.min(tries++, WAITS.length - 1)]);
    else tries = 0;
    changed(await journal.all(), { word });
  }

  async function sendOne(pass) {
    let found;
    try {
      found = await post({ ...pass.typed, id: pass.id, ago: Math.max(0, Math.round((Date.now() - pass.at) / 1000)) });
    } catch {
      return "offline";
    }
    const { status, answer } = found;
    if (status === 200) {
      await journal.remove(pass.id);
      changed(await journal.all(), { word: "", answer });
      return "";
    }
    // A page that another member opened, or of another patient, says nothing about the pass itself: it waits.
    if (answer.refused) return "locked";
    if (status === 409 || status === 422) {
      await journal.put({ ...pass, refused: answer });
      changed(await journal.all(), { word: "", answer });
      return "";
    }
    return status === 403 || status === 423 || status === 401 ? "locked" : "offline";
  }

  return {
    flush,
    async chart(typed) {
      const pass = { id: newId(), at: Date.now(), typed };
      await journal.put(pass);
      changed(await journal.all(), { word });
      flush();
      return pass.id;
    },
    async takeOff(id) {
      await journal.remove(id);
      changed(await journal.all(), { word });
    },
    async sendAgain(id) {
      const pass = (await journal.all()).find((one) => one.id === id);
      if (pass) await journal.put({ ...pass, refused: undefined });
      return flush();
    },
  };
}
