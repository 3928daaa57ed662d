// Reads a page aloud with the voice of the device itself; nothing is sent anywhere. What is marked is read alone.
// The button appears only where there is a voice. Pressed again, or with Escape, it stops.

const PARTS = "h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend, summary, figcaption, .badge, blockquote";
const SILENT = "[aria-hidden=true], [hidden], .no-print, nav, script, template, select, textarea, .optional";
const SLOWER = 0.9;

export function readAloud(root) {
  const button = root.querySelector("[data-aloud]"), voice = globalThis.speechSynthesis;
  if (!button || !voice) return;
  const words = button.querySelector("[data-words]"), usual = words.textContent;
  let reading = null;
  button.hidden = false;

  function stop() {
    reading = null;
    voice.cancel();
    for (const each of document.querySelectorAll(".is-read")) each.classList.remove("is-read");
    words.textContent = usual;
    button.setAttribute("aria-pressed", "false");
  }

  function read(parts) {
    const mine = (reading = {});
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const next = (n) => {
      if (reading !== mine) return;
      if (n >= parts.length) return stop();
      const { text, language, element } = parts[n];
      const said = new SpeechSynthesisUtterance(text);
      Object.assign(said, { lang: language, rate: SLOWER });
      said.onstart = () => {
        element?.classList.add("is-read");
        element?.scrollIntoView({ block: "nearest" });
      };
      said.onend = said.onerror = () => {
        element?.classList.remove("is-read");
        next(n + 1);
      };
      voice.speak(said);
    };
    next(0);
  }

  button.addEventListener("click", () => {
    if (reading) return stop();
    const marked = String(getSelection()).trim();
    read(marked ? [{ text: marked, language: document.documentElement.lang }] : partsOf(root.querySelector("main")));
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && reading && stop());
  addEventListener("pagehide", stop);
}

export function partsOf(main) {
  const found = [];
  for (const element of main.querySelectorAll(PARTS)) {
    // an element whose words are told by a smaller one within it would be read twice
    if (element.closest(SILENT) || element.querySelector(PARTS) || !element.getClientRects().length) continue;
    const text = element.innerText.replace(/\s+/g, " ").trim();
    if (text) found.push({ text, element, language: element.closest("[lang]").lang });
  }
  return found;
}
