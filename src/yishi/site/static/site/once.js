// A form marked data-once is sent once: its buttons rest until the answer comes.
// Coming back with the browser's Back button wakes them again.

export function sendOnce(root) {
  for (const form of root.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      if (event.defaultPrevented) return;
      form.dataset.sent = "yes";
      // After the browser has read the form, so that the pressed button's own value goes with it.
      setTimeout(() => rest(form, event.submitter), 0);
    });
  }
  window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach(wake));
}

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

function rest(form, pressed) {
  for (const button of buttonsOf(form)) button.disabled = true;
  const words = pressed && pressed.querySelector("span");
  if (!words || !form.dataset.sending) return;
  pressed.dataset.words = words.textContent;
  words.setAttribute("role", "status");
  words.textContent = form.dataset.sending;
}

export function wake(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    button.disabled = false;
    if (button.dataset.words) button.querySelector("span").textContent = button.dataset.words;
    delete button.dataset.words;
  }
}
