// Shows what needs passkeys only where they can work, and says in words when one was refused.
// Browsers bind a passkey to a name: at a bare address of numbers there are none.
const isNumeric = /^[\d.]+$|^\[/.test(location.hostname);
const works = Boolean(window.PublicKeyCredential) && !isNumeric;

for (const part of document.querySelectorAll(works ? "[data-passkey]" : "[data-no-passkey]")) part.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.querySelector("[data-passkey-failed]");
  if (!notice) return;
  notice.hidden = false;
  notice.focus();
});
