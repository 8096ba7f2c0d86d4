"""Proxies and certificates of the environment, before anything is asked for."""

import os
from pathlib import Path

import pytest

from crawler.errors import ConfigError
from crawler.fetching.environment import check_environment, proxies
from crawler.fetching.proxies import Proxies
from crawler.newsroom.certificates import Authority


@pytest.mark.parametrize("content", [None, "", "no certificate", "folder"])
def test_certificates_that_are_none_are_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    path = tmp_path / "ca.pem"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with pytest.raises(ConfigError, match=r"SSL_CERT_FILE names .*ca\.pem, which (?:is not there|holds no)"):
        check_environment()


def test_certificates_that_are_some_are_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path).bundle))
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join(["/nowhere", str(tmp_path)]))
    check_environment()

    monkeypatch.setenv("SSL_CERT_DIR", "/nowhere:/nowhere-else")
    with pytest.raises(ConfigError, match="SSL_CERT_DIR names /nowhere:/nowhere-else, which is not there"):
        check_environment()


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("may.example:3128", "http://may.example:3128"),
        ("//may.example:3128", "http://may.example:3128"),
        ('"http://may.example:3128" ', "http://may.example:3128"),
        (" http://may.example:3128\n", "http://may.example:3128"),
        ("http://ten@may.example:3128", "http://ten:@may.example:3128"),
        ("HTTP://ten:m%40t@may.example:3128/", "HTTP://ten:m%40t@may.example:3128/"),
    ],
)
def test_spellings_of_a_proxy(monkeypatch: pytest.MonkeyPatch, given: str, meant: str) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, given)

    assert proxies() == {"http": meant, "https": meant}
    assert all(proxy.endswith("may.example:3128") for _, proxy in Proxies().proxies.values())


@pytest.mark.parametrize(
    "given", ["http://may.example:99999", "http://may.example:cong", "socks5h://a:1", "http://"]
)
def test_a_proxy_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, given)

    with pytest.raises(ConfigError, match="HTTP_PROXY"):
        proxies()
