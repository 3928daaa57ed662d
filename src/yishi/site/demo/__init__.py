"""The demo city: an invented neighbourhood under a real street, its people, half a year of matters, and pictures.

Everything in this package is invented except the administrative names and codes down to the street.
"""
