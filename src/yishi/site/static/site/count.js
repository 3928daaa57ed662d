// Under a text with a limit: how many letters are left, said aloud only when few are.

const FEW = 20;

export function countLetters(root) {
  for (const text of root.querySelectorAll("textarea[maxlength]")) {
    const most = Number(text.getAttribute("maxlength"));
    const shown = document.createElement("p");
    shown.className = "count";
    text.after(shown);
    const tell = () => {
      const left = most - text.value.length;
      shown.textContent = `${text.value.length} / ${most}`;
      shown.classList.toggle("count-over", left <= 0);
      if (left <= FEW) shown.setAttribute("aria-live", "polite");
      else shown.removeAttribute("aria-live");
    };
    text.addEventListener("input", tell);
    tell();
  }
}
