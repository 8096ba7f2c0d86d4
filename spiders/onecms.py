"""Old name of spiders.families.onecms, for outlet files that were written against the last release."""

from crawler.outlets.deprecated import names_from

__getattr__ = names_from("spiders.families.onecms", __name__)
