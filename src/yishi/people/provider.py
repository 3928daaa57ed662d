"""Weixin among the sign-in library's providers; it looks for them in modules of this name."""

from .weixin import Weixin

provider_classes = [Weixin]
