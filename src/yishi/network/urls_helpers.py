"""Addresses of the net: helpers."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
