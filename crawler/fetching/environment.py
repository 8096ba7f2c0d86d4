"""What the environment says of proxies and certificates, checked before anything is asked for."""

import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from crawler.errors import ConfigError


def proxies() -> dict[str, str]:
    """Return the proxy for http and https, as http://host:port, also where it was given as host:port.

    ALL_PROXY stands in for what has no variable of its own. Raises ConfigError for a proxy that cannot be
    used: to go past it would show the operator where they did not want to be seen.
    """
    given = getproxies()
    chosen = {scheme: given.get(scheme) or given.get("all") for scheme in ("http", "https")}
    return {scheme: _usable(scheme, proxy) for scheme, proxy in chosen.items() if proxy}


def _usable(scheme: str, proxy: str) -> str:
    plain = proxy.strip("\"' \t\r\n").removeprefix("//")
    url = plain if "://" in plain else f"http://{plain}"
    named = f"the proxy for {scheme} (environment, such as {scheme.upper()}_PROXY or ALL_PROXY)"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # What urllib says may hold a part of the password.
        raise ConfigError(f"{named} is no address; write http://HOST:PORT") from None
    if parts.scheme.lower() != "http" or not parts.hostname or port == 0:
        raise ConfigError(
            f"{named} is no http:// proxy but {parts.scheme}://; only those can be used, as http://HOST:PORT"
        )
    if parts.username and parts.password is None:
        url = parts._replace(netloc=parts.netloc.replace("@", ":@", 1)).geturl()
    return url


def check_environment() -> None:
    """Raise ConfigError for a proxy that cannot be used and for certificates that are not there."""
    proxies()
    file = os.environ.get("SSL_CERT_FILE")
    if file and (wrong := _not_readable(file) or _without_certificate(file)):
        raise ConfigError(f"SSL_CERT_FILE names {file}, which {wrong}; no certificate could be checked")
    folders = os.environ.get("SSL_CERT_DIR")
    if folders and all(wrongs := [_not_readable(folder) for folder in folders.split(os.pathsep)]):
        raise ConfigError(f"SSL_CERT_DIR names {folders}, which {wrongs[0]}; no certificate could be checked")


def _not_readable(path: str) -> str | None:
    if os.access(path, os.R_OK):
        return None
    return "cannot be read" if Path(path).exists() else "is not there"


def _without_certificate(file: str) -> str | None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=file)
    except OSError:  # of which ssl.SSLError is one
        return "holds no certificate"
    return None
