// Ctrl (or Cmd) and Enter send the form one is writing in; single keys move among cases and open what is done with them.
// Nothing happens by a single key that a page could not be left for again: taking, answering, noting and handing up only
// open their page. Single keys rest while something is written or composed, with a modifier, and for whoever switched
// them off (then the page has no list of keys).

export function sendByKeys(root) {
  for (const hint of root.querySelectorAll(".keys")) hint.hidden = false;
  root.addEventListener("keydown", (event) => {
    const form = event.target.closest && event.target.closest("form[method=post]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

const DOINGS = { t: "take", a: "answer", n: "note", u: "hand_up" };
const SECOND = 1500;

export function actByKeys(root) {
  const help = root.querySelector("#desk-keys");
  if (!help) return;
  const cards = [...root.querySelectorAll(".case-card")].filter((card) => linkOf(card));
  let first = 0;
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isWriting(event) || help.open) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const begun = Date.now() - first < SECOND;
    first = 0;
    if (begun && (key === "d" || key === "w")) go(key === "d" ? help.dataset.desk : help.dataset.walk);
    else if (key === "g") first = Date.now();
    else if (!act(root, help, cards, key, event)) return;
    event.preventDefault();
  });
}

function isWriting(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return true;
  const box = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
  return Boolean(box) && !(box.type === "checkbox" && event.key.length === 1 && event.key !== " ");
}

// Gives whether the key did something.
function act(root, help, cards, key, event) {
  if (key === "?") return help.showModal(), true;
  if (key === "/") return focus(root.querySelector(".search input[type=search]"));
  if (key === "j" || key === "k") return cards.length ? step(cards, key === "j" ? 1 : -1) : key === "j" && press(root.querySelector("[data-next]"));
  if (key === "ArrowDown" || key === "ArrowUp") return isOnCard(event, cards) && step(cards, key === "ArrowDown" ? 1 : -1);
  const card = here(cards);
  if (key === "x") return press(card && card.querySelector(".tick input"));
  if (key === "w") return press(card ? card.querySelector("[data-star]") : root.querySelector(".hand-case [data-star]"));
  return key in DOINGS && open(card, DOINGS[key]);
}

const linkOf = (card) => card.querySelector("h2 a, h3 a");
const here = (cards) => cards.find((card) => card.contains(document.activeElement));
// the arrows scroll the page unless one stands on the name of a case
const isOnCard = (event, cards) => cards.some((card) => linkOf(card) === event.target);

function step(cards, by) {
  const at = cards.indexOf(here(cards));
  const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by];
  return next ? focus(linkOf(next)) : true;
}

function focus(element) {
  if (!element) return false;
  element.focus();
  const card = element.closest(".case-card");
  if (card) card.scrollIntoView({ block: "nearest" });
  return true;
}

function press(element) {
  if (element) element.click();
  return Boolean(element);
}

// The page of what is done with a case: of the card one stands on, or of the case that is open.
function open(card, doing) {
  const address = new URL(card ? linkOf(card).href : location.href);
  const found = address.pathname.match(/^\/desk\/cases\/\d+\//);
  if (!found) return false;
  go(`${found[0]}${doing}/${address.search}`);
  return true;
}

function go(address) {
  location.assign(address);
}
