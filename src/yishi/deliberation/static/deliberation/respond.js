// Working off answers and decisions by keyboard: Alt and a digit choose, Ctrl and Enter send; and only what the choice
// needs is shown. Without it everything is shown, and the page says what is missing.
const form = document.getElementById("respond");
const choices = () => form.querySelectorAll('input[name="kind"], input[name="what"]');

function show() {
  const chosen = [...choices()].find((each) => each.checked)?.value;
  for (const part of form.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== chosen;
  for (const within of form.querySelectorAll('select[name^="within"]')) {
    const nth = within.name.slice("within".length);
    const day = form.querySelector(nth ? `[name="on${nth}"]` : '[name="due_on"]')?.closest(".field");
    if (day) day.hidden = within.value !== "on" && !day.classList.contains("field-wrong");
  }
}

if (form) {
  const keys = form.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  form.addEventListener("change", show);
  show();
  document.addEventListener("keydown", (event) => {
    const wanted = choices()[Number(event.code.replace(/^(Digit|Numpad)/, "")) - 1];
    if (event.altKey && wanted) {
      event.preventDefault();
      wanted.checked = true;
      show();
      form.querySelector('[name="text"]').focus();
    }
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      (form.querySelector('button[value="next"]') ?? form.querySelector("button:not([type=button])")).click();
    }
  });
}
