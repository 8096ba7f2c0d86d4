"""How one article's address is written in feeds, shares and on twin hosts."""

SPELLINGS = (
    *("{host}{path}", "www.{host}{path}", "m.{host}{path}", "amp.{host}{path}", "{host}{path}/"),
    *("{host}{path}?utm_source=fb", "{host}{path}?fbclid=1", "{host}{path}?utm_medium=x&utm_campaign=y"),
    *(
        "{host}{path}#binh-luan",
        "{host}{path}?gclid=3#a",
        "{host}:443{path}",
        "m.{host}{path}?utm_source=zalo",
    ),
    *(
        "www.{host}{path}#x",
        "amp.{host}{path}?fbclid=9",
        "www.{host}{path}?utm_term=q",
        "{host}{path}?zarsrc=30",
    ),
    *("{host}{path}?utm_content=a", "m.{host}{path}#tren", "www.{host}:443{path}", "amp.{host}{path}#y"),
    *("{upper}{path}", "WWW.{upper}{path}", "M.{upper}{path}?utm_source=a", "{host}{path}?utm_id=4"),
    *("{host}{path}?fbclid=1&utm_source=b", "m.{host}:443{path}", "{host}{path}?gclid=1&fbclid=2"),
    *(
        "{host}{path}?utm_source=rss&utm_medium=feed",
        "amp.{host}{path}?utm_source=c",
        "www.{host}{path}?gclid=5",
    ),
)
