"""Words and addresses that are kept are those Django's own tags say."""

import pytest
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from yishi.record.ways import way

AWKWARD = "<b>粗</b> & “引号”"
SOURCES = [
    '{% translate "Search" %}',
    '{% trans "Search" %}',
    "{% translate 'Nothing here yet' %} {% translate 'no such words <b>&</b> 100%%' %}",
    '{% translate "Solved" context "rate" %} {% translate "Solved" %}',
    '{% translate "Search" noop %}',
    '{% translate "Search" as said %}[{{ said }}]',
    "{% translate word %}",
    '{% translate "Search"|upper %}',
    "{% blocktranslate %}Search{% endblocktranslate %}{% get_current_language as here %}{{ here }}",
    "{% url 'home' %}",
    "{% url 'cases:case' number %} {% url 'cases:case' 123 %}",
    "{% url 'cases:case' number=number %}",
    "{% url name %}",
    "{% url 'no:such' as nothing %}[{{ nothing }}]",
    "{% url 'cases:list' as list_url %}{{ list_url }}",
    "{% url 'cases:community' awkward %}",
    "{% autoescape off %}{% url 'cases:community' awkward %}{% translate 'Search' %}{% endautoescape %}",
]
VALUES = {"word": "Search", "number": "1234", "name": "cases:list", "awkward": "a'b"}
PLAIN = Engine(builtins=["django.templatetags.i18n"])


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_kept_is_what_django_says(source):
    ours = Template(source)
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with override(language):
            assert ours.render(Context(VALUES)) == PLAIN.from_string(source).render(Context(VALUES))


def test_a_template_that_loads_i18n_gets_the_same():
    source = '{% load i18n %}{% translate "Search" %}'
    assert type(Template(source).nodelist[1]) is type(Template('{% translate "Search" %}').nodelist[0])


def test_a_link_that_leads_nowhere_is_told():
    with pytest.raises(NoReverseMatch):
        Template("{% url 'no:such' %}").render(Context())
    with pytest.raises(NoReverseMatch):
        way("cases:case")


def test_an_attribute_of_words_is_said_in_the_language_of_each_reader():
    page = Template("""{% cotton fact label="{% translate 'Where' %}" %}{{ word }}{% endcotton %}""")
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            assert f"<dt>{gettext('Where')}</dt><dd>{AWKWARD}</dd>" in page.render(
                Context({"word": AWKWARD}, autoescape=False)
            )


def test_numbers_and_texts_are_told_apart():
    assert way("cases:case", 12) == way("cases:case", "12") == reverse("cases:case", args=[12])
