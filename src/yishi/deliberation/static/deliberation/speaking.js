// The speaking time on the projector: counts down quietly, beside what is looked at anew, and asks the server nothing.

const place = document.querySelector(".speaking");
if (place) countDown(place);

function countDown(place) {
  const [clock, left, over, buttons] = [".clock", ".left", ".over", ".buttons"].map((name) => place.querySelector(name));
  const [start, stop] = ["start", "stop"].map((name) => place.querySelector(`[data-do=${name}]`));
  const whole = Number(place.dataset.minutes) * 60;
  let until = 0;
  let ticking = 0;
  buttons.hidden = false;
  const show = () => {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    const shown = Math.abs(seconds);
    left.textContent = `${seconds < 0 ? "+" : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    over.hidden = seconds > 0;
    place.classList.toggle("is-over", seconds <= 0);
    place.classList.toggle("is-near", seconds > 0 && seconds <= 30);
  };
  start.addEventListener("click", () => {
    until = performance.now() + whole * 1000;
    clearInterval(ticking);
    ticking = setInterval(show, 250);
    clock.hidden = stop.hidden = false;
    show();
  });
  stop.addEventListener("click", () => {
    clearInterval(ticking);
    clock.hidden = stop.hidden = true;
    place.classList.remove("is-over", "is-near");
    start.focus();
  });
}
