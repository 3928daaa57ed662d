"""Addresses of the net: plaques."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
