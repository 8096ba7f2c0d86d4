"""A newsroom's paper of plain stories, all of which a crawl is to keep: what several tests start from."""

from crawler.newsroom.story import load_stories

AT_ONCE = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0}
reading: {workers: 1}
"""
SCHEDULES = f"{AT_ONCE}topic: {{accept: 0.0, borderline: 0.0, hopeless: 0.0}}\nend: true\n"
STORIES = [story for story in load_stories() if story.kind == "on" and not story.flaw and not story.variants]
