"""Text messages. A gateway is a subclass with its own `hand_over`; this one hands over to the console."""

from yishi.people.phones import mobile

from .console import Console
from .failures import Undeliverable
from .wordings import CODE, Wording


class Sms:
    """Checks what every gateway would refuse, and makes the text one line."""

    def send(
        self, to: str, text: str, *, subject: str = "", key: str = "", wording: Wording | None = None
    ) -> None:
        try:
            number = mobile(to)
        except ValueError as wrong:
            raise Undeliverable("not a mobile number") from wrong
        self.hand_over(number, " ".join(text.split()), key, wording)

    def send_code(self, to: str, text: str, code: str) -> None:
        """A sign-in code: `text` for carriers of free text, else the approved wording for codes."""
        self.send(to, text, wording=Wording(CODE, {"code": code}))

    def hand_over(self, number: str, text: str, key: str, wording: Wording | None = None) -> None:
        """Pass a text on; `number` is `+86` and eleven digits."""
        Console().send(number, text, key=key)
