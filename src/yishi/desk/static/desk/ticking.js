// Ticking many cards: how many there are, all that are shown, and with Shift all between two ticks. And coming back from
// a case, one stands in the list where one was.

export function tickMany(root) {
  const boxes = [...root.querySelectorAll(".tick input")];
  if (!boxes.length) return;
  const count = root.querySelector("[data-bulk-count]");
  const say = () => {
    const n = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = n ? `· ${n}` : "";
  };
  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) between(boxes, last, box).forEach((each) => (each.checked = box.checked));
      last = box;
    });
    box.addEventListener("change", say);
  }
  tickAll(root.querySelector("[data-tick-all]"), boxes, say);
  window.addEventListener("pageshow", say);
  say();
}

function between(boxes, one, other) {
  const ends = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b);
  return boxes.slice(ends[0], ends[1] + 1);
}

function tickAll(link, boxes, say) {
  if (!link) return;
  const words = [link.textContent, link.dataset.none];
  link.setAttribute("role", "button");
  const toggle = (event) => {
    event.preventDefault();
    const on = link.textContent === words[0];
    for (const box of boxes) box.checked = on;
    link.textContent = words[on ? 1 : 0];
    say();
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => event.key === " " && toggle(event));
}

export function backToCard(root) {
  const at = /^#c-\d+$/.test(location.hash) && root.getElementById(location.hash.slice(1));
  const card = at && at.closest(".case-card");
  const link = card && card.querySelector("h2 a, h3 a");
  if (!link) return;
  const stand = () => {
    link.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };
  // the browser goes to the place in the address by itself once the page is there, and takes the focus away with it
  if (document.readyState === "complete") stand();
  else window.addEventListener("load", () => setTimeout(stand, 50));
}
