"""Addresses of deliberation: calendar."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
