/* Recordings of a person in this browser (IndexedDB) until the server has them: each second of sound is stored as it is
   recorded, so that a crash loses the last one at most. */

const KEPT = 30 * 24 * 3600 * 1000;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class TakeStore {
  constructor(person) {
    this.person = person;
  }

  async open() {
    const request = indexedDB.open("ban-ghi-am", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("takes", { keyPath: "id" });
      request.result.createObjectStore("chunks", { keyPath: ["take", "number"] });
    };
    this.base = await done(request);
    for (const take of await this.#all()) if (Date.now() - take.at > KEPT) await this.remove(take.id);
    return this;
  }

  #store(name, mode = "readwrite") {
    return this.base.transaction(name, mode).objectStore(name);
  }

  async #all() {
    return done(this.#store("takes", "readonly").getAll());
  }

  /* The takes of this person, the newest first. */
  async unsent() {
    const takes = (await this.#all()).filter((take) => take.person === this.person);
    return takes.sort((a, b) => b.at - a.at);
  }

  async put(take) {
    await done(this.#store("takes").put({ ...take, person: this.person }));
  }

  /* Some browsers lose blobs in their storage: bytes stay. */
  async addChunk(take, number, blob) {
    const bytes = await blob.arrayBuffer();
    await done(this.#store("chunks").put({ take, number, bytes }));
  }

  async sound(take) {
    const range = IDBKeyRange.bound([take.id, 0], [take.id, Infinity]);
    const chunks = await done(this.#store("chunks", "readonly").getAll(range));
    return new Blob(chunks.map((chunk) => chunk.bytes), { type: take.type });
  }

  async remove(id) {
    await done(this.#store("chunks").delete(IDBKeyRange.bound([id, 0], [id, Infinity])));
    await done(this.#store("takes").delete(id));
  }
}
