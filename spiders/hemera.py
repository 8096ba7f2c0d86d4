"""Old name of spiders.families.hemera, for outlet files that were written against the last release."""

from crawler.outlets.deprecated import names_from

__getattr__ = names_from("spiders.families.hemera", __name__)
