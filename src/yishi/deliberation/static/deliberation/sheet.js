// The sheet: Enter keeps a line on this device with its number at once and begins the next; what is kept is sent when
// there is a signal, and told as arrived once it has. Without this module the page is a form.
import { change, drop, keep, lettered, linesOf, sheetId, sheetOf } from "./lines.js";

const LATER = 8_000;
const PATIENCE = 30_000;
const AT_ONCE = 20;
const LONGEST_SIDE = 1800;
const place = document.querySelector("[data-sheet]");
if (place && typeof indexedDB !== "undefined") begin(place).catch(() => null);

async function begin(root) {
  const id = sheetId(root.dataset.sheet, root.dataset.person);
  const sheet = await sheetOf(id); // where nothing can be kept, the page stays a form
  const form = root.querySelector("form#line");
  const here = { root, id, form, sheet, said: root.dataset, draft: `yishi-hall-draft ${id}`, busy: false, told: "" };
  dress(here);
  giveBack(here);
  here.before = new Set((await linesOf(id)).filter((line) => line.state === "kept").map((line) => line.line)); // counted by the server
  await show(here);
  takeAlong();
  window.addEventListener("online", () => send(here));
  window.addEventListener("offline", () => show(here));
  document.addEventListener("visibilitychange", () => !document.hidden && send(here));
  setInterval(() => send(here), LATER);
  send(here);
}

// --- typing ---

function dress(here) {
  const { form } = here;
  const words = form.elements.words;
  form.querySelector("[data-keys]").hidden = false;
  delete form.dataset.once;
  const save = () => store(here.draft, JSON.stringify(Object.fromEntries(["building", "who", "words", "item"].map((name) => [name, form.elements[name]?.value || ""]))));
  form.addEventListener("input", save);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.shiftKey) return;
    if (event.target === words) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.target.matches("input:not([type=file])")) {
      event.preventDefault();
      words.focus();
    }
  });
  form.elements.photos.addEventListener("change", () => {
    form.querySelector("[data-chosen]").textContent = form.elements.photos.files.length ? `${form.elements.photos.files.length} ${here.said.textPhotos}` : "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    write(here);
  }, true);
}

async function write(here) {
  const { form } = here;
  const fields = form.elements;
  const words = fields.words.value.trim();
  if (!words || here.writing) return fields.words.focus();
  here.writing = true;
  try {
    const photos = await Promise.all([...fields.photos.files].slice(0, Number(here.said.most)).map(smaller));
    await keep(here.id, { words, who: fields.who.value.trim(), building: fields.building?.value.trim() || "", item: fields.item?.value || "", photos });
  } catch {
    HTMLFormElement.prototype.submit.call(form); // no room on this device: the server keeps it, or says why not
    return;
  } finally {
    here.writing = false;
  }
  fields.words.value = fields.who.value = "";
  fields.words.dispatchEvent(new Event("input", { bubbles: true })); // the count of letters begins anew
  store(here.draft, "");
  if (fields.building) fields.building.value = "";
  fields.photos.value = "";
  form.querySelector("[data-chosen]").textContent = "";
  (fields.building || fields.words).focus();
  here.sheet = await sheetOf(here.id);
  await show(here);
  send(here);
}

// A photo as large as it is kept: a yard's signal carries no more.
async function smaller(file) {
  try {
    const photo = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(photo.width * scale);
    canvas.height = Math.round(photo.height * scale);
    canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
    photo.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85))) || file;
  } catch {
    return file;
  }
}

function giveBack({ form, draft }) {
  let told = null;
  try {
    told = JSON.parse(localStorage.getItem(draft) || "null");
  } catch {
    return;
  }
  if (!told || form.querySelector("[aria-invalid=true]")) return;
  for (const [name, value] of Object.entries(told)) if (form.elements[name] && value) form.elements[name].value = value;
}

function store(name, text) {
  try {
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // the line itself is kept elsewhere; only what is half typed would be lost
  }
}

// --- sending ---

async function send(here) {
  if (here.busy || !navigator.onLine) return show(here);
  here.busy = true;
  try {
    if (navigator.locks) await navigator.locks.request("yishi-hall-sending", { ifAvailable: true }, (lock) => lock && sendAll(here));
    else await sendAll(here);
  } finally {
    here.busy = false;
    here.tried = true;
    here.sheet = await sheetOf(here.id);
    await show(here);
  }
}

async function sendAll(here) {
  here.sheet = await sheetOf(here.id);
  if (!here.sheet.letter && !(await openSheet(here))) return;
  for (;;) {
    const waiting = (await linesOf(here.id)).filter((line) => line.state === "waiting");
    if (!waiting.length) break;
    const some = batch(waiting);
    const answer = await post(here.said.send, body(here.sheet, some));
    if (!answer.lines) {
      here.told = answer.why || (answer.signedOut ? here.said.textSignedout : "");
      break;
    }
    here.told = "";
    for (const told of answer.lines) await arrived(told);
    if (answer.sheet) here.sheet = await lettered(here.id, answer.sheet);
    const done = new Set(answer.lines.map((told) => told.line));
    if (!some.every((line) => done.has(line.line))) break; // told nothing of it: tried again later
    await show(here);
  }
}

async function openSheet(here) {
  const form = new FormData();
  form.append("device", here.sheet.device);
  const answer = await post(here.said.open, form);
  here.told = answer.why || (answer.signedOut ? here.said.textSignedout : "");
  if (!answer.letter) return false;
  here.sheet = await lettered(here.id, answer);
  return true;
}

function batch(waiting) {
  const device = waiting[0].device;
  const some = [];
  let photos = 0;
  for (const line of waiting.filter((each) => each.device === device)) {
    photos += line.photos.length;
    if (some.length && (photos > 3 || some.length >= AT_ONCE)) break;
    some.push(line);
  }
  return some;
}

function body(sheet, lines) {
  const form = new FormData();
  form.append("device", lines[0].device);
  form.append("lines", JSON.stringify(lines.map(({ line, number, words, who, building, item, at }) => ({ line, number, words, who, building, item, at }))));
  for (const line of lines) line.photos.forEach((photo, n) => form.append(`photo-${line.line}`, photo, `photo-${n + 1}.jpg`));
  return form;
}

async function arrived(told) {
  if (told.label) await change(told.line, { state: "kept", label: told.label, late: told.late, photos: [], why: "" });
  else if (told.why) await change(told.line, { state: "bad", why: told.why });
}

async function post(address, form) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  try {
    const answer = await fetch(address, { method: "POST", body: form, headers: token ? { "X-CSRFToken": token[1] } : {}, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected && answer.url.includes("/account/")) return { signedOut: true };
    return (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : { signedOut: answer.status === 403 };
  } catch {
    return {};
  }
}

// --- what is shown ---

async function show(here) {
  const lines = await linesOf(here.id);
  const there = here.root.querySelector("[data-there]");
  for (const line of lines) there.querySelector(`[data-line="${line.line}"]`)?.remove();
  put(here.root.querySelector("[data-lines]"), lines.reverse().map((line) => item(here, line)));
  const waiting = lines.filter((line) => line.state === "waiting").length;
  const { sheet, said } = here;
  const count = here.root.querySelector("[data-count]");
  count.textContent = Number(count.dataset.count) + lines.filter((line) => line.state === "kept" && !here.before.has(line.line)).length;
  const parts = sheet.letter ? [`${said.textNext} ${sheet.letter}${sheet.next}`] : here.told && navigator.onLine ? [] : [said.textNoletter];
  if (waiting) parts.push(`${waiting} ${said.textUnsent}`);
  if (!navigator.onLine) parts.push(said.textOffline);
  else if (here.told) parts.push(here.told);
  const state = here.root.querySelector("[data-state]");
  state.hidden = !sheet.letter && !here.tried && navigator.onLine; // the letter is on its way
  state.className = `sheet-state notice notice-${here.told || !navigator.onLine ? "warn" : "info"}`;
  const words = parts.join(" · ");
  const shown = state.querySelector("[data-state-words]");
  if (shown.textContent !== words) shown.textContent = words;
}

// A line that reads as before stays the same element: whoever is about to press its button presses that one.
function put(list, items) {
  const before = new Map([...list.children].map((each) => [each.dataset.key, each]));
  const wanted = items.map((each) => (before.get(each.dataset.key)?.textContent === each.textContent ? before.get(each.dataset.key) : each));
  if (wanted.length !== list.children.length || wanted.some((each, n) => each !== list.children[n])) list.replaceChildren(...wanted);
}

function item(here, line) {
  const { said } = here;
  const li = document.createElement("li");
  li.className = `said line-${line.state}`;
  li.dataset.key = line.line;
  const given = `${line.letter}${line.number}`;
  const label = document.createElement("b");
  label.className = "label";
  label.textContent = line.label || given;
  const words = document.createElement("span");
  words.className = "words";
  words.textContent = line.words;
  const state = document.createElement("span");
  state.className = "line-state";
  const facts = [[line.building, line.who || said.textResident].filter(Boolean).join(" "), said[`text${line.state[0].toUpperCase()}${line.state.slice(1)}`]];
  if (line.state === "bad") facts.push(`${facts.pop()} ${line.why}`);
  if (line.late) facts.push(said.textLate);
  const before = line.label && line.label !== given ? given : line.was;
  if (before && before !== (line.label || given)) facts.push(`${said.textMoved} ${before}`);
  if (line.photos.length) facts.push(`${line.photos.length} ${said.textPhotos}`);
  state.textContent = facts.join(" · ");
  li.append(label, " ", words, " ", state);
  if (line.state === "bad") li.append(" ", button(said.textAgain, () => again(here, line)), " ", button(said.textDrop, () => away(here, line)));
  return li;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function again(here, line) {
  const fields = here.form.elements;
  fields.words.value = line.words;
  fields.who.value = line.who;
  if (fields.building) fields.building.value = line.building;
  await drop(line.line);
  await show(here);
  fields.words.focus();
}

async function away(here, line) {
  if (!window.confirm(here.said.textSure)) return;
  await drop(line.line);
  await show(here);
}

// The page itself is kept, so that it opens again in the yard.
async function takeAlong() {
  if (!navigator.serviceWorker || typeof caches === "undefined") return;
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    const ready = await navigator.serviceWorker.ready;
    await caches.open("desk-1");
    ready.active.postMessage({ takeAlong: [location.pathname] });
  } catch {
    // without a worker the page stays open; only loading it anew needs a signal
  }
}
