from django.http import Http404

from yishi.record.doors import open_page


@open_page
def follow(request, **kwargs):
    raise Http404


@open_page
def receipt(request, **kwargs):
    raise Http404


@open_page
def slip(request, **kwargs):
    raise Http404


@open_page
def confirm(request, **kwargs):
    raise Http404


@open_page
def contest(request, **kwargs):
    raise Http404


@open_page
def withdraw(request, **kwargs):
    raise Http404
