"""What the same machine does at best: a bare Django project made in a directory of its own, and bare transactions."""

import sys
import threading
import time
from pathlib import Path
from typing import Any

SETTINGS = """
SECRET_KEY = "a benchmark keeps no secrets"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bare.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                  "django.contrib.messages", "bare"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware",
              "django.contrib.sessions.middleware.SessionMiddleware",
              "django.middleware.common.CommonMiddleware",
              "django.middleware.csrf.CsrfViewMiddleware",
              "django.contrib.auth.middleware.AuthenticationMiddleware",
              "django.contrib.messages.middleware.MessageMiddleware",
              "django.middleware.clickjacking.XFrameOptionsMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": ["django.template.context_processors.request",
                           "django.contrib.auth.context_processors.auth",
                           "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
"""
MODELS = """
from django.db import models

class Matter(models.Model):
    title = models.CharField(max_length=60)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

class Happened(models.Model):
    matter = models.ForeignKey(Matter, models.CASCADE)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
"""
URLS = """
from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from .models import Happened, Matter

class Say(forms.ModelForm):
    class Meta:
        model = Matter
        fields = ["title", "words"]

def hello(request):
    return HttpResponse("hello")

def say(request):
    form = Say(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            matter = form.save()
            Happened.objects.create(matter=matter, kind="reported")
        return redirect("/list/")
    return render(request, "say.html", {"form": form})

def matters(request):
    return render(request, "list.html", {"matters": Matter.objects.order_by("-at", "-id")[:20]})

def as_json(request):
    found = Matter.objects.order_by("-at", "-id").values("id", "title", "words", "at")[:50]
    return JsonResponse(list(found), safe=False, json_dumps_params={"ensure_ascii": False})

urlpatterns = [path("", hello), path("say/", say), path("list/", matters), path("list.json", as_json)]
"""
SAY = "<form method=post>{% csrf_token %}{{ form.as_p }}<button>OK</button></form>"
LIST = (
    "<!DOCTYPE html><title>List</title><ul>{% for m in matters %}<li><a href='/{{ m.pk }}/'>{{ m.title }}</a> "
    "<time>{{ m.at }}</time><p>{{ m.words }}</p></li>{% endfor %}</ul>"
)
WSGI = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "bare.settings"
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def write(directory: Path, database: dict[str, Any]) -> None:
    """The bare project lies in `directory`."""
    package = directory / "bare"
    (package / "templates").mkdir(parents=True, exist_ok=True)
    files = {
        "__init__.py": "",
        "settings.py": SETTINGS.replace("DATABASE}", f"{database!r}}}"),
        "models.py": MODELS,
        "urls.py": URLS,
        "wsgi.py": WSGI,
        "templates/say.html": SAY,
        "templates/list.html": LIST,
    }
    for name, text in files.items():
        (package / name).write_text(text)


PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from bare.models import Matter
words = "北门旁边路灯不亮，晚上看不清路。" * 4
Matter.objects.bulk_create(Matter(title="北门旁边路灯不亮", words=words) for n in range(10000))
"""


def transactions(url: str, connections: int, seconds: float) -> list[float]:
    """Two rows in one transaction, written without any framework; seconds each. `url` names a PostgreSQL, or is the
    path of an SQLite."""
    taken: list[float] = []
    until = time.perf_counter() + seconds

    def work() -> None:
        write_two, close = _sqlite(url) if not url.startswith("postgres") else _postgresql(url)
        mine: list[float] = []
        while (
            begun := time.perf_counter()
        ) < until or not mine:  # once at least, however late it could begin
            write_two()
            mine.append(time.perf_counter() - begun)
        close()
        taken.extend(mine)

    threads = [threading.Thread(target=work) for _n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


_MATTER = "INSERT INTO bare_matter (title, words, at) VALUES ({p}, {p}, CURRENT_TIMESTAMP) RETURNING id"
_HAPPENED = "INSERT INTO bare_happened (matter_id, kind, at) VALUES ({p}, {p}, CURRENT_TIMESTAMP)"
_SAID = ("北门旁边路灯不亮", "北门旁边路灯不亮，晚上看不清路。")


def _postgresql(url: str) -> tuple[Any, Any]:
    import psycopg

    connection = psycopg.connect(url)

    def write_two() -> None:
        with connection.transaction():
            (pk,) = connection.execute(_MATTER.format(p="%s"), _SAID).fetchone() or (0,)
            connection.execute(_HAPPENED.format(p="%s"), (pk, "reported"))

    return write_two, connection.close


def _sqlite(path: str) -> tuple[Any, Any]:
    import sqlite3

    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")

    def write_two() -> None:
        connection.execute("BEGIN IMMEDIATE")
        (pk,) = connection.execute(_MATTER.format(p="?"), _SAID).fetchone()
        connection.execute(_HAPPENED.format(p="?"), (pk, "reported"))
        connection.execute("COMMIT")

    return write_two, connection.close


if __name__ == "__main__":
    import json

    json.dump(transactions(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])), sys.stdout)
