// Boxes drawn over a photo with the pointer. They are kept in a field of the form, in thousandths of the picture, so
// that the server draws them; without this module the grid and the numbers below do the same.

const frame = document.querySelector("[data-blackout]");
const field = document.querySelector("[data-boxes]");

if (frame && field) start();

function start() {
  const svg = frame.querySelector("svg");
  const count = document.querySelector("[data-count]");
  const boxes = field.value.split(";").filter(Boolean).map((box) => box.split(",").map(Number));
  let from = null;
  let drawn = null;

  for (const shown of document.querySelectorAll("[data-drawn-by-hand], [data-tools]")) shown.hidden = false;
  document.querySelector("[data-undo]")?.addEventListener("click", () => (boxes.pop(), keep()));
  document.querySelector("[data-clear]")?.addEventListener("click", () => (boxes.splice(0), keep()));

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    from = point(event);
    drawn = rectangle([...from, 0, 0]);
  });
  frame.addEventListener("pointermove", (event) => from && place(drawn, between(from, point(event))));
  frame.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = between(from, point(event));
    if (box[2] >= 5 && box[3] >= 5) boxes.push(box); // less is a slip of the finger
    from = null;
    keep();
  });
  frame.addEventListener("pointercancel", () => ((from = null), keep()));

  function point(event) {
    const { left, top, width, height } = frame.querySelector("img").getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height].map((share) =>
      Math.round(Math.min(Math.max(share, 0), 1) * 1000),
    );
  }

  function keep() {
    field.value = boxes.map((box) => box.join(",")).join(";");
    svg.replaceChildren(...boxes.map((box) => rectangle(box, false)));
    count.textContent = `${count.dataset.count} ${boxes.length}`;
  }

  function rectangle(box, add = true) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    place(rect, box);
    if (add) svg.append(rect);
    return rect;
  }
}

function between([x, y], [u, v]) {
  return [Math.min(x, u), Math.min(y, v), Math.abs(x - u), Math.abs(y - v)];
}

function place(rect, box) {
  ["x", "y", "width", "height"].forEach((name, n) => rect.setAttribute(name, box[n]));
}
