"""The public record calls a case by the number residents know, and leads to its page where one may see it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yishi.record.actions import seal


def page_of(client, query: str = "") -> str:
    return client.get(f"/record/{query}", headers={"accept-language": "en"}).content.decode()


def test_entries_name_the_case_by_its_number_and_lead_to_it(client, world):
    case = world.report()
    seal()
    page = page_of(client)
    assert f"about case {case.number}" in page and f"about {case.ref}" not in page
    assert f'href="/cases/{case.number}/"' in page
    about = page_of(client, f"?about={case.ref}")
    assert f"Only the entries about case {case.number} are shown." in about
    assert f'href="/cases/{case.number}/"' in about


def test_no_link_where_the_reader_may_not_look_any_more(client, world):
    case = world.report()
    seal()
    type(case).objects.filter(pk=case.pk).update(visibility="hotline")
    page = page_of(client, f"?about={case.ref}")
    assert f"about case {case.number}" in page
    assert f'href="/cases/{case.number}/"' not in page


def test_a_case_never_public_is_not_named(client, world):
    case = world.report(visibility="hotline")
    seal()
    assert f"case {case.number}" not in page_of(client)


def test_the_page_costs_the_same_however_many_cases_it_names(client, world):
    def cost() -> int:
        seal()
        page_of(client)
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        return len(queries)

    world.report()
    one = cost()
    for _n in range(6):
        world.report()
    assert cost() == one
