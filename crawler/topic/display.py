"""Terms as people write them: "Hàn Quốc", and "nhà lãnh đạo" where a pair is only a part of that."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest

from crawler.text.normalize import normal_word
from crawler.topic.frequencies import Background
from crawler.topic.terms import Vector, Wording

_EVERYWHERE = 0.4  # idf of a word that stands in two texts of three: và, của, các
_ALWAYS = 0.75  # a neighbour this often beside a pair belongs to it
_LONGEST = 4  # words
_LOOKED_AT = 80  # terms of a score; the others make little of it
_HABIT = 3  # places; fewer show none


def display_forms(texts: Iterable[Wording], terms: Collection[str], background: Background) -> dict[str, str]:
    """Return each term as the texts mostly write it, a piece of a longer name as the whole of it.

    A word with a particle beside it, as in "của Triều", is shown as the word, two particles as "".
    """
    places: dict[str, list[tuple[Sequence[str], int]]] = {}
    for text in texts:
        for found in (text.singles, text.pairs):
            for index, term in enumerate(found):
                if term in terms:
                    places.setdefault(term, []).append((text.written, index))
    return {term: _shown(term, places.get(term, ()), background) for term in terms}


def top_terms(parts: Vector, readable: Mapping[str, str], most: int) -> tuple[tuple[str, float], ...]:
    """Return the terms that make most of a score; a syllable counts for the strongest pair with it."""
    for_it = {term: part for term, part in parts.items() if part > 0}
    whole = sum(for_it.values())
    found: dict[str, float] = {}
    shown_by: dict[str, str] = {}
    strongest = nlargest(_LOOKED_AT, for_it, key=for_it.__getitem__)
    for term in sorted(strongest, key=lambda term: " " not in readable[term]):
        shown = readable[term]
        words = term.split(" ")
        if " " in shown:
            for word in words:
                shown_by.setdefault(word, shown)
        else:
            shown = next((shown_by[word] for word in words if word in shown_by), shown)
        if shown:
            found[shown] = found.get(shown, 0.0) + parts[term] / whole
    return tuple(nlargest(most, found.items(), key=lambda item: item[1]))


def is_name(shown: str) -> bool:
    """Tell whether a term is written as names are: each word with a capital."""
    return all(word[0].isupper() for word in shown.split())


def _shown(term: str, places: Sequence[tuple[Sequence[str], int]], background: Background) -> str:
    words = term.split(" ")
    telling = [index for index, word in enumerate(words) if background.idf(word) >= _EVERYWHERE]
    if not telling and len(words) > 1:
        return ""  # two particles: nothing to read
    first, width = (telling[0], 1) if len(telling) == 1 else (0, len(words))
    if not places:
        return " ".join(words[first : first + width])
    return _written([(text, at + first) for text, at in places], width, background)


def _written(places: Sequence[tuple[Sequence[str], int]], width: int, background: Background) -> str:
    forms = Counter([" ".join(text[at : at + width]) for text, at in places])
    shown = forms.most_common(1)[0][0]
    if width == 1 or len(places) < _HABIT:
        return shown
    before, after = 0, width
    while after - before < _LONGEST:
        right = _neighbour(places, after, background)
        left = None if right else _neighbour(places, before - 1, background)
        if right:
            shown, after = f"{shown} {right}", after + 1
        elif left:
            shown, before = f"{left} {shown}", before - 1
        else:
            break
    return shown


def _neighbour(
    places: Sequence[tuple[Sequence[str], int]], distance: int, background: Background
) -> str | None:
    """Return the word that nearly always stands at this distance, unless it stands everywhere."""
    found = Counter(text[at + distance] for text, at in places if 0 <= at + distance < len(text))
    for word, count in found.most_common(1):
        if count >= _ALWAYS * len(places) and background.idf(normal_word(word)) >= _EVERYWHERE:
            return word
    return None
