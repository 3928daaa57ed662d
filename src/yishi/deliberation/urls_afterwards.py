"""Addresses of deliberation: afterwards."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
