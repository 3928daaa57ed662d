// The desk where the signal drops: what one writes is kept while one writes it; what cannot be sent waits here and is
// sent once, when the signal is back. Sent twice it would still happen once: the form's key sees to that.
import { wake } from "../site/once.js";
import { draftOf, dropDraft, keepDraft, noLongerWaits, wait, waiting } from "./shelf.js";

const LATER = 20_000;
const PATIENCE = 30_000;
const NOT_A_DRAFT = new Set(["csrfmiddlewaretoken", "key"]);

export function workOffline(root) {
  if (typeof indexedDB === "undefined") return;
  const bar = root.querySelector("[data-waiting]");
  const worker = navigator.serviceWorker && navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => null);
  for (const button of root.querySelectorAll("[data-take-along]")) takeAlong(button, worker);
  if (!bar) return;
  for (const form of root.querySelectorAll("form[data-kept]")) keepForm(form, bar);
  const go = () => sendWaiting(bar);
  window.addEventListener("online", go);
  window.addEventListener("offline", () => show(bar));
  setInterval(go, LATER);
  go();
}

// --- forms ---

function keepForm(form, bar) {
  const address = draftName(bar, location.href);
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keepDraft(address, { at: Date.now(), fields: fieldsOf(form) }).catch(() => null), 300);
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  giveBack(form, address);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const sending = sendingOf(form, event.submitter, bar);
    clearTimeout(timer);
    const answer = await send(sending);
    if (answer.to) {
      await dropDraft(address).catch(() => null);
      location.assign(answer.to);
    } else if (answer.status) {
      HTMLFormElement.prototype.submit.call(form); // the server has something to say; its page says it best
    } else {
      await wait(sending);
      await dropDraft(address).catch(() => null);
      wake(form);
      form.hidden = true;
      await show(bar);
      bar.scrollIntoView({ block: "start" });
      bar.focus();
    }
  });
}

function fieldsOf(form, submitter = null) {
  return [...new FormData(form, submitter)].filter(([, value]) => !(value instanceof File) || value.size);
}

// Several people may use one device in turn: nobody finds another one's words, or sends them under their own name.
function draftName(bar, address) {
  const { pathname, search } = new URL(address);
  return `${bar.dataset.person} ${pathname}${search}`;
}

const mine = async (bar) => (await waiting().catch(() => [])).filter((each) => each.person === bar.dataset.person);

function sendingOf(form, submitter, bar) {
  const fields = fieldsOf(form, submitter);
  return { person: bar.dataset.person, address: form.action || location.href, page: location.href, label: form.dataset.kept, at: Date.now(), fields };
}

async function giveBack(form, address) {
  const draft = await draftOf(address).catch(() => null);
  if (!draft || form.querySelector("[aria-invalid=true]")) return;
  const told = draft.fields.filter(([name]) => !NOT_A_DRAFT.has(name));
  if (!told.some(([, value]) => value instanceof File || String(value).trim())) return;
  for (const name of new Set(told.map(([each]) => each))) fillIn(form, name, told);
  const notice = form.ownerDocument.querySelector("[data-given-back]");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", async () => {
    await dropDraft(address);
    location.reload();
  });
}

function fillIn(form, name, told) {
  const values = told.filter(([each]) => each === name).map(([, value]) => value);
  const files = values.filter((value) => value instanceof File);
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "hidden") continue;
    if (field.type === "file") {
      if (!files.length || typeof DataTransfer !== "function") continue;
      const basket = new DataTransfer();
      for (const file of files) basket.items.add(file);
      field.files = basket.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

// --- sending ---

async function send(sending) {
  const body = new FormData();
  for (const [name, value] of sending.fields) body.append(name, value);
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const headers = { "X-Kept": "1", ...(token && { "X-CSRFToken": token[1] }) };
  try {
    const options = { method: "POST", body, headers, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(sending.address, options);
    if (answer.status >= 502 && answer.status <= 504) return {};
    const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    return { status: answer.status, to: said.to, signedOut: answer.redirected && answer.url.includes("/account/login") };
  } catch {
    return {};
  }
}

async function sendWaiting(bar) {
  if (!navigator.locks) return sendAll(bar);
  return navigator.locks.request("yishi-sending", { ifAvailable: true }, (lock) => (lock ? sendAll(bar) : null));
}

async function sendAll(bar) {
  for (const sending of await mine(bar)) {
    const answer = await send(sending);
    if (!answer.status || answer.signedOut) break;
    await noLongerWaits(sending.id);
    if (answer.to) say(bar, "sent", sending, answer.to);
    else {
      await keepDraft(draftName(bar, sending.page), { at: sending.at, fields: sending.fields });
      say(bar, "look", sending, sending.page);
    }
  }
  await show(bar);
}

// --- what is shown ---

async function show(bar) {
  const kept = await mine(bar);
  const list = bar.querySelector("[data-list]");
  list.replaceChildren(...kept.map((sending) => line(bar, sending)));
  bar.querySelector("[data-heading]").hidden = !kept.length;
  bar.querySelector("[data-no-signal]").hidden = navigator.onLine;
  bar.hidden = !kept.length && navigator.onLine && !bar.querySelector("[data-said]").children.length;
}

function line(bar, sending) {
  const item = document.createElement("li");
  const at = new Date(sending.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn";
  drop.textContent = bar.dataset.drop;
  drop.addEventListener("click", async () => {
    if (!window.confirm(bar.dataset.sure)) return;
    await noLongerWaits(sending.id);
    await show(bar);
  });
  item.append(`${at} · ${sending.label} `, drop);
  return item;
}

function say(bar, what, sending, address) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = sending.label;
  item.append(`${bar.dataset[what]} `, link);
  bar.querySelector("[data-said]").append(item);
}

function takeAlong(button, worker) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const registration = await worker;
    if (!registration) return;
    const ready = await navigator.serviceWorker.ready;
    const addresses = [...document.querySelectorAll("[data-along]")].flatMap((each) => each.dataset.along.split(" "));
    await caches.open("desk-1");
    button.disabled = true;
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (!data || data.of === undefined) return;
      button.querySelector("span").textContent = `${data.takenAlong} / ${data.of}`;
      if (data.takenAlong === data.of) button.querySelector("span").textContent = button.dataset.done;
    });
    ready.active.postMessage({ takeAlong: [...new Set([location.pathname + location.search, location.pathname, "/desk/new/", ...addresses])] });
  });
}
