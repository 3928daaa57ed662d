"""Addresses of the net: roll."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
