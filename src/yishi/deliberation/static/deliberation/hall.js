// The wall, the door and the projector: what changes is asked for every few seconds, and costs a line where it has not.
// Everything works without this; the page is then loaded anew by hand, or by itself on the projector.

for (const place of document.querySelectorAll("[data-poll]")) lookAgain(place);
for (const form of document.querySelectorAll("form[data-wall]")) supportHere(form);

function lookAgain(place) {
  const every = Number(place.dataset.every) * 1000;
  let etag = "";
  let misses = 0;
  const later = () => setTimeout(look, every * Math.min(2 ** misses, 12) * (0.85 + Math.random() * 0.3));
  const look = async () => {
    if (document.hidden) return later();
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(place.dataset.poll, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(15000) });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        put(place, await answer.text());
      }
      misses = answer.ok || answer.status === 304 ? 0 : misses + 1;
    } catch {
      misses += 1;
    }
    return later();
  };
  later();
  document.addEventListener("visibilitychange", () => !document.hidden && misses && (misses = 0));
}

// Where somebody's finger or focus is on a button, it stays there.
function put(place, text) {
  if (place.innerHTML === text) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.value : null;
  const template = document.createElement("template");
  template.innerHTML = text;
  place.replaceChildren(template.content);
  if (focused !== null) place.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
  place.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
}

// --- standing behind a question ---

function supportHere(form) {
  const name = `yishi-wall-${form.dataset.wall}`;
  const mine = new Set(read(name));
  const mark = () => {
    for (const button of form.querySelectorAll("button[name=opinion]")) button.setAttribute("aria-pressed", String(mine.has(button.value)));
  };
  mark();
  form.addEventListener("renewed", mark);
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "opinion") return;
    event.preventDefault();
    if (mine.has(button.value)) return;
    mine.add(button.value);
    mark();
    const body = new FormData(form);
    body.append("opinion", button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { counted } = await answer.json();
      if (counted) {
        const shown = button.querySelector(".num");
        shown.textContent = String(Number(shown.textContent) + 1);
      }
      write(name, [...mine]);
      const said = document.querySelector("[data-said]");
      if (said) said.textContent = form.dataset.textCounted;
    } catch {
      mine.delete(button.value);
      mark();
    }
  });
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || [];
  } catch {
    return [];
  }
}

function write(name, values) {
  try {
    localStorage.setItem(name, JSON.stringify(values));
  } catch {
    // a browser that keeps nothing: the server counts once all the same
  }
}
