// The screen in the hall: turns its sheets, stops for whoever wants to read on, and fetches what is new beside it.
// Without this the page turns by itself, one sheet an answer; so the first thing done here is to change over.

const RENEW = 60_000;
const ANEW = 6 * 60 * 60_000;
const html = document.documentElement;
const body = document.body;

if (body.dataset.turns) run(Number(body.dataset.turns) * 1000);
else changeOver();

async function changeOver() {
  try {
    // only where it is there: a line that fails just now must not take the sheet away
    const answer = await fetch(body.dataset.all, { credentials: "same-origin", signal: AbortSignal.timeout(10_000) });
    if (answer.ok) location.replace(body.dataset.all);
  } catch {
    // the next sheet comes by itself, and tries again
  }
}

function run(every) {
  const turning = document.querySelector(".turning");
  const pause = document.querySelector('[data-do="pause"]');
  let at = 0;
  let timer = 0;
  let near = 0;
  let begun = Date.now();

  const sheets = () => [...turning.children];

  function show(n) {
    const all = sheets();
    at = (n + all.length) % all.length;
    all.forEach((each, i) => (each.hidden = i !== at));
    const where = document.querySelector("[data-where]");
    where.textContent = String(at + 1);
    where.parentElement.lastElementChild.textContent = String(all.length);
    const dots = document.querySelector("[data-dots]");
    dots.replaceChildren(...all.map((_each, i) => {
      const dot = document.createElement("li");
      dot.classList.toggle("is-here", i === at);
      return dot;
    }));
  }

  const still = () => pause.getAttribute("aria-pressed") === "true";

  function later() {
    clearTimeout(timer);
    if (!still()) timer = setTimeout(() => { show(at + 1); later(); }, every);
  }

  function turn(by) {
    show(at + by);
    later();
  }

  function stopOrGo() {
    const stops = !still();
    pause.setAttribute("aria-pressed", String(stops));
    pause.textContent = stops ? pause.dataset.go : pause.dataset.stop;
    html.classList.toggle("is-still", stops);
    later();
  }

  async function renew() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(15_000) });
      if (!answer.ok) return;
      if (Date.now() - begun > ANEW && !still()) return location.reload(); // styles and this module, too
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sheetsThere = fresh.querySelector(".turning");
      if (!sheetsThere || still()) return; // whoever reads on reads the same sheet
      for (const part of ["header", ".as-of"]) document.querySelector(part).replaceWith(fresh.querySelector(part));
      if (sheetsThere.textContent.trim() === turning.textContent.trim()) return;
      html.classList.remove("is-turning");
      turning.replaceChildren(...[...sheetsThere.children].map((each) => document.importNode(each, true)));
      show(Math.min(at, turning.children.length - 1));
      requestAnimationFrame(() => html.classList.add("is-turning"));
    } catch {
      // as it stands, with the moment it is of beside it
    }
  }

  document.querySelector(".buttons").hidden = false;
  pause.addEventListener("click", stopOrGo);
  document.querySelector('[data-do="back"]').addEventListener("click", () => turn(-1));
  document.querySelector('[data-do="on"]').addEventListener("click", () => turn(1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const onButton = event.target.closest?.("button, a");
    if ((event.key === " " && !onButton) || event.key === "p" || event.key === "MediaPlayPause") stopOrGo();
    else if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("pointermove", () => {
    html.classList.add("is-near");
    clearTimeout(near);
    near = setTimeout(() => html.classList.remove("is-near"), 4000);
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : later()));
  show(0);
  html.classList.add("is-turning");
  later();
  setInterval(renew, RENEW);
}
