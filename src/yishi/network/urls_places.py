"""Addresses of the net: places."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
