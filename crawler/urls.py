"""URLs: what may be fetched at all, and the one key under which all spellings of an article meet."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from w3lib.url import canonicalize_url, safe_url_string

from crawler.article import ArticlePattern

MAX_URL_CHARACTERS = 512
MAX_HOST_CHARACTERS = 253
_MAX_LINK_LENGTH = 8192  # before what is not needed of it is cut
DEFAULT_PORTS = {"http": 80, "https": 443}

_NAME = re.compile(r"\A(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
# Names that only mean something inside somebody's network, or on this machine.
_INNER_NAMES = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "arpa"}
    | {"onion", "alt"},
)
_NAT64 = IPv6Network("64:ff9b::/96")

# Most links: nothing in them to be decoded, escaped or folded.
_PATH = r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,500})+/?"
_SIMPLE_PATH = re.compile(_PATH)
_SIMPLE = re.compile(rf"(?P<home>https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+))(?P<path>{_PATH}|/)?")

_FRONT_LABELS = ("www.", "m.", "amp.", "mobile.")
_TRACKING = re.compile(
    r"\A(?:amp;)?(?:utm_\w*|vn_\w+|at_\w+|mc_[ce]id|mtm_\w+|pk_\w+|hsa_\w+|_gl|_ga|_branch\w*"
    r"|[a-z]*clid|msclkid|[gw]braid|igshid|gidzl|zarsrc|spm|xtor|cmpid|ito|ocid|ref|ref_src|fb_\w+|share|source|from"
    r"|amp|outputtype|phpsessid|jsessionid|aspsessionid\w*|gclsrc|gad_\w+|srsltid|mibextid|rdid|share_url|_hsenc|_hsmi|mkt_tok|dicbo|_openstat|s_cid|_x_tr_\w+|__twitter_impression)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_AMP_FRONT = re.compile(r"^/amp(?=/.)")
_AMP_END = re.compile(r"(?:/amp|\.amp)(?:\.html?)?/?$")
_NAMED = re.compile(r"(?<!\w)(\w{1,64})=")  # parameters of a query in an outlet's pattern
_ESCAPED_TWICE = re.compile(r"(?:%25(?:[89a-f][0-9a-f]|2[de]|5f|7e))+", re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_INVISIBLE = re.compile("[\ufeff\u200b-\u200d\u2060]")
# What stands behind a file name, and was meant to be its query or the end of a sentence.
_BEHIND_NAME = re.compile(r"(?<=\.html|.\.htm)(?:[;&,]|%(?:3F|26|2C|20|C2%A0)).*", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[!-~]*+")
_PLAIN_END = re.compile(r"(?:\.html?|/)$")


def clean_url(base: str, href: str) -> str | None:
    """The absolute address `href` means on page `base`, as it may be fetched; None for anything unusable.

    Unusable is what is not http(s) on its default port, names no public host, carries a user name,
    or is longer than 512 characters, also without what only tracks its reader.
    """
    url = _resolved(base, href)
    if url is None or len(url) <= MAX_URL_CHARACTERS:
        return url
    bare = _without_tracking(url)
    return bare if len(bare) <= MAX_URL_CHARACTERS else None


def without_login(url: str) -> str:
    """Return an address, or what was meant to be one, without user name and password: to be shown."""
    scheme, mark, rest = url.partition("//")
    if not mark or scheme.lower() not in ("", "http:", "https:"):
        scheme, mark, rest = "", "", url
    login, at, place = rest.rpartition("@")
    host, slash, _ = login.partition("/")
    port = host.rpartition(":")[2]
    # A password may hold a slash; an "@" may stand in a path.
    is_login = bool(at) and (not slash or (":" in host and not port.isdecimal()))
    return f"{scheme}{mark}{place}" if is_login else url


@lru_cache(maxsize=4096)  # a page holds each of its links several times, and one step after another asks
def _resolved(base: str, href: str) -> str | None:
    if len(href) > _MAX_LINK_LENGTH:
        return None
    if simple := _simply_joined(base, href):
        return simple
    try:
        joined = urljoin(base, unicodedata.normalize("NFC", href).strip().replace("&amp;", "&"))
        if (
            "\\" in joined
            or "@" in urlsplit(joined).netloc
            or not _plain_host(urlsplit(joined).hostname or "")
        ):
            return None
        parts = urlsplit(safe_url_string(joined))
        port = parts.port
    except ValueError:
        return None
    host = host_of(parts.geturl())
    if port not in (None, DEFAULT_PORTS.get(parts.scheme)) or not is_public_host(host):
        return None
    netloc = f"[{host}]" if ":" in host else host
    url = parts._replace(netloc=netloc, path=_normal_path(parts.path) or "/", fragment="").geturl()
    return url if parts.scheme in DEFAULT_PORTS else None


def _normal_path(path: str) -> str:
    """A path in the one spelling of RFC 3986, 6.2.2: no dots, nothing escaped without need or twice."""
    if "%" in path:
        path = _ESCAPED.sub(_normal_escape, _ESCAPED_TWICE.sub(_escaped_once, path))
    return _without_dots(path) if "/." in path else path


def _without_dots(path: str) -> str:
    """A path without "." and ".." (RFC 3986, 5.2.4): what a server makes of it, whatever was to be hidden."""
    segments = path.split("/")
    kept = segments[:1]  # what stands before the first slash: nothing
    for segment in segments[1:]:
        if segment == "..":
            kept = kept[:-1] or kept
        elif segment != ".":
            kept.append(segment)
    is_folder = segments[-1] in (".", "..")
    return "/".join([*kept, ""] if is_folder else kept)


def without_dot_segments(url: str) -> str:
    """Return the address that a server sees in one with dot segments, written plainly or escaped."""
    parts = urlsplit(url)
    return parts._replace(path=_normal_path(parts.path)).geturl()


def _normal_escape(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _escaped_once(found: re.Match[str]) -> str:
    """What was escaped twice, escaped once; what is no text then was a percent sign."""
    once = unquote(found[0])
    try:
        unquote(once, errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return once


def _simply_joined(base: str, href: str) -> str | None:
    """The address a plain link means; None for one that is not plain, or not public."""
    if _SIMPLE_PATH.fullmatch(href) and (home := _SIMPLE.fullmatch(base)):
        return home["home"] + href if is_public_host(home["host"]) else None
    whole = _SIMPLE.fullmatch(href)
    if whole is None or not is_public_host(whole["host"]):
        return None
    return href if whole["path"] else f"{href}/"


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of an address in lower case, without brackets or port; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def is_public_host(host: str) -> bool:
    """Whether `host` can be on the public web: a full name, or a public address in its plain spelling.

    Decimal, hexadecimal, octal and short spellings of an IPv4 address are neither.
    """
    if is_public_ip(host):
        return True
    return (
        len(host) <= MAX_HOST_CHARACTERS
        and bool(_NAME.fullmatch(host))
        and host.rpartition(".")[2] not in _INNER_NAMES
    )


def is_public_ip(text: str) -> bool:
    """Whether `text` is an IP address of the public internet, also when it is an IPv4 address inside IPv6."""
    try:
        address = _inner(ip_address(text))
    except ValueError:
        return False
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or site_local)


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64 or not int(address) >> 32:
        # NAT64, and the retired "compatible" form ::a.b.c.d, which some systems still route.
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _plain_host(host: str) -> bool:
    """Whether no character of the host only looks like a digit, dot or letter and turns into one later."""
    foreign = [c for c in host if not c.isascii()]
    return all(unicodedata.category(c)[0] in "LM" and unicodedata.normalize("NFKC", c) == c for c in foreign)


@lru_cache(maxsize=4096)
def bare_host(host: str) -> str:
    """The host without the www., m. and amp. that outlets put before it."""
    for front in _FRONT_LABELS:
        if host.startswith(front) and "." in host.removeprefix(front):
            return bare_host(host.removeprefix(front))
    return host


def url_key(url: str) -> str:
    """The canonical key of an address: the same for all its spellings; the key of a key is that key."""
    key = _key_of(url)
    # Of what is no address, each parse may leave something else.
    while not _PLAIN_ADDRESS.fullmatch(url) and (again := _key_of(key)) != key:
        url, key = key, again
    return key


def _key_of(url: str) -> str:
    url = url.strip()
    try:
        full = _without_tracking(url if "://" in url else f"http://{url}")
        parts = urlsplit(canonicalize_url(full, keep_blank_values=False))
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    host = bare_host(parts.hostname.rstrip(". ").strip())
    shown = "" if port in {None, *DEFAULT_PORTS.values()} else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{shown}{_key_path(parts.path)}{query}"


def _key_path(path: str) -> str:
    previous = None
    path = re.sub(r"/{2,}", "/", _composed(path))
    while path != previous:
        previous = path
        path = _PLAIN_END.sub("", _AMP_END.sub("", _AMP_FRONT.sub("", path)))
    return path


def _composed(path: str) -> str:
    """A path with its accents as they are mostly sent: in one letter with what they stand on."""
    if "%" not in path:
        return path
    try:
        text = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return path
    composed = unicodedata.normalize("NFC", text)
    return path if composed == text else quote(composed, safe="/:@!$&'()*+,;=~%")


def article_key(url: str, article_pattern: ArticlePattern | None) -> str:
    """The key of an article: the outlet's own number where its address shows one, else `url_key`."""
    found = _match(url, article_pattern) if article_pattern else None
    if article_pattern is None or found is None:
        return url_key(url)
    bare, match = found
    return f"{article_pattern.outlet}:{match['id']}" if match.groupdict().get("id") else url_key(bare)


def matches(url: str, article_pattern: ArticlePattern) -> bool:
    """Whether the address is one of the outlet's articles, in any of its spellings."""
    return _match(url, article_pattern) is not None


def article_url(base: str, href: str, article_pattern: ArticlePattern) -> str | None:
    """The address of an article that `href` means on page `base`; None for anything else.

    Of its query only what the outlet's pattern asks for is left: whatever else stands there is the way its
    reader came.
    """
    link = _shortened(_INVISIBLE.sub("", href).strip())
    if bare_host(link.partition("/")[0].lower()) in bare_hosts(article_pattern.hosts):
        link = f"//{link}"  # without a scheme it would be a file beside the page
    url = _resolved(base, link)
    found = _match(url, article_pattern) if url else None
    return found[0] if found and len(found[0]) <= MAX_URL_CHARACTERS else None


def _shortened(href: str) -> str:
    """Cut what no article needs from a link that is too long to be resolved."""
    short = href.partition("#")[0]
    return short if len(short) <= _MAX_LINK_LENGTH else short.partition("?")[0]


@cache
def bare_hosts(hosts: tuple[str, ...]) -> frozenset[str]:
    """The hosts of an outlet, each without what outlets put before it."""
    return frozenset(map(bare_host, hosts))


@lru_cache(maxsize=4096)
def _match(url: str, article_pattern: ArticlePattern) -> tuple[str, re.Match[str]] | None:
    """Return the address with the query it needs, and what the pattern found in it."""
    cleaned = _resolved("", url)
    if cleaned is None or bare_host(host_of(cleaned)) not in bare_hosts(article_pattern.hosts):
        return None
    home = f"https://{article_pattern.hosts[0]}"
    if _SIMPLE.fullmatch(cleaned):
        parts = urlsplit(cleaned)
        path = parts.path
    else:
        parts = urlsplit(_without_tracking(cleaned))
        path = re.sub(r"/{2,}", "/", urlsplit(canonicalize_url(home + parts.path)).path)
    whole = _compiled(article_pattern.pattern)
    bare = _BEHIND_NAME.sub("", path)
    for fetched, plain in ((parts.path, path), *(((bare, bare),) if bare != path else ())):
        for query in _queries(parts.query, article_pattern.pattern):
            for candidate in _plain_paths(plain):
                if match := whole.fullmatch(f"{home}{candidate}{f'?{query}' if query else ''}"):
                    return parts._replace(path=fetched, query=query).geturl(), match
    return None


def _queries(query: str, pattern: str) -> Iterator[str]:
    """The parts of a query that may belong to an article: what the pattern names, all of it, nothing."""
    names = [name for name in _NAMED.findall(pattern) if f"{name}=" in query]
    if names:
        pairs = [pair for pair in dict.fromkeys(query.split("&")) if pair.partition("=")[0] in names]
        yield "&".join(sorted(pairs, key=lambda pair: names.index(pair.partition("=")[0])))
    elif query and r"\?" not in pattern:
        # No article of this outlet has a query: it is not tried with one.
        query = ""
    yield query
    if query:
        yield ""


def _plain_paths(path: str) -> Iterator[str]:
    """The path, and what it may be the AMP or slashed spelling of."""
    yield path
    plain = _AMP_END.sub("", _AMP_FRONT.sub("", path)).rstrip("/")
    yield plain
    if plain != path.rstrip("/"):
        yield from (plain + end for end in (".html", ".htm"))


def _without_tracking(url: str) -> str:
    parts = urlsplit(url)
    # Surrogates carry bytes that are no UTF-8 through unharmed.
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])], errors="surrogateescape")
    return parts._replace(path=_SESSION.sub("", parts.path), query=kept, fragment="").geturl()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
