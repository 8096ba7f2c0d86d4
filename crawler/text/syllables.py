"""How Vietnamese syllables are spelt: which strings of letters can be one."""

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
_SPELLING = re.compile(f"(?:{_ONSETS.replace(' ', '|')})?(?:{'|'.join(_RIMES.split())})")
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
