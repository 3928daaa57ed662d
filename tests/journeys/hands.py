"""Somebody who has a keyboard and nothing else: finds things by Tab, presses them by Enter and Space, and notes each
step at which the focus cannot be seen, jumps back or does not come out again."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page
from tests.journeys.test_accessible import RULES

MANY = 160
SMALLEST = 320
WATCH = """() => {
  const now = document.activeElement;
  if (!now || now === document.body || now === document.documentElement) { window.stood = null; return { out: true }; }
  const drawn = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor);
  };
  if (now.matches(".skip") && window.stood?.isConnected && window.stood.closest("footer")) {
    window.stood = now;
    return { out: true };
  }
  const named = now.labels?.[0];
  const near = [now, named, now.closest("label, .case-card"), now.nextElementSibling].filter(Boolean);
  const seen = now === document.getElementById("main") || near.some(drawn);
  const own = (now.closest("label") ?? now).getBoundingClientRect();
  const drawnInstead = named?.matches(".btn") ? named : now.nextElementSibling ?? now;
  const box = own.width > 1 ? own : drawnInstead.getBoundingClientRect();
  const shown = box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth
    && box.bottom > 0 && box.top < innerHeight;
  const covering = shown && document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1),
    Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
  const bar = covering && covering.closest(".action-bar, .site-header");
  const before = window.stood;
  window.stood = now;
  const within = before === now && now.matches("input[type=date], input[type=time]");
  const follows = !before?.isConnected || within
    || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
  const told = (each) => !each ? "" : each.tagName.toLowerCase() + " "
    + (each.getAttribute("aria-label") || each.innerText || each.name || each.id || "").trim().slice(0, 40);
  return { out: false, seen: seen || within, shown, hidden: Boolean(bar && !bar.contains(now)), follows,
    ahead: now.tabIndex > 0, what: told(now), after: told(before) };
}"""
FROM_THE_TOP = """() => {
  const body = document.body;
  body.tabIndex = -1;
  body.focus();
  body.blur();
  body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
"""Where Tab goes on from is moved to the top as well."""
IS_HERE = "(each) => each === document.activeElement"


class Hands:
    """Goes through pages by keys alone; `wrong` is what somebody would stumble over."""

    def __init__(self, page: Page):
        self.page = page
        self.wrong: list[str] = []

    def _note(self, what: str) -> None:
        self.wrong.append(f"{self.page.url.partition('//')[2].partition('/')[2]}: {what}")

    def step(self, key: str = "Tab") -> bool:
        """One key; whether the focus is still in the page."""
        self.page.keyboard.press(key)
        found = self.page.evaluate(WATCH)
        if found["out"]:
            return False
        if not found["seen"]:
            self._note(f"nobody sees that the focus is on {found['what']}")
        if not found["shown"] or found["hidden"]:
            self._note(f"out of sight while it has the focus: {found['what']}")
        if key == "Tab" and (not found["follows"] or found["ahead"]):
            self._note(f"out of its order: {found['what']} after {found['after']}")
        return True

    def to(self, where: Locator) -> None:
        """Tab until it has the focus; from the foot of the page on at its head."""
        self.page.evaluate(WATCH)
        if where.evaluate(IS_HERE):
            return
        for _key in range(MANY):
            self.step()
            if where.evaluate(IS_HERE):
                return
        raise AssertionError(f"{self.page.url}: Tab never comes to {where}")

    def press(self, where: Locator, key: str = "Enter") -> None:
        """What leads to another page."""
        self.to(where)
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)

    def write(self, where: Locator, words: str) -> None:
        self.to(where)
        self.page.keyboard.type(words)

    def choose(self, where: Locator) -> None:
        """A card of a question: Tab leads to the question, arrows to the card."""
        name = where.get_attribute("name")
        for _key in range(MANY):
            if self.page.evaluate("document.activeElement.name") == name:
                break
            self.step()
        if where.get_attribute("type") == "checkbox":
            self.to(where)
        while not where.evaluate(IS_HERE):
            self.step("ArrowDown")
        if not where.is_checked():
            self.page.keyboard.press("Space")
        assert where.is_checked(), f"{self.page.url}: {name} cannot be chosen"

    def look(self) -> None:
        """What is wrong with the page as it stands: by axe at both sizes, wider than the smallest telephone, and by
        a whole round of Tab from the way past the head to the foot and out."""
        size = self.page.viewport_size
        assert size
        for width in (size["width"], SMALLEST):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": tall})
            for found in Axe().run(self.page, options=RULES).response["violations"]:
                self._note(f"{found['id']} at {width} px: {found['nodes'][0]['html'][:160]}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self._note(f"{wide} px wider than the smallest telephone")
        self.page.set_viewport_size(size)
        self._round()

    def _round(self) -> None:
        self.page.evaluate(FROM_THE_TOP)
        self.page.evaluate(WATCH)
        stops = 0
        while self.step() and stops < MANY:
            stops += 1
        if stops in (0, MANY):
            self._note(f"{stops} steps of Tab, and not out at the foot")

    def skip(self) -> None:
        """Past the head of a page just opened: the first stop leads to its content."""
        self.step()
        assert self.page.evaluate("document.activeElement.className") == "skip", (
            "the first stop is the way past"
        )
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main", self.page.url
        self.step()
        assert self.page.evaluate("document.getElementById('main').contains(document.activeElement)")
