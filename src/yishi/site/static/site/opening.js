// A link to a folded part of a page unfolds it.
export function unfold() {
  const show = () => {
    const meant = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (meant instanceof HTMLDetailsElement) meant.open = true;
  };
  addEventListener("hashchange", show);
  show();
}
