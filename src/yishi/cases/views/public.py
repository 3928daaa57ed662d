from django.http import Http404

from yishi.record.doors import open_page


@open_page
def home(request, **kwargs):
    raise Http404


@open_page
def case_list(request, **kwargs):
    raise Http404


@open_page
def waiting(request, **kwargs):
    raise Http404


@open_page
def find(request, **kwargs):
    raise Http404


@open_page
def community(request, **kwargs):
    raise Http404


@open_page
def case(request, **kwargs):
    raise Http404
