"""Components drawn in Python say to the letter what their templates say."""

import re
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override
from django_cotton.templatetags._component import CottonComponentNode

from yishi.cases.story import Step
from yishi.record import clock
from yishi.site.templatetags.drawn import DRAWN, Drawn

AWKWARD = "<b>粗</b> & “引号” 'x'"
TAGS = [
    '{% cotton icon name="place" label="" /%}',
    '{% cotton icon name="{{ word }}" label="{{ word }}" /%}',
    "{% cotton icon /%}",
    '{% cotton icon name="check" label="" closed="" /%}',
    *[
        f'{{% cotton when :at="{at}" show="{show}" /%}}'
        for at in ("moment", "long_ago", "ahead", "day", "nothing")
        for show in ("both", "date", "relative")
    ],
    '{% cotton when :at="moment" /%}',
    '{% cotton fact label="{{ word }}" %}<b>{{ word }}</b>{% endcotton %}',
    '{% cotton fact label="a & b" %}{% cotton when :at="day" /%}{% endcotton %}',
    '{% cotton facts %}{% cotton fact label="x" %}y{% endcotton %}{% endcotton %}',
    '{% cotton mark icon="lock" %}{{ word }}{% endcotton %}',
    "{% cotton mark %}x{% endcotton %}",
    *[
        f'{{% cotton badge kind="{kind}" label="{label}" /%}}'
        for kind in ("new", "working", "waiting", "done", "due", "overdue", "declined", "other")
        for label in ("", "{{ word }}", "late & later")
    ],
    '{% cotton badge :kind="kind" :label="word" /%}',
    '{% cotton badge :kind="kind" :label="safe" /%}',
    '{% cotton button kind="primary" href="?a=1&b={{ word }}" icon="desk" %}{{ word }}{% endcotton %}',
    '{% cotton button href="/x/" wide="yes" %}x{% endcotton %}',
    '{% cotton button icon="people" wide="yes" %}x{% endcotton %}',
    '{% cotton button name="post" value="{{ number }}" form="f" disabled="yes" %}x{% endcotton %}',
    '{% cotton button :value="number" type="button" %}x{% endcotton %}',
    '{% cotton button data-call="/x/" hidden href="tel:1" %}other attributes{% endcotton %}',
    '{% cotton button aria-label="{{ word }}" data-n="{{ number }}" :aria-pressed="kind" hidden %}x{% endcotton %}',
    "{% cotton button data-say='a \"b\" & c' href='/x/' %}x{% endcotton %}",
    '{% cotton stat value="{{ number }}" unit="d" label="{{ word }}" href="/x/?a&b" kind="due" note="n" /%}',
    '{% cotton stat :value="number" label="l" /%}',
    '{% cotton stat :value="part" label="l" /%}',
    '{% cotton tile href="/x/" icon="speak" title="{{ word }}" hint="h" primary="yes" /%}',
    '{% cotton tile href="/x/" title="t" /%}',
    '{% cotton photos :photos="photos" /%}',
    '{% cotton photos :photos="none" /%}',
    '{% cotton entry title="{{ word }}" :at="moment" who="{{ word }}" icon="speak" kind="done" internal="yes" '
    ':photos="photos" %}<div>{{ word }}</div>{% endcotton %}',
    '{% cotton entry title="t" :at="moment" who="w" role="{{ word }}" internal="" :photos="none" %}  {% endcotton %}',
    "{% cotton entry %}x{% endcotton %}",
    '{% cotton buttons %}{% cotton button href="/x/" %}x{% endcotton %}{% endcotton %}',
    '{% cotton page-head title="{{ word }}" lead="{{ word }}" %} {% endcotton %}',
    '{% cotton page-head title="t" %}{% cotton mark %}x{% endcotton %}{% endcotton %}',
    '{% cotton card title="{{ word }}" level="3" id="a" quiet="yes" %}<p>x</p>{% endcotton %}',
    '{% cotton card title="t" href="/x/?a&b" data-n="{{ number }}" hidden %}x{% endcotton %}',
    "{% cotton card %}x{% endcotton %}",
    *[
        f'{{% cotton notice kind="{kind}" title="{{{{ word }}}}" live="{live}" %}}<p>x</p>{{% endcotton %}}'
        for kind in ("info", "good", "warn", "stop")
        for live in ("", "yes")
    ],
    '{% cotton notice data-n="{{ word }}" %}x{% endcotton %}',
    '{% cotton timeline label="{{ word }}" %}x{% endcotton %}',
    "{% cotton timeline %}x{% endcotton %}",
    '{% cotton action-bar label="{{ word }}" %}x{% endcotton %}',
    "{% cotton action-bar %}x{% endcotton %}",
    '{% cotton tabs :items="sisters" label="{{ word }}" /%}',
    '{% cotton tabs :items="none" label="x" /%}',
    "{% cotton cases %}<li>x</li>{% endcotton %}",
    "{% cotton tiles %}<li>x</li>{% endcotton %}",
    "{% cotton stats %}<li>x</li>{% endcotton %}",
    '{% cotton breadcrumb :items="way" /%}',
    '{% cotton breadcrumb :items="none" /%}',
    '{% cotton ladder :rungs="rungs" closed="" /%}',
    '{% cotton ladder :rungs="rungs" closed="yes" label="{{ word }}" /%}',
    '{% cotton search action="/x/?a&b" value="{{ word }}" label="{{ word }}" hint="h" /%}',
    '{% cotton search action="/x/" name="n" id="i" %}<input type="hidden">{% endcotton %}',
    '{% cotton table label="{{ word }}" %}<table></table>{% endcotton %}',
    '{% cotton pager prev="?a&b" next="{{ word }}" %}3{% endcotton %}',
    '{% cotton pager next="?a" prev="" /%}',
    '{% cotton pager next="" prev="" /%}',
    '{% cotton filters action="/x/" clear="/y/?{{ word }}" %}<p>x</p>{% endcotton %}',
    '{% cotton filters action="/x/" clear="" %}x{% endcotton %}',
]


def shown(source: str) -> str:
    now = clock.now()
    values = {
        "word": AWKWARD,
        "safe": mark_safe("late <b>x</b>"),
        "kind": "due",
        "number": 12345,
        "part": 3.5,
        "moment": now - timedelta(minutes=5),
        "long_ago": now - timedelta(days=400),
        "ahead": now + timedelta(days=1, minutes=1),
        "day": date(2026, 2, 3),
        "nothing": None,
        "photos": [
            {"url": "/a?b&c", "thumb": "/t", "caption": AWKWARD, "alt": AWKWARD},
            {"url": "/a", "thumb": "/t", "caption": "", "alt": "x"},
        ],
        "none": [],
        "way": [{"label": AWKWARD, "url": "/a?b&c"}, {"label": "x", "url": ""}, {"label": "y", "url": "/z"}],
        "rungs": [
            {
                "name": "steward",
                "state": "past",
                "holder": AWKWARD,
                "arrived_at": now - timedelta(days=3),
                "spent": timedelta(hours=30),
                "note": AWKWARD,
            },
            Step("branch", "present", "x", now, timedelta(minutes=5), "working", 1, AWKWARD),
            Step("branch", "present", "x", now, timedelta(0), "overdue"),
            Step(AWKWARD, "future"),
        ],
        "sisters": [
            {"label": AWKWARD, "url": "?a=1&b", "count": 3, "current": True},
            {"label": "x", "url": "?b", "count": "", "current": False},
            {"label": "y", "url": "?c", "count": None},
            {"label": "z", "url": "?d"},
            {"label": "0", "url": "?e", "count": 0},
        ],
    }
    # a template's file ends in a line of its own, which a browser does not show between tags
    said = re.sub(r"\s*\n\s*", "", Template(source).render(Context(values))).strip()
    return said.replace(" <time", "<time")  # the space before a moment ends in such a line


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", TAGS)
def test_what_is_drawn_is_what_the_template_says(source, language, monkeypatch):
    with clock.at(clock.now()), override(language):
        drawn = shown(source)
        monkeypatch.setattr(Drawn, "render", CottonComponentNode.render)
        assert drawn == shown(source)


@pytest.mark.parametrize("name", DRAWN)
def test_every_drawing_is_held_against_its_template(name):
    assert any(f"cotton {name} " in source for source in TAGS)
