"""How well the words of an address tell the wanted from the rest, and what leaving out the foreign costs.

    python tests/bench_slugs.py

The half-year feed stream beside the repository, each item once; its title is turned into a slug. Wanted is
what title and summary together score as accepted.
"""

from support.graded import auc, feed_items, seed_texts

from crawler.text.normalize import nfc_clean, unmarked
from crawler.topic.slugs import SLUG_SHARE, SlugTopic, slug_words
from crawler.topic.topic import Topic


def main() -> None:
    topic = Topic.learn(seed_texts())
    slugs = SlugTopic(topic)
    items = {item["link"]: item for item in feed_items()}.values()
    limits = topic.thresholds
    wanted: list[bool] = []
    far: list[bool] = []
    ways: dict[str, list[float | None]] = {"title": [], "slug of the title": [], "slug of the address": []}
    for item in items:
        title, summary = nfc_clean(item["title"]), nfc_clean(item["summary"] or "")
        score = topic.judge_announcement(title, summary).score
        wanted.append(score >= limits.accept)
        far.append(score < limits.hopeless)
        made = slugs.judge(slug_words(f"https://bao.example/{'-'.join(unmarked(title).split())}.html"))
        real = slugs.judge(slug_words(item["link"]))
        ways["title"].append(topic.judge_announcement(title, None).score)
        ways["slug of the title"].append(made and made.score)
        ways["slug of the address"].append(real and real.score)
    print(f"{len(wanted)} items, {sum(wanted)} wanted, {sum(far)} hopeless by title and summary")
    for way, scores in ways.items():
        limit = limits.hopeless * (1 if way == "title" else SLUG_SHARE)
        known = [
            (score, on, off) for score, on, off in zip(scores, wanted, far, strict=True) if score is not None
        ]
        on = [score for score, is_on, _ in known if is_on]
        rest = [score for score, is_on, _ in known if not is_on]
        hopeless = [score for score, _, is_far in known if is_far]
        left = sum(score < limit for score, _, _ in known)
        lost = sum(score < limit for score in on)
        print(
            f"{way:20} AUC against the rest {auc(on, rest):.4f}, "
            f"against the hopeless {auc(on, hopeless):.4f}; "
            f"judged {len(known) / len(scores):.1%}; left out {left / len(scores):.1%}, "
            f"with {lost} of {sum(wanted)} wanted"
        )


if __name__ == "__main__":
    main()
