"""Addresses of deliberation: outcomes."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
