"""Redirects, but for those that lead back: without cookies the second answer is the first."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.urls import without_dot_segments, without_login


class Redirects(RedirectMiddleware):
    """Scrapy's redirect middleware without loops, and without dots in the addresses it follows to."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        redirected = redirected.replace(url=without_dot_segments(redirected.url))
        if redirected.url in {request.url, *request.meta.get("redirect_urls", ())}:
            raise IgnoreRequest(f"redirected in a circle, to {without_login(redirected.url)}")
        return super()._redirect(redirected, request, reason)
