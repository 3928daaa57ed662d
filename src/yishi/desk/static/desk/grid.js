// A grid of lines filled in by keyboard: Enter goes on, arrows go up and down, the last line brings a new one.

export function fillGrids(root) {
  for (const table of root.querySelectorAll("[data-grid]")) fill(table);
}

function fill(table) {
  const body = table.tBodies[0];
  const count = table.closest("form").elements.lines;
  const cells = (row) => [...row.querySelectorAll("input")];

  function addLine() {
    if (body.rows.length >= Number(table.dataset.most)) return null;
    const number = body.rows.length;
    const row = body.rows[number - 1].cloneNode(true);
    row.cells[0].textContent = String(number + 1);
    for (const error of row.querySelectorAll(".field-error")) error.remove();
    for (const input of cells(row)) {
      input.name = input.name.replace(/^r\d+/, `r${number}`);
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    body.append(row);
    count.value = String(body.rows.length);
    return row;
  }

  function go(row, column) {
    const target = row && cells(row)[column];
    if (target) target.focus();
    return Boolean(target);
  }

  table.addEventListener("input", (event) => {
    const row = event.target.closest("tr");
    if (row === body.rows[body.rows.length - 1]) addLine();
  });
  table.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest("tr");
    const column = row ? cells(row).indexOf(event.target) : -1;
    if (column < 0) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.shiftKey) go(row, column - 1) || go(row.previousElementSibling, cells(row).length - 1);
      else go(row, column + 1) || go(row.nextElementSibling || addLine(), 0);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.list) {
      const other = event.key === "ArrowDown" ? row.nextElementSibling || addLine() : row.previousElementSibling;
      if (go(other, column)) event.preventDefault();
    }
  });
}
