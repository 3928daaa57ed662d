from django.http import Http404

from yishi.record.doors import open_page


@open_page
def report(request, **kwargs):
    raise Http404


@open_page
def report_at(request, **kwargs):
    raise Http404


@open_page
def draft_photo(request, **kwargs):
    raise Http404


@open_page
def step(request, **kwargs):
    raise Http404


@open_page
def place_qr(request, **kwargs):
    raise Http404
