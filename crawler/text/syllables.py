"""How Vietnamese syllables are spelt: which strings of letters can be one, and which are a piece of one.

The tables are written from the rules of the script (onset, rime, tone) as school grammars give them, e.g.
Laurence C. Thompson, A Vietnamese Reference Grammar, chapter 1-2; no word list is behind them.
"""

import re
from functools import lru_cache
from unicodedata import normalize

# Grave, acute, tilde, hook above, dot below: the five written tones.
TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{TONES}]")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = """
a ai ao au ay am an ang anh ap at ac ach ăm ăn ăng ăp ăt ăc âu ây âm ân âng âp ât âc
e eo em en eng ep et ec ê êu êm ên ênh êp êt êch
i ia iu im in inh ip it ich iêu iêm iên iêng iêp iêt iêc y yêu yêm yên yêng yêt
o oi om on ong op ot oc oong ooc oa oai oao oay oam oan oang oanh oap oat oac oach
oăm oăn oăng oăt oăc oe oeo oem oen oet ô ôi ôm ôn ông ôp ôt ôc ơ ơi ơm ơn ơp ơt
u ua ui um un ung up ut uc uôi uôm uôn uông uôt uôc uân uâng uât uây uê uên uênh uêch uêu uơ
uy uya uyu uyn uynh uyp uyt uych uyên uyêt
ư ưa ưi ưu ưm ưn ưng ưt ưc ươi ươu ươm ươn ương ươp ươt ươc
"""
# "q" stands before a "u" that another vowel follows: "quốc" is q and uôc, "qun" is nothing.
_Q = "|q(?=u[aeiouyăâêôơư])"
_SPELLING = re.compile(
    f"(?:{_ONSETS.replace(' q ', ' ').replace(' ', '|')}{_Q})?(?:{'|'.join(_RIMES.split())})"
)
# Rimes no word consists of: where one stands alone, the consonants before it were torn off or taken out.
_NEVER_ALONE = """
âc âng êp êt êc ênh êu et eng ôt ơp ơm ua uôi uôt uôc uôm uâng ưm ưn ưi ươi ươu ươp
iêu iêm iên iêng iêp iêt iêc ip inh uyn uyp uyt uêch uênh uêu uyu oen oet oeo oem oăp oăc oao oam
"""
_ONSET_ALONE = frozenset(_ONSETS.split())
_STOPS = ("p", "t", "c", "ch")
_STOP_TONES = ("\u0301", "\u0323")


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether the lower-case NFC word is spelt like one Vietnamese syllable, tone included."""
    if len(word) > len("nghiêng"):
        return False
    letters = normalize("NFD", word)
    tones = _TONE.findall(letters)
    bare = normalize("NFC", _TONE.sub("", letters))
    if len(tones) > 1 or not _SPELLING.fullmatch(bare):
        return False
    # A syllable closed by p, t, c or ch is always high or low: written with acute or dot below.
    return not bare.endswith(_STOPS) or (bool(tones) and tones[0] in _STOP_TONES)


@lru_cache(maxsize=1 << 14)
def is_unmarked_syllable(word: str) -> bool:
    """Whether the lower-case ASCII word is spelt like a syllable without its marks: "nguoi", "duoc"."""
    return len(word) <= len("nghieng") and bool(_UNMARKED.fullmatch(word))


@lru_cache(maxsize=1 << 14)
def is_fragment(word: str) -> bool:
    """Whether a lower-case NFC string is no Vietnamese word, but a piece of one: "ng", "đ", "ười", "ệc"."""
    if word in _ONSET_ALONE:
        return True
    letters = normalize("NFD", word)
    tones = _TONE.findall(letters)
    bare = normalize("NFC", _TONE.sub("", letters))
    return len(tones) <= 1 and bare in _FRAGMENT_RIMES and not word.isascii()


def _unmarked(text: str) -> str:
    return "".join(sign for sign in normalize("NFD", text.replace("đ", "d")) if sign.isascii())


_UNMARKED = re.compile(
    f"(?:{_unmarked(_ONSETS).replace(' ', '|')})?(?:{'|'.join(dict.fromkeys(_unmarked(_RIMES).split()))})"
)
# "ơc" and "iê" are no rimes at all: of "được" torn apart, and of "tiền" without its end.
_FRAGMENT_RIMES = frozenset(_NEVER_ALONE.split()) | {"ơc", "ơu", "iê", "uô", "ươ", "uyê", "ơng"}
