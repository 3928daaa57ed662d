// A long list of places gets a field to type into; what does not fit leaves the list. The list itself stays a plain
// select and is what gets sent.

export function narrowLists(root) {
  for (const select of root.querySelectorAll("select[data-narrow]")) narrow(select);
}

function narrow(select) {
  const groups = [...select.querySelectorAll("optgroup")].map((group) => ({ group, options: [...group.children] }));
  const field = document.createElement("input");
  field.type = "text";
  field.autocomplete = "off";
  field.spellcheck = false;
  field.placeholder = select.dataset.narrow;
  field.setAttribute("aria-label", select.dataset.narrow);
  field.setAttribute("aria-controls", select.id);
  field.className = "narrow-field";
  select.before(field);
  const none = document.createElement("p");
  none.className = "small";
  none.setAttribute("role", "status");
  field.after(none);

  field.addEventListener("input", () => {
    keep(select, groups, field.value);
    none.textContent = field.value.trim() && !select.value ? select.dataset.none || "" : "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey)) {
      event.preventDefault();
      if (event.key === "Enter" && select.value) nextAfter(select).focus();
      else select.focus();
    }
  });
  if (select.autofocus && !document.querySelector("[data-focus]")) field.focus();
}

// Every part typed must occur, in any order: "桂花 3" finds 桂花苑 3栋.
function keep(select, groups, typed) {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = select.value;
  let first = "";
  for (const { group, options } of groups) {
    const fitting = options.filter((option) => parts.every((part) => option.text.toLowerCase().includes(part)));
    group.replaceChildren(...fitting);
    if (fitting.length) select.append(group);
    else group.remove();
    first = first || (fitting[0] && fitting[0].value) || "";
  }
  const stays = [...select.options].some((option) => option.value && option.value === chosen);
  select.value = stays ? chosen : parts.length ? first : "";
}

function nextAfter(select) {
  const all = [...select.form.elements].filter((element) => element.type !== "hidden" && !element.disabled);
  return all[all.indexOf(select) + 1] || select;
}
