"""Addresses of deliberation: hall."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
