from django.http import Http404


def home(request, **kwargs):
    raise Http404


def choose_post(request, **kwargs):
    raise Http404


def new(request, **kwargs):
    raise Http404


def case(request, **kwargs):
    raise Http404


def act(request, **kwargs):
    raise Http404
