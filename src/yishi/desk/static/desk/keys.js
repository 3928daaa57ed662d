// Ctrl (or Cmd) and Enter send the form one is writing in.

export function sendByKeys(root) {
  for (const hint of root.querySelectorAll(".keys")) hint.hidden = false;
  root.addEventListener("keydown", (event) => {
    const form = event.target.closest && event.target.closest("form[method=post]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
