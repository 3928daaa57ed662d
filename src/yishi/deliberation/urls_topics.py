"""Addresses of deliberation: topics."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
