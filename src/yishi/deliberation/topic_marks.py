"""What a browser is known by among the topics of a place, and the code by which a topic is followed."""

from django.utils.crypto import salted_hmac

from yishi.cases.actions.intake import CODE_DIGITS

from .models import Support, Topic


def mark_for(place_pk: int, browser: str) -> str:
    """Another mark at every place, so that nobody is followed from one to the next; the same among its topics, so that
    topics that are joined count each browser once."""
    return (
        salted_hmac(f"deliberation.topics {place_pk}", browser, algorithm="sha256").hexdigest()
        if browser
        else ""
    )


def code_of(key: str) -> str:
    """The eight digits for one sending of a form: sent twice it is the same code."""
    made = salted_hmac("deliberation.topic.code", key, algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def stands_behind(topic: Topic, person_pk: int | None, browser: str) -> bool:
    """Whether this person or browser stands behind it."""
    rows = Support.objects.filter(topic=topic)
    if person_pk and rows.filter(person=person_pk).exists():
        return True
    return bool(browser) and rows.filter(browser=browser).exists()
