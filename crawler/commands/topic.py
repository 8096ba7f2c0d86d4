"""gomtin topic: what the seeds have in common, how sure that is, and how it changed."""

from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options

if TYPE_CHECKING:
    from crawler.corpus.corpus import Corpus
    from crawler.store.tables.topic_updates import Update
    from crawler.topic.topic import Topic

_MOST_JSON_TERMS = 200  # the rest weighs next to nothing
_SHOWN_TERMS = 30
_SHOWN_NAMES = 15  # of people and places
_MISFIT = 0.4  # a seed that scores less on the others than a borderline text
_SURE, _FAIR = 0.8, 0.5  # seeds' agreement, 0 to 1, from which the topic is called so


@click.command("topic", help="Show what the seeds have in common, how sure that is, and how it changed.")
@click.option("--edit", is_flag=True, help="Open the file of terms to add, forbid or weight.")
@click.option("--history", is_flag=True, help="Show when kept texts sharpened the topic.")
@click.option("--undo", is_flag=True, help="Take the last update back; its new texts are not used again.")
@common_options
def command(edit: bool, history: bool, undo: bool, common: Common) -> None:
    from crawler.corpus.corpus import Corpus
    from crawler.corpus.topic import learn_topic

    folder = common.corpus_folder()
    if edit:
        _edit(common)
        return
    with Corpus.open(folder) if undo else Corpus.to_show(folder) as corpus:
        if undo:
            _undo(corpus, common)
        elif history:
            _history(corpus, common)
        else:
            _show(learn_topic(corpus, common.config, update=False), corpus, common)


def _edit(common: Common) -> None:
    import os
    import sys

    from crawler.files import share
    from crawler.topic import overrides

    path = overrides.start(common.folder)
    if sys.stdin.isatty() and (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        click.edit(filename=str(path))
        share(path)  # the editor may have made it anew, for this user only
    elif common.json:
        common.value({"file": str(path)})
    else:
        common.say(f"edit {path}")
    wishes = overrides.load(common.folder)
    common.say(f"{len(wishes.add)} added, {len(wishes.forbid)} forbidden, {len(wishes.weight)} weighted")


def _undo(corpus: "Corpus", common: Common) -> None:
    from datetime import UTC, datetime

    from crawler.errors import ConfigError

    in_force, _ = corpus.ledger.topic_updates.newest()
    if in_force is None:
        raise ConfigError("there is no update to take back; the topic is what the seeds alone say")
    corpus.ledger.topic_updates.undo(in_force.id, datetime.now(UTC))
    now, _ = corpus.ledger.topic_updates.newest()
    common.say(
        f"update {in_force.id} is taken back; "
        + (f"update {now.id} is in force again" if now else "the topic is what the seeds alone say")
    )
    if common.json:
        common.value({"undone": in_force.id, "in_force": now.id if now else None})


def _history(corpus: "Corpus", common: Common) -> None:
    from rich.table import Table

    updates = corpus.ledger.topic_updates.all()
    if common.json:
        for update in updates:
            common.value(_plain(update))
        return
    table = Table(title="Updates by kept texts", title_justify="left")
    for column in ("update", "at", "texts", "share", "seeds before", "seeds after", "outcome"):
        table.add_column(column)
    in_force, _ = corpus.ledger.topic_updates.newest()
    for update in updates:
        outcome = "accepted" if update.accepted else f"refused: {update.why}"
        if update.undone_at:
            outcome = f"undone {common.local(update.undone_at)}"
        elif in_force and update.id == in_force.id:
            outcome = "in force"
        row = (_scores(update.before), _scores(update.after), outcome)
        share = f"{update.share:.2f}"
        table.add_row(str(update.id), common.local(update.at), str(len(update.members)), share, *row)
    if updates:
        common.console.print(table)
        common.say("seeds: the median (and range) of what each scores on the topic of the others")
    else:
        common.say("no updates yet; the topic is what the seeds alone say")


def _scores(scores: tuple[float, ...]) -> str:
    from statistics import median

    return f"{median(scores):.3f} ({min(scores):.3f}-{max(scores):.3f})" if scores else ""


def _show(topic: "Topic", corpus: "Corpus", common: Common) -> None:
    from crawler.topic.display import is_name

    terms = _terms(topic)
    names = [shown for shown in terms if is_name(shown)][:_SHOWN_NAMES]
    misfits = [seed for seed in topic.seeds if seed.score is not None and seed.score < _MISFIT]
    in_force, _ = corpus.ledger.topic_updates.newest()
    texts, _ = corpus.ledger.background.edition()
    if common.json:
        common.value(
            {
                "terms": [[shown, round(weight, 4)] for shown, weight in list(terms.items())[:100]],
                "names": names,
                "seeds": [{"name": seed.name, "score": _rounded(seed.score)} for seed in topic.seeds],
                "misfits": [seed.name for seed in misfits],
                "agreement": round(topic.agreement, 3),
                "update": in_force.id if in_force else None,
                "background_texts": texts,
                "thresholds": {
                    "accept": topic.thresholds.accept,
                    "borderline": topic.thresholds.borderline,
                    "hopeless": topic.thresholds.hopeless,
                },
                "wishes": {
                    "add": topic.influence.wishes.add,
                    "forbid": topic.influence.wishes.forbid,
                    "weight": dict(topic.influence.wishes.weight),
                },
            }
        )
        return
    strongest = ", ".join(f"{shown} {weight:.2f}" for shown, weight in list(terms.items())[:_SHOWN_TERMS])
    common.say(f"terms: {strongest}")
    common.say(f"names: {', '.join(names) or 'none'}")
    common.say(f"seeds: {len(topic.seeds)}; {_sureness(topic)}")
    for seed in misfits:
        common.say(f"  does not fit the others: {seed.name}, score {seed.score:.2f} (a typical seed has 1)")
    _show_sources(topic, in_force, texts, common)


def _show_sources(topic: "Topic", in_force: "Update | None", texts: int, common: Common) -> None:
    if in_force:
        common.say(
            f"sharpened by {len(in_force.members)} kept texts with weight {in_force.share:.2f} beside the "
            f"seeds (update {in_force.id}, {common.local(in_force.at)}); see: gomtin topic --history"
        )
    if topic.influence.against:
        common.say(f"rejected texts count against it with weight {topic.influence.against_share:.2f}")
    wishes = topic.influence.wishes
    for label, wanted in (("added", wishes.add), ("forbidden", wishes.forbid), ("weighted", wishes.weight)):
        if wanted:
            common.say(f"{label} by hand: {', '.join(wanted)}")
    heard = f" and {texts} texts of announcements" if texts else ""
    common.say(f"measured against: the word list of Vietnamese{heard}")


def _terms(topic: "Topic") -> dict[str, float]:
    """Return the terms as people read them, the strongest first; what is shown alike counts together."""
    shown: dict[str, float] = {}
    for term, weight in sorted(topic.weights.items(), key=lambda item: -item[1])[:_MOST_JSON_TERMS]:
        shown.setdefault(topic.readable[term], weight)
    shown.pop("", None)
    parts = {word for each in shown if " " in each for word in each.split(" ")}
    return {each: weight for each, weight in shown.items() if each not in parts}


def _sureness(topic: "Topic") -> str:
    if len(topic.seeds) == 1:
        return "one seed cannot say how sure this is; more of them would"
    how = "sure" if topic.agreement >= _SURE else "fairly sure" if topic.agreement >= _FAIR else "not sure"
    advice = "" if topic.agreement >= _SURE else "; more seeds would make it surer"
    return f"{how}: two halves of them give topics that agree by {topic.agreement:.0%}{advice}"


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 3)


def _plain(update: "Update") -> dict[str, Any]:
    return {
        "update": update.id,
        "at": update.at,
        "members": update.members,
        "share": update.share,
        "before": update.before,
        "after": update.after,
        "accepted": update.accepted,
        "why": update.why,
        "undone_at": update.undone_at,
    }
