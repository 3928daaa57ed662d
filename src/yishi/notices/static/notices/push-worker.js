// The part of the service worker that shows messages and opens what they are about.
self.addEventListener("push", (event) => {
  let news = {};
  try {
    news = event.data.json();
  } catch {
    // a message that cannot be read still has to be shown: browsers take the leave away from who stays silent
  }
  const shown = { body: news.body || "", tag: news.tag || "yishi", lang: "zh-CN", data: { link: news.link || "/inbox/" } };
  event.waitUntil(self.registration.showNotification(news.title || "议事", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.link, self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window" });
    const here = pages.find((page) => page.url === address.href);
    return here ? here.focus() : self.clients.openWindow(address.href);
  })());
});
