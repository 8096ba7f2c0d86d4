"""Drop an index that nothing asks by."""

from sqlite_utils import Database

_STATEMENTS = ("DROP INDEX pages_normal_hash",)


def m009_no_index_of_page_texts(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
