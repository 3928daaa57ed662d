// After the telephone has been handed the number, the page goes on to where the call is logged.

const MOMENT = 600;

export function logCalls(root) {
  for (const link of root.querySelectorAll("a[data-call]")) {
    link.addEventListener("click", () => setTimeout(() => window.location.assign(link.dataset.call), MOMENT));
  }
}
