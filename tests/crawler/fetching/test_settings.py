from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from crawler.fetching.settings import FETCH_SETTINGS


def test_every_setting_is_one_that_scrapy_knows() -> None:
    assert [name for name in FETCH_SETTINGS if name not in default_settings.__all__] == []


def test_every_named_part_exists_and_every_part_switched_off_was_on() -> None:
    ours = {**FETCH_SETTINGS["DOWNLOAD_HANDLERS"], **FETCH_SETTINGS["DOWNLOADER_MIDDLEWARES"]}
    scrapys = {**default_settings.DOWNLOAD_HANDLERS_BASE, **default_settings.DOWNLOADER_MIDDLEWARES_BASE}

    assert {name for name, value in ours.items() if value is None} <= set(scrapys)
    assert set(default_settings.DOWNLOAD_HANDLERS_BASE) == set(FETCH_SETTINGS["DOWNLOAD_HANDLERS"])
    for name, value in ours.items():
        for path in (name, value):
            if isinstance(path, str) and path.startswith("crawler."):
                assert load_object(path)
    assert load_object(FETCH_SETTINGS["TWISTED_DNS_RESOLVER"])
