"""Makes the XML that outlets send readable for strict parsers. No business logic."""

import re
import zlib
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from crawler.errors import Rejected
from crawler.text.decode import decode

_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # zlib's wbits for a gzip header and trailer
_MAX_PACKED = 2  # a file that is a gzip, sent by a server that packs all
_MAX_MEMBERS = 100  # gzips that follow each other
_PROLOG = (("<!--", "-->"), ("<?", "?>"))
_ROOTS = r"(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|urlset|sitemapindex)"
_KNOWN_ROOT = re.compile(rf"<{_ROOTS}(?=[\s>/])", re.IGNORECASE)
_ESCAPED_ROOT = re.compile(r"&lt;(?:rss|feed|rdf:RDF|urlset|sitemapindex)(?=[\s/]|&gt;)", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry|url|sitemap)[\s>]", re.IGNORECASE)
_PREFIX = re.compile(r"</?([a-zA-Z][\w.-]{0,30}):")
_WHOLE_PAGE = re.compile(r"<!doctype\s{1,9}html|<(?:html|head|body)\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?:([\w.-]{1,40}):)?([\w.-]{1,80})")
_PAGE = re.compile(r"<!doctype\s{1,9}html|<(?:html|head|body|script|div)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7};|#x[0-9a-fA-F]{1,6};|(\w{2,32});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTRY_END = re.compile(r"</(?:item|entry)>\s{0,99}<(?:item|entry)[\s>]")
_ROOT_END = re.compile(rf"</{_ROOTS}\s{{0,9}}>", re.IGNORECASE)
# The end of one whole document and the beginning of the next, which a server joined to it.
_NEXT_ROOT = re.compile(
    rf"(?:</channel>\s{{0,99}})?{_ROOT_END.pattern}"
    r"(?:\s{1,99}+|<\?[^<>]{0,300}>|<!--[^<>]{0,300}-->|<![a-z][^<>]{0,300}>){0,9}+"
    rf"<{_ROOTS}(?:\s[^<>]{{0,2000}})?>"
    r"(?:\s{0,99}<channel(?:\s[^<>]{0,300})?>)?",
    re.IGNORECASE,
)
# The beginning of a document before which another one broke off.
_ANOTHER_ROOT = re.compile(
    r"(?:<\?xml[^<>]{0,300}>\s{0,99}+)?(?P<root><(?:rss|feed|urlset|sitemapindex)(?:\s[^<>]{0,2000})?>)"
    r"(?:\s{0,99}<channel(?:\s[^<>]{0,300})?>)?",
    re.IGNORECASE,
)
_VOID = re.compile(r"<(/?)((?:br|hr|img|wbr|input|embed)(?=[\s/>])[^<>]{0,2000}?)/?>", re.IGNORECASE)
_BARE_LESS = re.compile(r"<(?![^\W\d]|[/!?])")
_ENTRY_ENDS = ("</item>", "</entry>", "</url>", "</sitemap>")
_HEAD_CHARACTERS = 1000
_MAX_JUNK = 65_536  # characters before the first element


class XMLError(ValueError):
    """Raised when bytes cannot be made readable; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class RepairedXML:
    """XML without declaration, document type, control characters and bare ampersands, as UTF-8.

    `root` is the local name of its first element; `cut` says that an end was missing, and with it the
    entry it broke off in.
    """

    xml: bytes
    root: str
    cut: bool


def unpacked(body: bytes, most: int) -> bytes:
    """Return the bytes, out of their gzip or two. Raises XMLError over `most`, and for half a gzip."""
    for _ in range(_MAX_PACKED):
        if not body.startswith(_GZIP):
            break
        body = _inflated(body, most)
    if len(body) > most:
        raise XMLError(f"it is larger than {most >> 20} MB")
    return body


def _inflated(body: bytes, most: int) -> bytes:
    """Return what is in a gzip, all of it: several may follow each other."""
    content = b""
    for _ in range(_MAX_MEMBERS):
        if not body.startswith(_GZIP):
            break
        inflate = zlib.decompressobj(_GZIP_FORMAT)
        try:
            content += inflate.decompress(body, most + 1 - len(content))
        except zlib.error as error:
            raise XMLError("its gzip is broken") from error
        if len(content) > most:
            raise XMLError(f"it unpacks to more than {most >> 20} MB")
        if not inflate.eof:
            raise XMLError("its gzip is cut off")
        body = inflate.unused_data
    return content


def decoded(body: bytes) -> str:
    try:
        return decode(body, None).strip("\ufeff \t\r\n")
    except Rejected as error:
        raise XMLError("its bytes do not decode to text") from error


def repair_xml(text: str) -> RepairedXML:
    """Mend a feed or sitemap. Raises BrokenXML for what is none."""
    if not text:
        raise XMLError("the answer is empty")
    text = _without_junk(_inside_page(text))
    if _PAGE.match(text):
        raise XMLError("the answer is a web page")
    root = _ROOT.match(text)
    if not root:
        raise XMLError("the answer is no XML")
    text, root, broken = _joined(text, root)
    end = text.rfind(f"</{root[0][1:]}")
    cut = end < 0 or (">" not in text[end:] and "/>" not in text[:_HEAD_CHARACTERS])
    whole = _cut_to_entries(text, root) if cut else text[: text.find(">", end) + 1]
    return RepairedXML(_escaped(_declared(whole, root)).encode(), root[2].lower(), cut or broken)


def _joined(text: str, root: re.Match[str]) -> tuple[str, re.Match[str], bool]:
    """Make one document of several that follow each other, of any kind, and return how it begins.

    Also whether one of them broke off before the next began: of that one the whole entries are kept.
    """
    text, joints = _NEXT_ROOT.subn("", text)
    at = 0
    parts: list[str] = []
    for begin in _ANOTHER_ROOT.finditer(text, root.end()):
        if _is_quoted(text, begin.start()):
            continue
        whole = _end_of_entries(text, at, begin.start())
        if parts or whole:
            parts.append(text[at:whole] if whole else "")
            at = begin.end()
        else:
            at = begin.start("root")
    broken = bool(parts) or at > 0
    text = "".join((*parts, text[at:]))
    root = _ROOT.match(text) or root
    end = text.rfind("</")
    if (joints or parts) and _ROOT_END.match(text, end):
        text = f"{text[:end]}</{root[0][1:]}>"
    return text, root, broken


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a place lies in a CDATA section that has an end."""
    begin, end = text.rfind("<![CDATA[", 0, at), text.find("]]>", at)
    return begin > text.rfind("]]>", 0, at) and end >= 0 and "<![CDATA[" not in text[at:end]


def _end_of_entries(text: str, begin: int, end: int) -> int:
    """Return where the last whole entry between two places ends; 0 where there is none."""
    found = ((text.rfind(entry, begin, end), len(entry)) for entry in _ENTRY_ENDS)
    return max((at + length for at, length in found if at >= 0), default=0)


def _declared(text: str, root: re.Match[str]) -> str:
    """Declare the prefixes that are used without: to a strict parser their elements have other names."""
    missing = {prefix for prefix in set(_PREFIX.findall(text)) if f"xmlns:{prefix}" not in text}
    more = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in sorted(missing))
    return f"{root[0]}{more}{text[len(root[0]) :]}"


def _inside_page(text: str) -> str:
    """Return the feed or sitemap that stands in a web page or, escaped, in another XML; else the text."""
    if not _KNOWN_ROOT.search(text, 0, _MAX_JUNK) and _ESCAPED_ROOT.search(text, 0, _MAX_JUNK):
        text = unescape(text)
    root = _KNOWN_ROOT.search(text, 0, _MAX_JUNK)
    # A page may speak of feeds; one that holds a whole one was wrapped around it.
    return text[root.start() :] if root and _ENTRY.search(text) and f"</{root[0][1:]}>" in text else text


def _without_junk(text: str) -> str:
    """Cut what stands before the first element; also what a broken server put before a feed or sitemap."""
    text = _without_prolog(text)
    if _WHOLE_PAGE.match(text):
        return text
    text = _without_prolog(_without_doctype(text))
    root = _KNOWN_ROOT.search(text, 0, _MAX_JUNK)
    return text[root.start() :] if root else text


def _without_prolog(text: str) -> str:
    """Cut blanks, comments and processing instructions from the front."""
    at = 0
    while True:
        at += len(text[at : at + _MAX_JUNK]) - len(text[at : at + _MAX_JUNK].lstrip())
        mark = next((end for begin, end in _PROLOG if text.startswith(begin, at)), None)
        end = text.find(mark, at) if mark else -1
        if mark is None or end < 0:
            return text[at:]
        at = end + len(mark)


def _without_doctype(text: str) -> str:
    """Cut the document type: entity bombs and references to local files live there."""
    begin = text[:_HEAD_CHARACTERS].upper().find("<!DOCTYPE")
    if begin < 0:
        return text
    end, inner = text.find(">", begin), text.find("[", begin)
    if 0 <= inner < end:
        end = text.find(">", text.find("]", inner))
    return text[:begin] + text[end + 1 :] if end > 0 else ""


def _cut_to_entries(text: str, root: re.Match[str]) -> str:
    """Drop the broken last entry, whose address may be half an address, and close what is open."""
    end = _end_of_entries(text, 0, len(text))
    closing = f"</{root[0][1:]}>"
    if root[2].lower() == "rss":
        closing = f"</channel>{closing}"
    return text[:end] + closing if end else f"{root[0]}/>"


def _escaped(text: str) -> str:
    """Outside CDATA, escape what begins no tag and no reference that XML knows; close HTML's void tags."""
    pieces: list[str] = []
    at = 0
    while (begin := text.find("<![CDATA[", at)) >= 0:
        pieces.append(_escaped_piece(text[at:begin]))
        end, entry = text.find("]]>", begin), _ENTRY_END.search(text, begin)
        if end < 0 or (entry and entry.start() < end):
            at = begin + len("<![CDATA[")  # it is not closed in its entry: it would swallow the next
            continue
        pieces.append(text[begin : end + 3])
        at = end + 3
    return "".join((*pieces, _escaped_piece(text[at:])))


def _escaped_piece(text: str) -> str:
    text = _VOID.sub(lambda tag: "" if tag[1] else f"<{tag[2]}/>", text)
    return _REFERENCE.sub(_reference, _BARE_LESS.sub("&lt;", text))


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if found[0].startswith("&#") or name in _XML_NAMES:
        return found[0]
    character = html5.get(f"{name};") if name else None
    return "".join(f"&#{ord(c)};" for c in character) if character else f"&amp;{found[0][1:]}"
