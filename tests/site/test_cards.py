"""The line of a case written in Python says to the letter what the components say."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from yishi.cases import actions, listing
from yishi.cases.models import Case
from yishi.record import clock

LINE = Template("{% load cards %}{% case_line case %}")


def bare(html: str) -> str:
    """Without white space between tags."""
    return re.sub(r"\s*\n\s*", "", re.sub(r">\s+<", "><", html)).strip()


def variety(world) -> list[Case]:
    world.report()
    world.report(words="<b>粗</b> & “引号”的事情")
    world.handling()
    answered = world.answered()
    actions.confirm(world.reporter(answered), answered, contacted=True, satisfaction="satisfied")
    world.answered()
    actions.withdraw(world.reporter(withdrawn := world.report()), withdrawn)
    with clock.at(clock.now() - timedelta(days=100)):
        world.report()
    Case.objects.filter(pk=answered.pk).update(voices=3)
    found = list(Case.objects.with_labels().order_by("pk"))
    listing.with_thumbs(found)
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_line_is_that_of_the_components(world, language):
    with override(language):
        for case in variety(world):
            components = render_to_string("cases/_card.html", {"case": case})
            assert bare(LINE.render(Context({"case": case}))) == bare(components)
