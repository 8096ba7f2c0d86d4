from crawler.monitoring.causes import by_cause


def test_one_sentence_a_cause_and_those_of_the_most_outlets_first() -> None:
    problems = [
        "bennghe: announced 3 articles, expected at least 20; has the outlet changed?",
        *(
            f"bao{at}: nothing could be read: https://bao{at}.example/rss: the proxy is dead"
            for at in range(8)
        ),
        "gocpho: announced 0 articles, expected at least 5; has the outlet changed?",
    ]

    assert by_cause(problems) == [
        (
            "8 outlets (bao0, bao1, bao2, bao3, bao4 and 3 more): "
            "nothing could be read: https://bao0.example/rss: the proxy is dead"
        ),
        "2 outlets (bennghe, gocpho): announced 3 articles, expected at least 20; has the outlet changed?",
    ]


def test_a_problem_of_its_own_stays_as_it_is() -> None:
    problems = ["the run was stopped before its end; the next run takes up what is left"]

    assert by_cause(problems) == problems
    assert by_cause([]) == []


def test_hosts_that_differ_are_no_different_causes() -> None:
    broken = [
        f"ben {host}/rss: timeout: {host} gave no answer in 30 s" for host in ("a.example", "b.example")
    ]

    (sentence,) = by_cause(broken, "channels")

    assert sentence.startswith("2 channels (ben a.example/rss, ben b.example/rss): timeout")
