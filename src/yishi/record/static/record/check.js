// Checks a downloaded record, or the proof of a receipt, in the browser of whoever asks: nothing is sent anywhere, and
// the page works without a network. The same rules as offline.py: RFC 9162 hashing, every entry hashed anew, every tree
// head compared on the way. The lines of an export are canonical, so an entry's own bytes are hashed as they stand there.

const LISTED = 20; // faults that are named; all are counted
const LONGEST_LINE = 1 << 20;
const OFTEN = 5000; // lines between two looks at the clock, so that the page stays alive
const HEX = /^[0-9a-f]{64}$/;
const ENTRY = /^\{"hash":"([0-9a-f]{64})","index":(0|[1-9]\d{0,14}),"leaf":/;
const WITHHELD = /^\{"hash":"([0-9a-f]{64})","index":(0|[1-9]\d{0,14}),"withheld":true\}$/;

// --- SHA-256 (FIPS 180-4): the browser's own may only be asked for one text at a time, and not on every page ---

const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

function block(state, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
}

export function sha256(...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array((((length + 8) >> 6) + 1) << 6);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  bytes[at] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(bytes.length - 4, (length << 3) >>> 0);
  const state = START.slice();
  for (let i = 0; i < bytes.length; i += 64) block(state, bytes, i);
  const sum = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => sum.setInt32(i * 4, word));
  return new Uint8Array(sum.buffer);
}

// --- the tree ---

const text = new TextEncoder();
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1);
const leafHash = (bytes) => sha256(LEAF, bytes);
const nodeHash = (left, right) => sha256(NODE, left, right);

class Growing {
  size = 0;
  edge = [];

  push(leaf) {
    for (let index = this.size; index % 2; index = (index - 1) / 2) leaf = nodeHash(this.edge.pop(), leaf);
    this.edge.push(leaf);
    this.size++;
  }

  root() {
    if (!this.edge.length) return hex(sha256());
    return hex(this.edge.slice(0, -1).reduceRight((at, left) => nodeHash(left, at), this.edge.at(-1)));
  }
}

// --- an export ---

class Wrong extends Error {}

export class Reader {
  // `known`: tree heads somebody noted elsewhere, as a Map of size to root.
  constructor(known = new Map()) {
    Object.assign(this, { known: new Map(known), tree: new Growing(), ids: new Set(), header: null });
    Object.assign(this, { next: 0, headAt: 0, heads: 0, withheld: 0, broken: false, faults: [], count: 0 });
  }

  fault(what, values = {}) {
    this.count++;
    if (this.faults.length < LISTED) this.faults.push([what, values]);
  }

  take(line, bytes) {
    if (!this.header) return this.begin(read(line));
    const entry = ENTRY.exec(line), withheld = !entry && WITHHELD.exec(line);
    if (entry || withheld) return this.leaf(entry || withheld, entry && bytes.subarray(entry[0].length, -1), line);
    const content = read(line);
    if (!content.head) throw new Wrong("shape");
    this.head(content.head);
  }

  begin(content) {
    const { format, version, size, root } = content;
    if (format !== "yishi-record" || version !== 1 || !Number.isSafeInteger(size) || !HEX.test(root)) throw new Wrong("header");
    this.header = content;
  }

  leaf([, hash, number], contents, line) {
    const index = Number(number);
    if (index !== this.next) {
      this.broken = true; // no tree head after this can be right
      this.fault(index < this.next ? "twice" : "missing", { wanted: this.next, n: index });
    }
    this.next = index + 1;
    if (!contents) this.withheld++;
    else {
      const { id } = read(line).leaf;
      if (hex(leafHash(contents)) !== hash) this.fault("changed", { n: index });
      if (!Number.isSafeInteger(id) || this.ids.has(id)) this.fault("twice", { n: index, wanted: index });
      this.ids.add(id);
    }
    this.tree.push(unhex(hash));
    if (this.known.has(this.tree.size)) {
      if (this.known.get(this.tree.size) !== this.tree.root()) this.fault("noted", { n: this.tree.size });
      this.known.delete(this.tree.size);
    }
  }

  head({ size, root }) {
    this.heads++;
    const since = this.headAt;
    this.headAt = this.tree.size;
    if (this.broken || (size === this.tree.size && size > since && root === this.tree.root())) return;
    this.broken = true; // all later heads stand on the same entries
    this.fault("head", { n: size, since });
  }

  end() {
    if (!this.header) throw new Wrong("header");
    const { size, root } = this.header;
    if (size !== this.tree.size) this.fault("short", { wanted: size, n: this.tree.size });
    else if (!this.broken && root !== this.tree.root()) this.fault("head", { n: size, since: 0 });
    if (this.headAt !== this.tree.size) this.fault("bare", { n: this.tree.size - this.headAt });
    for (const n of this.known.keys()) this.fault("larger", { n });
    return this;
  }
}

function read(line) {
  try {
    const content = JSON.parse(line);
    if (content && typeof content === "object" && !Array.isArray(content)) return content;
  } catch {
    // said below
  }
  throw new Wrong("shape");
}

async function* linesOf(file) {
  const begin = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = begin[0] === 0x1f && begin[1] === 0x8b;
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const reader = stream.getReader();
  let rest = new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    let from = 0;
    for (let end = value.indexOf(10); end >= 0; from = end + 1, end = value.indexOf(10, from)) {
      yield joined(rest, value.subarray(from, end));
      rest = new Uint8Array();
    }
    rest = joined(rest, value.subarray(from));
    if (rest.length > LONGEST_LINE) throw new Wrong("shape");
  }
  if (rest.length) yield rest;
}

function joined(before, after) {
  if (!before.length) return after.slice();
  const whole = new Uint8Array(before.length + after.length);
  whole.set(before);
  whole.set(after, before.length);
  return whole;
}

export async function checkRecord(file, known, progress = () => {}) {
  const reader = new Reader(known), letters = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let n = 0;
  try {
    for await (const bytes of linesOf(file)) {
      reader.take(letters.decode(bytes), bytes);
      if (++n % OFTEN === 0) {
        progress(reader.tree.size, reader.header.size);
        await new Promise((go) => setTimeout(go));
      }
    }
    return reader.end();
  } catch (trouble) {
    reader.fault(trouble instanceof Wrong ? trouble.message : "damaged", { n: n + 1 });
    return reader;
  }
}

// --- the proof of a receipt ---

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!value || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export function checkProof({ format, version, index, size, hash, root, path, leaf }) {
  const place = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
  if (format !== "yishi-record-proof" || version !== 1 || !place || !Array.isArray(path)) return false;
  if (![hash, root, ...path].every((each) => typeof each === "string" && HEX.test(each))) return false;
  if (leaf && hex(leafHash(text.encode(canonical(leaf)))) !== hash) return false;
  let fn = index, sn = size - 1, at = unhex(hash);
  const half = (n) => Math.floor(n / 2); // as >> does, but for numbers above 2³¹ too
  for (const step of path.map(unhex)) {
    if (sn === 0) return false;
    if (fn % 2 || fn === sn) {
      at = nodeHash(step, at);
      while (fn % 2 === 0 && fn) [fn, sn] = [half(fn), half(sn)];
    } else at = nodeHash(at, step);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && hex(at) === root;
}

// --- the page ---

function page(root) {
  const [form, shown, meter] = ["form", "[data-answer]", "progress"].map((what) => root.querySelector(what));
  const sentence = (what, values = {}) =>
    Object.entries(values).reduce(
      (said, [name, value]) => said.replaceAll(`{${name}}`, value),
      root.querySelector(`template[data-say="${what}"]`).content.textContent.trim(),
    );

  function answer(kind, lines) {
    shown.replaceChildren(
      ...lines.map((line, n) => Object.assign(document.createElement(n ? "p" : "h2"), { textContent: line })),
    );
    shown.className = `notice notice-${kind}`;
    shown.dataset.answer = kind;
    shown.hidden = false;
    shown.focus();
  }

  function noted() {
    const given = form.elements.noted.value.trim();
    if (!given) return new Map();
    const found = /^(\d{1,15})\s*[:：]\s*([0-9a-fA-F\s]+)$/.exec(given);
    const digits = found?.[2].replace(/\s/g, "").toLowerCase();
    if (!found || !HEX.test(digits)) throw new Wrong("noted_shape");
    return new Map([[Number(found[1]), digits]]);
  }

  async function asProof(file) {
    if (file.size > LONGEST_LINE) return null;
    try {
      const content = JSON.parse(await file.text());
      return content?.format === "yishi-record-proof" ? content : null;
    } catch {
      return null;
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    if (!file) return answer("warn", [sentence("nothing")]);
    try {
      const known = noted(), proof = await asProof(file);
      if (proof) {
        const holds = checkProof(proof);
        const values = { n: proof.index, size: proof.size, root: proof.root };
        return answer(holds ? "good" : "stop", [sentence(holds ? "proof_holds" : "proof_broken", values), ...(holds ? [sentence("compare", values)] : [])]);
      }
      meter.hidden = false;
      const found = await checkRecord(file, known, (done, all) => Object.assign(meter, { value: done, max: all }));
      const counted = { n: found.tree.size, withheld: found.withheld, heads: found.heads, root: found.tree.root() };
      if (!found.count) return answer("good", [sentence("holds"), sentence("counted", counted)]);
      const more = found.count - found.faults.length;
      answer("stop", [
        sentence("broken"),
        ...found.faults.map(([what, values]) => sentence(what, values)),
        ...(more ? [sentence("more", { n: more })] : []),
        sentence("counted", counted),
      ]);
    } catch (trouble) {
      answer("warn", [sentence(trouble instanceof Wrong ? trouble.message : "damaged", { n: 0 })]);
    } finally {
      meter.hidden = true;
    }
  });
  form.hidden = false;
}

const root = globalThis.document?.querySelector("[data-check-record]");
if (root) page(root);
