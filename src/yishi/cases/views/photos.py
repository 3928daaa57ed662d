from django.http import Http404

from yishi.record.doors import open_page


@open_page
def photo(request, **kwargs):
    raise Http404
