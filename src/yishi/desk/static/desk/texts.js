// Ready texts at once: a tap fills the field, and :: with a few letters opens the list where one writes.
// Without this every text is a link that opens the form with it.

export function offerTexts(root) {
  const list = root.querySelector("details[data-texts]");
  const form = root.querySelector("form#act");
  const field = list && form && form.elements[list.dataset.texts];
  if (!field || field.tagName !== "TEXTAREA") return;
  const texts = [...list.querySelectorAll("a[data-text]")].map((link) => ({
    link,
    title: link.querySelector("b").textContent,
    words: link.dataset.text,
  }));
  for (const hint of list.querySelectorAll("[data-with-script]")) hint.hidden = false;
  for (const text of texts) {
    text.link.addEventListener("click", (event) => {
      event.preventDefault();
      list.open = false;
      put(field, text.words, field.selectionStart, field.selectionEnd, list.dataset.blank);
    });
  }
  openByColons(field, texts, list.dataset);
  askForBlanks(form, list.dataset);
}

// Puts words at a place of the field, and the cursor on the first thing that is to be filled in.
function put(field, words, from, to, blank) {
  const before = field.value.slice(0, from);
  field.focus();
  field.setRangeText(words, from, to, "end");
  const hole = words.indexOf(blank);
  if (hole >= 0) field.setSelectionRange(before.length + hole, before.length + hole + blank.length);
  const own = field.form.querySelector('input[name="phrase"][value="own"]');
  if (own) own.checked = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function openByColons(field, texts, said) {
  const box = document.createElement("ul");
  box.className = "ready-open";
  box.id = "ready-open";
  box.hidden = true;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", said.label);
  field.insertAdjacentElement("afterend", box);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", box.id);
  let shown = [];
  let at = 0;

  const typed = () => /(?:::|：：)([^\s:：]{0,20})$/.exec(field.value.slice(0, field.selectionStart));
  const close = () => {
    box.hidden = true;
    shown = [];
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (text) => {
    const found = typed();
    if (!found) return close();
    close();
    put(field, text.words, field.selectionStart - found[0].length, field.selectionStart, said.blank);
  };
  const mark = () => {
    for (const [n, row] of [...box.children].entries()) row.setAttribute("aria-selected", n === at);
    if (!shown.length) return;
    field.setAttribute("aria-activedescendant", box.children[at].id);
    box.children[at].scrollIntoView({ block: "nearest" });
  };
  const open = (letters) => {
    const sought = letters.toLowerCase();
    shown = texts.filter((text) => `${text.title} ${text.words}`.toLowerCase().includes(sought));
    box.replaceChildren(
      ...shown.map((text, n) => {
        const row = document.createElement("li");
        row.id = `ready-${n}`;
        row.setAttribute("role", "option");
        row.textContent = text.title;
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(text);
        });
        return row;
      }),
    );
    if (!shown.length) box.append(Object.assign(document.createElement("li"), { textContent: said.none }));
    at = 0;
    box.hidden = false;
    mark();
  };

  field.addEventListener("input", () => {
    const found = typed();
    if (found) open(found[1]);
    else close();
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && shown.length) at = (at + steps[event.key] + shown.length) % shown.length;
    else if ((event.key === "Enter" || event.key === "Tab") && shown.length) choose(shown[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (!box.hidden) mark();
  });
}

// Asked here already, so that chosen photos need not be chosen again.
function askForBlanks(form, said) {
  form.addEventListener(
    "submit",
    (event) => {
      if (form.elements.blanks) return;
      const open = [...form.querySelectorAll("textarea")].find((field) => field.value.includes(said.blank));
      if (!open) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const asked = Object.assign(document.createElement("input"), { type: "hidden", name: "blanks", value: "yes" });
      const word = Object.assign(document.createElement("p"), { className: "field-error", textContent: said.ask });
      word.setAttribute("role", "alert");
      open.closest(".field").prepend(word);
      form.append(asked);
      const hole = open.value.indexOf(said.blank);
      open.focus();
      open.setSelectionRange(hole, hole + said.blank.length);
    },
    true,
  );
}
