// Corners of a zone, set with the pointer on a plan. They stand in a field of the form, in pixels of the picture, and
// the server looks at them; without this module a rectangle in numbers does the same.

const frame = document.querySelector("[data-plan]");
const field = document.querySelector("[name=points]");

if (frame && field) start();

function start() {
  const svg = frame.querySelector("svg");
  const count = document.querySelector("[data-count]");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const corners = field.value.split(" ").filter(Boolean).map((pair) => pair.split(",").map(Number));
  const outline = svg.appendChild(made("polygon", { class: "drawn" }));
  const dots = svg.appendChild(made("g", {}));
  for (const shown of document.querySelectorAll("[data-by-hand]")) shown.hidden = false;
  document.querySelector("[data-undo]")?.addEventListener("click", () => (corners.pop(), keep()));
  document.querySelector("[data-clear]")?.addEventListener("click", () => (corners.splice(0), keep()));

  frame.addEventListener("click", (event) => {
    event.preventDefault(); // a zone drawn before is a link on other pages, here it is in the way
    const box = svg.getBoundingClientRect();
    const at = (share, most) => Math.round(Math.min(Math.max(share, 0), 1) * most);
    corners.push([
      at((event.clientX - box.left) / box.width, width),
      at((event.clientY - box.top) / box.height, height),
    ]);
    keep();
  });
  keep();

  function keep() {
    field.value = corners.map((corner) => corner.join(",")).join(" ");
    outline.setAttribute("points", field.value);
    dots.replaceChildren(...corners.map(([cx, cy]) => made("circle", { cx, cy, r: Math.max(width, height) / 150 })));
    count.textContent = `${count.dataset.count} ${corners.length}`;
  }
}

function made(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
