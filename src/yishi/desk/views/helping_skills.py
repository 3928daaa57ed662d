"""Which skills help with which kind of matter: the list, and setting one kind anew."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yishi.cases import actions, rules
from yishi.cases.models import Category
from yishi.network.models import SkillOffer, SkillRule
from yishi.record import Refused

from ..forms.helping_skills import HelpingSkills

SHOWN_BEFORE = 20


def _must(request: HttpRequest) -> None:
    if not (verdict := rules.may_set_helping_skills(request.actor)):
        raise Refused(verdict.reason)


@require_safe
def helping_skills(request: HttpRequest) -> HttpResponse:
    """Every kind of matter with the skills proposed for it."""
    _must(request)
    kinds = [(each, _called(each.skills)) for each in Category.objects.choosable()]
    return render(request, "desk/helping_skills.html", {"kinds": kinds})


def _called(skills: str) -> list[str]:
    """The skills of these codes, in the reader's language; one that is no more is left out."""
    labels = dict(SkillOffer.Skill.choices)
    return [str(labels[code]) for code in skills.split() if code in labels]


@require_http_methods(["GET", "HEAD", "POST"])
def change_helping_skills(request: HttpRequest, code: str) -> HttpResponse:
    """One kind: what is proposed, why, what was proposed before, and setting it anew."""
    _must(request)
    category = get_object_or_404(Category.objects.choosable(), code=code[:40])
    form = HelpingSkills(request.POST if request.method == "POST" else None, category=category)
    if request.method == "POST" and form.is_valid():
        once = f"{request.actor.pk}:{request.POST.get('key', '')[:100]}"
        actions.set_helping_skills(request.actor, category, once=once, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("desk:helping_skills")
    rows = SkillRule.objects.filter(category=category.code)
    rows = rows.select_related("set_by__place", "set_by__organisation")[:SHOWN_BEFORE]
    context = {
        "category": category,
        "form": form,
        "rules": [(each, _called(each.skills)) for each in rows],
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "desk/helping_skills_one.html", context, status=422 if form.errors else 200)
