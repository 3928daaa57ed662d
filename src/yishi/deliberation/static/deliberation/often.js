// Of the ways in which a series repeats only the fields of the chosen one are shown. Without it all of them are.
const ways = document.querySelectorAll('input[name="often"]');

function show() {
  const chosen = [...ways].find((each) => each.checked)?.value;
  for (const part of document.querySelectorAll("[data-often]")) part.hidden = part.dataset.often !== chosen;
}

for (const each of ways) each.addEventListener("change", show);
if (ways.length) show();
