"""The demo city shows what is done with what was said in confidence."""

import pytest

from yishi.cases.models import BreakGlass, Case, DataRequest, Erasure, Reveal
from yishi.people.models import PrivacyNotice
from yishi.site.demo import build


@pytest.mark.django_db
def test_looking_danger_erasure_and_the_notice_are_shown():
    build.build()
    looked = Reveal.objects.exclude(reason=Reveal.Reason.HANDLING).exclude(reason=Reveal.Reason.DANGER)
    assert {each.what for each in looked} == {"words", "contact"}
    assert all(each.case.reporter_id and each.post_id != each.case.holder_id for each in looked)
    glass = BreakGlass.objects.get()
    assert glass.granted and glass.post.organisation_id != glass.decided_post.organisation_id
    assert DataRequest.objects.get().is_waiting
    assert Case.objects.filter(later_waits=True).exists(), "later words wait for a look somewhere"
    assert sorted(Erasure.objects.values_list("state", flat=True)) == ["done", "waiting"]
    erased = Case.objects.get(erasures__state="done")
    assert (erased.words, erased.contact_phone, erased.reporter) == ("", "", None)
    notice = PrivacyNotice.objects.present()
    assert notice.controller and notice.contact
