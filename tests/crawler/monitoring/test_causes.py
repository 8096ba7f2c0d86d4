from crawler.monitoring.causes import Problem, by_cause, problems_as_json, problems_of

STOPPED = Problem("", "the run was stopped before its end; the next run takes up what is left")


def test_one_sentence_a_cause_and_those_of_the_most_outlets_first() -> None:
    problems = [
        Problem("bennghe", "announced 3 articles, expected at least 20; has the outlet changed?"),
        *(
            Problem(f"bao{at}", f"nothing could be read: https://bao{at}.example/rss: the proxy is dead")
            for at in range(8)
        ),
        Problem("gocpho", "announced 0 articles, expected at least 5; has the outlet changed?"),
    ]

    assert by_cause(problems) == [
        (
            "8 outlets (bao0, bao1, bao2, bao3, bao4 and 3 more): "
            "nothing could be read: https://bao0.example/rss: the proxy is dead"
        ),
        "2 outlets (bennghe, gocpho): announced 3 articles, expected at least 20; has the outlet changed?",
    ]


def test_a_problem_of_its_own_stays_as_it_is() -> None:
    assert by_cause([STOPPED, STOPPED]) == [STOPPED.sentence]
    assert by_cause([]) == []


def test_sentences_without_a_name_stand_each_for_itself() -> None:
    problems = [Problem("", f"rice: the disk has {free} MB left") for free in (3, 5)]

    assert by_cause(problems) == ["rice: the disk has 3 MB left", "rice: the disk has 5 MB left"]


def test_hosts_that_differ_are_no_different_causes() -> None:
    broken = [
        Problem(f"ben {host}/rss", f"timeout: {host} gave no answer in 30 s")
        for host in ("a.example", "b.example")
    ]

    (sentence,) = by_cause(broken, "channels")

    assert sentence.startswith("2 channels (ben a.example/rss, ben b.example/rss): timeout")


def test_problems_are_read_as_they_were_written() -> None:
    problems = [STOPPED, Problem("", "rice: full"), Problem("gocpho", "left out: rice: no rights")]

    told = problems_as_json(problems)

    assert told["problems"][1:] == ["rice: full", "gocpho: left out: rice: no rights"]
    assert problems_of(told) == problems


def test_a_report_without_names_tells_sentences() -> None:
    assert problems_of({"problems": ["rice: full"]}) == [Problem("", "rice: full")]
    assert problems_of({}) == problems_of({"problems": None}) == []
