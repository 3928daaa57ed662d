"""Addresses of the net: bodies."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
