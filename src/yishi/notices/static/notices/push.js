// Switches messages of the browser on, for whoever asks for it by a button. Without this file nothing is missing but that.
const box = document.querySelector("[data-push]");
if (box && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  const said = box.querySelector("[data-push-said]");
  const button = box.querySelector("[data-push-on]");
  const say = (words) => { said.textContent = words; };
  box.hidden = false;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "="));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const keep = async (subscription) => {
    const { endpoint, keys } = subscription.toJSON();
    const answer = await fetch(box.dataset.add, {
      method: "POST",
      headers: { "X-CSRFToken": box.dataset.token },
      body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
    });
    if (!answer.ok) {
      await subscription.unsubscribe();
      throw new Error("refused");
    }
  };

  const switchOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") return say(said.dataset.denied);
    const worker = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const { key } = await (await fetch(box.dataset.push)).json();
    const old = await worker.pushManager.getSubscription();
    if (old) await old.unsubscribe();
    await keep(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }));
    location.reload();
  };

  button.addEventListener("click", () => {
    button.disabled = true;
    switchOn().catch(() => say(said.dataset.failed)).finally(() => { button.disabled = false; });
  });
  if (Notification.permission === "denied") say(said.dataset.denied);
  navigator.serviceWorker.getRegistration("/").then(async (worker) => {
    if (worker && (await worker.pushManager.getSubscription())) say(said.dataset.on);
  });
}
