"""Old name of spiders.families.mastercms, for outlet files that were written against the last release."""

from crawler.outlets.deprecated import names_from

__getattr__ = names_from("spiders.families.mastercms", __name__)
