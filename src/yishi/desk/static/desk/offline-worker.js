// The part of the service worker that lets the desk, and the hall of a session, be read where there is no signal. Only
// what was opened or taken along is kept, for a day, and nothing of it once somebody signs out.
const SHELF = "desk-1";
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE = 6000;

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (/^\/account\/log(in|out)\//.test(pathname)) event.waitUntil(caches.delete(SHELF));
  else if (/^\/(?:desk|meet\/\d+\/hall)\//.test(pathname) && request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/static/") || pathname.startsWith("/photos/")) event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.takeAlong) event.waitUntil(takeAlong(event.data.takeAlong, event.source));
  if (event.data && event.data.forget) event.waitUntil(caches.delete(SHELF));
});

async function page(request) {
  try {
    return await keep(request, await soon(fetch(request)));
  } catch (away) {
    const kept = await onShelf(request);
    if (kept) return kept;
    throw away;
  }
}

async function file(request) {
  const kept = await caches.match(request, { cacheName: SHELF });
  if (kept) return kept;
  const answer = await fetch(request);
  // only where the desk is in use: a resident's browser keeps no second copy
  if (answer.ok && (await caches.has(SHELF))) (await caches.open(SHELF)).put(request, answer.clone());
  return answer;
}

function soon(answer) {
  const tooLate = new Promise((_, fail) => setTimeout(() => fail(new TypeError("no answer in time")), PATIENCE));
  return Promise.race([answer, tooLate]);
}

async function keep(request, answer) {
  if (!answer.ok || answer.redirected || !(answer.headers.get("Content-Type") || "").startsWith("text/html")) return answer;
  const shelf = await caches.open(SHELF);
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  const copy = new Response(await answer.clone().blob(), { status: answer.status, headers });
  await shelf.put(request.url, copy);
  return answer;
}

async function onShelf(request) {
  const search = { cacheName: SHELF, ignoreSearch: !new URL(request.url).pathname.endsWith("/answer/") };
  const kept = (await caches.match(request.url, { cacheName: SHELF })) || (await caches.match(request.url, search));
  if (!kept || Date.now() - Number(kept.headers.get("X-Kept-At")) > DAY) return null;
  return kept;
}

async function takeAlong(addresses, asked) {
  let done = 0;
  for (const address of addresses) {
    try {
      const request = new Request(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
      const answer = await keep(request, await fetch(request));
      const text = await answer.text();
      const found = text.matchAll(/(?:src|href)="(\/(?:static|photos)\/[^"]+)"/g);
      await Promise.all([...found].map((match) => file(new Request(match[1])).catch(() => null)));
      done += 1;
    } catch {
      // the signal went already: what is on the shelf by now is what there is
    }
    if (asked) asked.postMessage({ takenAlong: done, of: addresses.length });
  }
}
