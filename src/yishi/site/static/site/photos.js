// Photos chosen for sending: a small look at each, a way to take one out, and a word when no more fit.
// Choosing again adds to what is there. Drawn on canvas, so that no address of a photo has to be allowed.

const SIDE = 224;

export function pickPhotos(root) {
  for (const frame of root.querySelectorAll("[data-photos]")) {
    const input = frame.querySelector('input[type="file"]');
    if (input && typeof DataTransfer === "function") begin(frame, input);
  }
}

function begin(frame, input) {
  dress(frame, input);
  const most = input.multiple ? Number(frame.dataset.photos) || 9 : 1;
  let kept = [];

  const show = (tooMany) => {
    input.files = asFileList(kept);
    frame.querySelector(".picked").replaceChildren(...kept.map((file, place) => item(frame, file, place, takeOut)));
    frame.querySelector(".photo-status").textContent = words(frame, kept.length, most, tooMany);
  };
  const takeOut = (place) => {
    kept = kept.filter((_, index) => index !== place);
    show(false);
    input.focus();
  };

  input.addEventListener("change", () => {
    const all = input.multiple ? [...kept, ...fresh(input.files, kept)] : [...input.files];
    kept = all.slice(0, most);
    show(all.length > most);
  });
}

// The browser's own file button speaks the browser's language; ours speaks the page's.
function dress(frame, input) {
  const button = document.createElement("label");
  button.className = "btn";
  button.htmlFor = input.id;
  button.textContent = frame.dataset.textChoose;
  button.setAttribute("aria-hidden", "true");
  input.classList.add("under-label");
  input.after(button);
}

function fresh(files, kept) {
  const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  return [...files].filter((file) => !kept.some((one) => same(one, file)));
}

function asFileList(files) {
  const basket = new DataTransfer();
  for (const file of files) basket.items.add(file);
  return basket.files;
}

function words(frame, count, most, tooMany) {
  const { textChosen, textMost } = frame.dataset;
  if (tooMany) return `${textMost} ${most}`;
  return count ? `${textChosen} ${count} / ${most}` : "";
}

function item(frame, file, place, takeOut) {
  const li = document.createElement("li");
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = file.name;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = frame.dataset.textRemove;
  remove.setAttribute("aria-label", `${frame.dataset.textRemove} ${frame.dataset.textPhoto} ${place + 1}`);
  remove.addEventListener("click", () => takeOut(place));
  const look = document.createElement("canvas");
  look.width = look.height = SIDE;
  li.append(look, name, remove);
  draw(look, file);
  return li;
}

async function draw(canvas, file) {
  try {
    const photo = await createImageBitmap(file);
    const scale = SIDE / Math.min(photo.width, photo.height);
    const [width, height] = [photo.width * scale, photo.height * scale];
    canvas.getContext("2d").drawImage(photo, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
    photo.close();
  } catch {
    // A kind of photo this browser cannot draw is sent all the same; its name stands there.
  }
}
