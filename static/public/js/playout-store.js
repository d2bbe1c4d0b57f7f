// What a play-out page keeps: sound in IndexedDB, reports in localStorage, both also in memory.
const DATABASE = "ward-playout";
const REPORTS = "ward-playout-reports";
const memory = new Map();
let kept = {};

const opened = new Promise((resolve) => {
  try {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("sounds");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  } catch {
    resolve(null); // refused by the browser: then memory alone
  }
});

const inStore = async (mode, work) => {
  const database = await opened;
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const asked = work(database.transaction("sounds", mode).objectStore("sounds"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
};

// The sound of a version, or undefined; a version is a hash of the content.
export const readSound = async (version) => {
  if (!memory.has(version)) {
    const found = await inStore("readonly", (store) => store.get(version));
    if (found instanceof Blob) memory.set(version, found);
  }
  return memory.get(version);
};

export const keepSound = async (version, blob) => {
  memory.set(version, blob);
  await inStore("readwrite", (store) => store.put(blob, version));
};

// Drop every sound but those of these versions.
export const keepOnly = async (versions) => {
  for (const version of memory.keys()) if (!versions.has(version)) memory.delete(version);
  const keys = (await inStore("readonly", (store) => store.getAllKeys())) || [];
  for (const key of keys) if (!versions.has(key)) await inStore("readwrite", (store) => store.delete(key));
};

// Reports by bulletin, of this station: {started, ended, interruptions, position, version}.
export const readReports = (station) => {
  try {
    kept = JSON.parse(localStorage.getItem(`${REPORTS}:${station}`)) || {};
  } catch {
    kept = {};
  }
  return kept;
};

export const keepReports = (station, reports) => {
  try {
    localStorage.setItem(`${REPORTS}:${station}`, JSON.stringify(reports));
  } catch {
    // kept in memory alone
  }
};
