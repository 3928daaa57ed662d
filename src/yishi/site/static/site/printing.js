// A file with many pages arrives page after page: how many are there already is shown while one waits. Without this
// module the link leads to the file all the same.

const MARK = "/Type /Page /";

for (const link of document.querySelectorAll("a[data-pages]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || !window.ReadableStream) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetched(link);
  });
}

async function fetched(link) {
  const shown = progressOf(link);
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || !answer.body) throw new Error(String(answer.status));
    save(await whole(answer, shown), nameOf(answer, link));
  } catch {
    shown.words.textContent = link.dataset.failed;
  }
  link.removeAttribute("aria-busy");
}

async function whole(answer, shown) {
  const parts = [];
  const reader = answer.body.getReader();
  const text = new TextDecoder("latin1");
  let rest = "";
  let pages = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts, { type: "application/pdf" });
    parts.push(value);
    const said = rest + text.decode(value, { stream: true });
    pages += said.split(MARK).length - 1;
    rest = said.slice(1 - MARK.length);
    shown.tell(pages);
  }
}

function progressOf(link) {
  const most = Number(link.dataset.pages);
  let box = link.parentElement.querySelector(".progress");
  if (!box) {
    box = document.createElement("span");
    box.className = "progress";
    box.append(document.createElement("span"), document.createElement("progress"));
    box.firstChild.setAttribute("role", "status");
    link.after(box);
  }
  const [words, bar] = box.children;
  bar.max = most;
  const tell = (pages) => {
    bar.value = pages;
    words.textContent = `${link.dataset.words} ${pages} / ${most}`;
  };
  tell(0);
  return { words, tell };
}

function nameOf(answer, link) {
  const said = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  return said ? said[1] : link.href.split("/").pop();
}

function save(file, name) {
  const here = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = here;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(here), 60000);
}
